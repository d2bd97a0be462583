import { sql } from "kysely";
import type { Session } from "../store/store.ts";

/** A data-protection impact assessment of one agreement, by its digest: an amended agreement needs a new one. */
export interface KeptAssessment {
  readonly id: string;
  readonly agreement: string;
  /** 1 for the first of the agreement. */
  readonly version: number;
  readonly document: unknown;
  /** SHA-256 of the canonical document: what is approved is this and nothing else. */
  readonly digest: string;
  /** `YYYY-MM-DD` */
  readonly reviewBy: string;
  readonly draftedAt: string;
  readonly draftedBy: string;
  readonly approvedAt: string | undefined;
  readonly approvedBy: string | undefined;
}

/** Keeps the agreement's next version; answers which that is. */
export async function addAssessment(
  session: Session,
  drafted: Omit<KeptAssessment, "version" | "approvedAt" | "approvedBy">,
): Promise<number> {
  const { id, agreement, document, digest, reviewBy, draftedAt, draftedBy } = drafted;
  const { rows } = await sql<{ version: number }>`
    insert into assessment (id, agreement, version, document, digest, review_by, drafted_at, drafted_by)
    select ${id}, ${agreement}, coalesce(max(version), 0) + 1, ${JSON.stringify(document)}::jsonb, ${digest}, ${reviewBy},
           ${draftedAt}, ${draftedBy}
    from assessment where agreement = ${agreement} returning version`.execute(session.db);
  return rows[0]!.version;
}

/** False where it is approved already, or not known. */
export async function approveAssessment(
  session: Session,
  approval: { readonly id: string; readonly at: string; readonly by: string },
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update assessment set approved_at = ${approval.at}, approved_by = ${approval.by}
    where id::text = ${approval.id} and approved_at is null`.execute(session.db);
  return numAffectedRows === 1n;
}

/** Whether any version of the agreement's assessment is approved. */
export async function isAssessed(session: Session, agreement: string): Promise<boolean> {
  const { rows } = await sql`
    select 1 from assessment where agreement = ${agreement} and approved_at is not null limit 1`.execute(
    session.db,
  );
  return rows.length > 0;
}

/** Newest first; of ids or agreements that begin so, where given. */
export async function listAssessments(session: Session, beginning = ""): Promise<readonly KeptAssessment[]> {
  const { rows } = await sql<AssessmentRow>`
    select id, agreement, version, document, digest, review_by, drafted_at, drafted_by, approved_at, approved_by
    from assessment where id::text ^@ ${beginning} or agreement ^@ ${beginning}
    order by drafted_at desc, version desc limit 1000`.execute(session.db);
  return rows.map((row) => ({
    id: row.id,
    agreement: row.agreement,
    version: row.version,
    document: row.document,
    digest: row.digest,
    reviewBy: row.review_by,
    draftedAt: row.drafted_at,
    draftedBy: row.drafted_by,
    approvedAt: row.approved_at ?? undefined,
    approvedBy: row.approved_by ?? undefined,
  }));
}

interface AssessmentRow {
  readonly id: string;
  readonly agreement: string;
  readonly version: number;
  readonly document: unknown;
  readonly digest: string;
  readonly review_by: string;
  readonly drafted_at: string;
  readonly drafted_by: string;
  readonly approved_at: string | null;
  readonly approved_by: string | null;
}
