import type { Selectable } from "kysely";
import type { Schema } from "../store/schema.ts";
import type { Session } from "../store/store.ts";

/** A signed agreement as received or made: `text` is the exact JWS that was verified. */
export interface AgreementDocument {
  readonly digest: string;
  readonly agreement: string;
  readonly text: string;
  readonly status: string;
  /** What a party alone signed of it since: revocation, suspension, resumption, review, wind-up; as text. */
  readonly events: readonly string[];
  /** Digest of the agreement that it amends. */
  readonly supersedes?: string | undefined;
  /** The phase of its life that was recorded last. */
  readonly phase?: string | undefined;
  /** `YYYY-MM-DD` on which it was first seen to have ended. */
  readonly endedOn?: string | undefined;
  readonly storedAt: string;
}

/** Inserts or replaces by digest. */
export async function saveAgreement(session: Session, document: AgreementDocument): Promise<void> {
  const row = {
    agreement: document.agreement,
    text: document.text,
    status: document.status,
    events: JSON.stringify(document.events),
    supersedes: document.supersedes ?? null,
    phase: document.phase ?? null,
    ended_on: document.endedOn ?? null,
    stored_at: document.storedAt,
  };
  await session.db
    .insertInto("agreement_document")
    .values({ digest: document.digest, ...row })
    .onConflict((conflict) => conflict.column("digest").doUpdateSet(row))
    .execute();
}

export async function readAgreement(
  session: Session,
  digest: string,
): Promise<AgreementDocument | undefined> {
  const row = await session.db
    .selectFrom("agreement_document")
    .selectAll()
    .where("digest", "=", digest)
    .executeTakeFirst();
  return row === undefined ? undefined : documentOf(row);
}

/** Those that amend the agreement of that digest, signed or not. */
export async function agreementsAmending(
  session: Session,
  digest: string,
): Promise<readonly AgreementDocument[]> {
  const rows = await session.db
    .selectFrom("agreement_document")
    .selectAll()
    .where("supersedes", "=", digest)
    .orderBy("stored_at")
    .execute();
  return rows.map(documentOf);
}

/** Newest first; all versions of one agreement where its id is given. */
export async function listAgreements(
  session: Session,
  agreement?: string,
): Promise<readonly AgreementDocument[]> {
  let query = session.db.selectFrom("agreement_document").selectAll();
  if (agreement !== undefined) query = query.where("agreement", "=", agreement);
  const rows = await query.orderBy("stored_at", "desc").orderBy("digest").execute();
  return rows.map(documentOf);
}

function documentOf(row: Selectable<Schema["agreement_document"]>): AgreementDocument {
  const { digest, agreement, text, status, events, stored_at: storedAt } = row;
  return {
    digest,
    agreement,
    text,
    status,
    events,
    supersedes: row.supersedes ?? undefined,
    phase: row.phase ?? undefined,
    endedOn: row.ended_on ?? undefined,
    storedAt,
  };
}
