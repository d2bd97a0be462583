import { AccordError } from "@accord/vocabulary";
import { sql } from "kysely";
import type { RegistryContext } from "../context.ts";
import { materialise } from "../current/materialise.ts";
import { materialiseHouseholds } from "../current/materialise-household.ts";
import { recordset } from "../store/recordset.ts";
import type { Session } from "../store/store.ts";

/** An own person and a partner's person, under their pseudonym, are one. */
export interface Link {
  readonly id: string;
  readonly agreement: string;
  readonly partner: string;
  readonly person: string;
  readonly partnerRef: string;
  readonly exchange: string | undefined;
  readonly probability: number;
  readonly evidence: unknown;
  readonly decidedBy: string;
  readonly decidedAt: string;
  readonly undoneBy: string | undefined;
  readonly undoneAt: string | undefined;
}

export interface NewLink {
  readonly agreement: string;
  readonly partner: string;
  readonly person: string;
  readonly partnerRef: string;
  readonly probability: number;
  readonly evidence: unknown;
  readonly decidedBy: string;
  readonly exchange?: string | undefined;
}

/** Records links; one that stands already for the same pair and agreement is left as it is. The n-th link is the n-th pair's. */
export async function recordLinks(
  session: Session,
  context: RegistryContext,
  links: readonly NewLink[],
): Promise<readonly Link[]> {
  if (links.length === 0) return [];
  return session.transaction(async ({ db }) => {
    const decidedAt = context.now();
    const rows = links.map((link) => ({
      id: context.newId(),
      agreement: link.agreement,
      partner: link.partner,
      person: link.person,
      partner_ref: link.partnerRef,
      exchange: link.exchange,
      probability: link.probability,
      evidence: link.evidence ?? null,
      decided_by: link.decidedBy,
    }));
    const given = recordset(rows, "given", {
      id: "uuid",
      agreement: "text",
      partner: "text",
      person: "uuid",
      partner_ref: "text",
      exchange: "text",
      probability: "double precision",
      evidence: "jsonb",
      decided_by: "text",
    });
    await sql`
      insert into link (id, agreement, partner, person, partner_ref, exchange, probability, evidence, decided_by, decided_at)
      select id, agreement, partner, person, partner_ref, exchange, probability, coalesce(evidence, 'null'), decided_by,
             ${decidedAt}
      from ${given}
      on conflict do nothing`.execute(db);
    const standing = await sql<LinkRow>`
      select ${LINK_COLUMNS} from link where undone_at is null
        and person = any(${[...new Set(links.map((link) => link.person))]}::uuid[])`.execute(db);
    const byPair = new Map(
      standing.rows.map((row) => [pairOf(row.agreement, row.person, row.partner_ref), row]),
    );
    return links.map((link) => linkOf(byPair.get(pairOf(link.agreement, link.person, link.partnerRef))!));
  });
}

const pairOf = (agreement: string, person: string, partnerRef: string) =>
  JSON.stringify([agreement, person, partnerRef]);

/**
 * From now on the partner's statements through this link do not count; every value is as before it. They stay on
 * file, to be counted again if the link is made again.
 * @throws AccordError `link.none_stands`
 */
export async function undoLink(
  session: Session,
  context: RegistryContext,
  undo: { readonly link: string; readonly by: string },
): Promise<Link> {
  return session.transaction(async (transaction) => {
    const { db } = transaction;
    const undone = await sql<LinkRow>`
      update link set undone_by = ${undo.by}, undone_at = ${context.now()}
      where id::text = ${undo.link} and undone_at is null returning ${LINK_COLUMNS}`.execute(db);
    const row = undone.rows[0];
    if (row === undefined) {
      throw new AccordError("link.none_stands", "There is no such link, or it was undone before.", {
        where: undo.link,
      });
    }
    const households = await sql<{ subject: string }>`
      select distinct subject from statement where via_link = ${row.id} and subject_kind = 'household'`.execute(
      db,
    );
    await materialise(transaction, [row.person]);
    await materialiseHouseholds(
      transaction,
      households.rows.map((household) => household.subject),
    );
    return linkOf(row);
  });
}

/** Links by any of agreement, partner, exchange, person; only standing ones unless `undone`. */
export async function findLinks(
  session: Session,
  selection: {
    readonly id?: string;
    readonly agreement?: string;
    readonly partner?: string;
    readonly exchange?: string;
    readonly person?: string;
    readonly undone?: boolean;
  },
): Promise<readonly Link[]> {
  const conditions = (["id", "agreement", "partner", "exchange", "person"] as const).flatMap((column) =>
    selection[column] === undefined ? [] : [sql`${sql.ref(column)} = ${selection[column]}`],
  );
  if (selection.undone !== true) conditions.push(sql`undone_at is null`);
  const { rows } = await sql<LinkRow>`
    select ${LINK_COLUMNS} from link
    where ${conditions.length === 0 ? sql`true` : sql.join(conditions, sql` and `)}
    order by decided_at, id`.execute(session.db);
  return rows.map(linkOf);
}

interface LinkRow {
  readonly id: string;
  readonly agreement: string;
  readonly partner: string;
  readonly person: string;
  readonly partner_ref: string;
  readonly exchange: string | null;
  readonly probability: number;
  readonly evidence: unknown;
  readonly decided_by: string;
  readonly decided_at: string;
  readonly undone_by: string | null;
  readonly undone_at: string | null;
}

const LINK_COLUMNS = sql.raw(
  "id, agreement, partner, person, partner_ref, exchange, probability, evidence, decided_by, decided_at, undone_by, undone_at",
);

function linkOf(row: LinkRow): Link {
  return {
    id: row.id,
    agreement: row.agreement,
    partner: row.partner,
    person: row.person,
    partnerRef: row.partner_ref,
    exchange: row.exchange ?? undefined,
    probability: row.probability,
    evidence: row.evidence,
    decidedBy: row.decided_by,
    decidedAt: row.decided_at,
    undoneBy: row.undone_by ?? undefined,
    undoneAt: row.undone_at ?? undefined,
  };
}
