import type { Session } from "../store/store.ts";
import { unfinished } from "../store/unfinished.ts";

export interface ImportRun {
  readonly id: string;
  readonly fileName: string;
  readonly fileDigest: string;
  readonly counts: Readonly<Record<string, number>>;
  readonly startedAt: string;
  readonly finishedAt: string | undefined;
}

/** Inserts or replaces. */
export async function saveImportRun(_session: Session, _run: ImportRun): Promise<void> {
  unfinished();
}
/** Newest first. */
export async function listImportRuns(_session: Session): Promise<readonly ImportRun[]> {
  return unfinished();
}
/** The last finished run of a file with this digest. */
export async function findImportRun(_session: Session, _fileDigest: string): Promise<ImportRun | undefined> {
  return unfinished();
}
