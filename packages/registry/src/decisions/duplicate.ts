import { AccordError } from "@accord/vocabulary";
import { sql } from "kysely";
import type { RegistryContext } from "../context.ts";
import { materialise } from "../current/materialise.ts";
import type { Session } from "../store/store.ts";
import { isUuid } from "../store/uuid.ts";

/** Two persons of one registry that are one: `duplicate` is deactivated, `kept` shows what both files say. */
export interface DuplicateDecision {
  readonly id: string;
  readonly kept: string;
  readonly duplicate: string;
  readonly evidence: unknown;
  readonly decidedBy: string;
  readonly decidedAt: string;
  readonly undoneBy: string | undefined;
  readonly undoneAt: string | undefined;
}

/**
 * Deactivates `duplicate` and merges its file into the view of `kept`; nothing moves from one file to the other, so
 * that it can be undone. Both must be neither deactivated nor erased, and of one holder.
 * @throws AccordError `duplicate.not_possible`
 */
export async function decideDuplicate(
  session: Session,
  context: RegistryContext,
  decision: {
    readonly kept: string;
    readonly duplicate: string;
    readonly by: string;
    readonly evidence: unknown;
  },
): Promise<DuplicateDecision> {
  const { kept, duplicate, by, evidence } = decision;
  return session.transaction(async (transaction) => {
    const { db } = transaction;
    const { rows } = await sql<{ id: string; holder: string; status: string }>`
      select id, holder, status from person where id = any(${[kept, duplicate].filter(isUuid)}::uuid[])`.execute(
      db,
    );
    const able = rows.filter((row) => row.status !== "deactivated" && row.status !== "erased");
    if (able.length !== 2 || able[0]!.holder !== able[1]!.holder) {
      throw new AccordError("duplicate.not_possible", "One of the two cannot be part of a duplicate.", {
        remedy: "Choose two different persons of one registry that are neither deactivated nor erased.",
      });
    }
    const id = context.newId();
    const decidedAt = context.now();
    await sql`
      insert into duplicate (id, kept, duplicate, evidence, decided_by, decided_at)
      values (${id}, ${kept}, ${duplicate}, ${JSON.stringify(evidence ?? null)}::jsonb, ${by}, ${decidedAt})`.execute(
      db,
    );
    await sql`update person set view_of = ${kept} where view_of = ${duplicate}`.execute(db);
    await sql`update person set status = 'deactivated', merged_into = ${kept} where id = ${duplicate}`.execute(
      db,
    );
    await materialise(transaction, [kept, duplicate]);
    return {
      id,
      kept,
      duplicate,
      evidence,
      decidedBy: by,
      decidedAt,
      undoneBy: undefined,
      undoneAt: undefined,
    };
  });
}

/**
 * Undoes the decision under which `duplicate` was deactivated: status and every value of both are as before.
 * @throws AccordError `duplicate.none_stands`
 */
export async function restoreDuplicate(
  session: Session,
  context: RegistryContext,
  restoration: { readonly duplicate: string; readonly by: string },
): Promise<DuplicateDecision> {
  const { duplicate, by } = restoration;
  return session.transaction(async (transaction) => {
    const { db } = transaction;
    const undone = await sql<DuplicateRow>`
      update duplicate set undone_by = ${by}, undone_at = ${context.now()}
      where duplicate::text = ${duplicate} and undone_at is null
      returning ${DUPLICATE_COLUMNS}`.execute(db);
    const row = undone.rows[0];
    if (row === undefined) {
      throw new AccordError("duplicate.none_stands", "This person is not deactivated as a duplicate.", {
        where: duplicate,
      });
    }
    const shown = await sql<{ view_of: string }>`select view_of from person where id = ${duplicate}`.execute(
      db,
    );
    await sql`update person set status = 'active', merged_into = null where id = ${duplicate}`.execute(db);
    // What was merged into the duplicate before goes back to its view with it.
    await sql`
      with recursive merged as (
        select id from person where id = ${duplicate}
        union select p.id from person p join merged on p.merged_into = merged.id
      )
      update person set view_of = ${duplicate} where id in (select id from merged)`.execute(db);
    await materialise(transaction, [duplicate, shown.rows[0]!.view_of]);
    return decisionOf(row);
  });
}

interface DuplicateRow {
  readonly id: string;
  readonly kept: string;
  readonly duplicate: string;
  readonly evidence: unknown;
  readonly decided_by: string;
  readonly decided_at: string;
  readonly undone_by: string | null;
  readonly undone_at: string | null;
}

const DUPLICATE_COLUMNS = sql.raw(
  "id, kept, duplicate, evidence, decided_by, decided_at, undone_by, undone_at",
);

/** Decisions, oldest first: of one person where given, and only those that stand unless `undone`. */
export async function findDuplicates(
  session: Session,
  selection: { readonly person?: string; readonly undone?: boolean } = {},
): Promise<readonly DuplicateDecision[]> {
  const { person, undone = false } = selection;
  const { rows } = await sql<DuplicateRow>`
    select ${DUPLICATE_COLUMNS} from duplicate
    where ${person === undefined ? sql`true` : sql`(kept = ${person} or duplicate = ${person})`}
      and ${undone ? sql`true` : sql`undone_at is null`}
    order by decided_at, id`.execute(session.db);
  return rows.map(decisionOf);
}

function decisionOf(row: DuplicateRow): DuplicateDecision {
  return {
    id: row.id,
    kept: row.kept,
    duplicate: row.duplicate,
    evidence: row.evidence,
    decidedBy: row.decided_by,
    decidedAt: row.decided_at,
    undoneBy: row.undone_by ?? undefined,
    undoneAt: row.undone_at ?? undefined,
  };
}

/** How many files show as one of these persons: their own, and those of duplicates merged into them. */
export async function countFiles(session: Session, persons: readonly string[]): Promise<number> {
  const { rows } = await sql<{ files: number }>`
    select count(*)::int as files from person
    where view_of in (select view_of from person where id = any(${persons.filter(isUuid)}::uuid[]))`.execute(
    session.db,
  );
  return rows[0]!.files;
}
