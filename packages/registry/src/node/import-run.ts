import type { Selectable } from "kysely";
import type { Schema } from "../store/schema.ts";
import type { Session } from "../store/store.ts";

export interface ImportRun {
  readonly id: string;
  readonly fileName: string;
  readonly fileDigest: string;
  readonly counts: Readonly<Record<string, number>>;
  readonly startedAt: string;
  readonly finishedAt: string | undefined;
}

/** Inserts or replaces. */
export async function saveImportRun(session: Session, run: ImportRun): Promise<void> {
  const row = {
    file_name: run.fileName,
    file_digest: run.fileDigest,
    counts: JSON.stringify(run.counts),
    started_at: run.startedAt,
    finished_at: run.finishedAt ?? null,
  };
  await session.db
    .insertInto("import_run")
    .values({ id: run.id, ...row })
    .onConflict((conflict) => conflict.column("id").doUpdateSet(row))
    .execute();
}

/** Newest first. */
export async function listImportRuns(session: Session): Promise<readonly ImportRun[]> {
  const rows = await session.db
    .selectFrom("import_run")
    .selectAll()
    .orderBy("started_at", "desc")
    .orderBy("id")
    .execute();
  return rows.map(runOf);
}

/** The last finished run of a file with this digest. */
export async function findImportRun(session: Session, fileDigest: string): Promise<ImportRun | undefined> {
  const row = await session.db
    .selectFrom("import_run")
    .selectAll()
    .where("file_digest", "=", fileDigest)
    .where("finished_at", "is not", null)
    .orderBy("started_at", "desc")
    .limit(1)
    .executeTakeFirst();
  return row === undefined ? undefined : runOf(row);
}

function runOf(row: Selectable<Schema["import_run"]>): ImportRun {
  return {
    id: row.id,
    fileName: row.file_name,
    fileDigest: row.file_digest,
    counts: row.counts,
    startedAt: row.started_at,
    finishedAt: row.finished_at ?? undefined,
  };
}
