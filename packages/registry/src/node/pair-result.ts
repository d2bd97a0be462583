import { sql } from "kysely";
import { chunks, recordset } from "../store/recordset.ts";
import type { Session } from "../store/store.ts";

/** The outcome of matching one pair, as the matching party decided it. */
export interface PairResult {
  readonly exchange: string;
  readonly ownRef: string;
  readonly partnerRef: string;
  readonly probability: number;
  /** The protocol's word: `linked`, `waiting`, `unlinked` or `none`. */
  readonly decision: string;
  readonly decidedBy: string;
  /** Round of the exchange in which it was decided, from 0. */
  readonly round: number;
  readonly evidence: unknown;
}

const AT_ONCE = 5000;

/** Inserts, or replaces what stood for the same pair. A pair at most once a call. */
export async function savePairResults(session: Session, results: readonly PairResult[]): Promise<void> {
  for (const some of chunks(results, AT_ONCE)) {
    const rows = some.map((one) => ({
      ...one,
      own_ref: one.ownRef,
      partner_ref: one.partnerRef,
      decided_by: one.decidedBy,
    }));
    await sql`
      insert into pair_result (exchange, own_ref, partner_ref, probability, decision, decided_by, round, evidence)
      select exchange, own_ref, partner_ref, probability, decision, decided_by, round, coalesce(evidence, 'null')
      from ${recordset(rows, "given", {
        exchange: "text",
        own_ref: "text",
        partner_ref: "text",
        probability: "double precision",
        decision: "text",
        decided_by: "text",
        round: "integer",
        evidence: "jsonb",
      })}
      on conflict (exchange, own_ref, partner_ref) do update set
        probability = excluded.probability, decision = excluded.decision,
        decided_by = excluded.decided_by, round = excluded.round, evidence = excluded.evidence`.execute(
      session.db,
    );
  }
}

/**
 * The next pairs in order of own then partner's pseudonym, after the pair whose two pseudonyms, written together, are
 * `after`; with `by: "ownRef"` one pair for each own pseudonym, after the own pseudonym `after`.
 */
export async function pairResultsPage(
  session: Session,
  page: {
    readonly exchange: string;
    readonly round?: number | undefined;
    readonly decision?: string | undefined;
    /** True leaves out pairs that were decided to be none. */
    readonly decidedOnly?: boolean | undefined;
    /** True leaves out pairs whose own person has left the exchange. */
    readonly presentOnly?: boolean | undefined;
    readonly after?: string | undefined;
    readonly limit: number;
    readonly by?: "pair" | "ownRef";
  },
): Promise<readonly PairResult[]> {
  const onePerRef = page.by === "ownRef";
  const position = onePerRef ? sql`own_ref` : sql`own_ref || partner_ref`;
  const { rows } = await sql<PairResult>`
    select ${onePerRef ? sql`distinct on (own_ref)` : sql``} ${COLUMNS}
    from pair_result
    where exchange = ${page.exchange} and ${position} > ${page.after ?? ""}
      and ${page.round === undefined ? sql`true` : sql`round = ${page.round}`}
      and ${page.decidedOnly === true ? sql`decision <> 'none'` : sql`true`}
      and ${page.presentOnly === true ? PRESENT : sql`true`}
      and ${page.decision === undefined ? sql`true` : sql`decision = ${page.decision}`}
    order by ${onePerRef ? sql`own_ref, partner_ref` : position} limit ${page.limit}`.execute(session.db);
  return rows;
}

const PRESENT = sql`exists (
  select 1 from exchange_member m
  where m.exchange = pair_result.exchange and m.ref = pair_result.own_ref and m.left_at is null)`;

const COLUMNS = sql.raw(
  `exchange, own_ref as "ownRef", partner_ref as "partnerRef", probability, decision, decided_by as "decidedBy", round,
   evidence`,
);

/** Partner's pseudonyms of the pairs that were decided so, such as `waiting`, in order. */
export async function decidedPartnerRefs(
  session: Session,
  selection: { readonly exchange: string; readonly decision: string },
): Promise<readonly string[]> {
  const { rows } = await sql<{ ref: string }>`
    select distinct partner_ref as ref from pair_result
    where exchange = ${selection.exchange} and decision = ${selection.decision} order by ref`.execute(
    session.db,
  );
  return rows.map((row) => row.ref);
}
