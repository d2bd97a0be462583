import type { Session } from "../store/store.ts";
import { unfinished } from "../store/unfinished.ts";

/** A signed agreement as received or made: `text` is the exact JWS that was verified. */
export interface AgreementDocument {
  readonly digest: string;
  readonly agreement: string;
  readonly text: string;
  readonly status: string;
  /** Signed revocations, as text. */
  readonly revocations: readonly string[];
  readonly storedAt: string;
}

/** Inserts or replaces by digest. */
export async function saveAgreement(_session: Session, _document: AgreementDocument): Promise<void> {
  unfinished();
}
export async function readAgreement(
  _session: Session,
  _digest: string,
): Promise<AgreementDocument | undefined> {
  return unfinished();
}
/** Newest first; all versions of one agreement where its id is given. */
export async function listAgreements(
  _session: Session,
  _agreement?: string,
): Promise<readonly AgreementDocument[]> {
  return unfinished();
}
