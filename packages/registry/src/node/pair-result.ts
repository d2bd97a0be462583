import { sql } from "kysely";
import { chunks, recordset } from "../store/recordset.ts";
import type { Session } from "../store/store.ts";

/** The outcome of matching one pair, as the matching party decided it. */
export interface PairResult {
  readonly exchange: string;
  readonly ownRef: string;
  readonly partnerRef: string;
  readonly probability: number;
  readonly decision: string;
  readonly evidence: unknown;
}

const AT_ONCE = 5000;

/** Inserts, or replaces what stood for the same pair. A pair at most once a call. */
export async function savePairResults(session: Session, results: readonly PairResult[]): Promise<void> {
  for (const some of chunks(results, AT_ONCE)) {
    const rows = some.map((one) => ({ ...one, own_ref: one.ownRef, partner_ref: one.partnerRef }));
    await sql`
      insert into pair_result (exchange, own_ref, partner_ref, probability, decision, evidence)
      select exchange, own_ref, partner_ref, probability, decision, coalesce(evidence, 'null')
      from ${recordset(rows, "given", {
        exchange: "text",
        own_ref: "text",
        partner_ref: "text",
        probability: "double precision",
        decision: "text",
        evidence: "jsonb",
      })}
      on conflict (exchange, own_ref, partner_ref) do update set
        probability = excluded.probability, decision = excluded.decision, evidence = excluded.evidence`.execute(
      session.db,
    );
  }
}

/** In order of own ref, then partner's. */
export async function readPairResults(
  session: Session,
  selection: { readonly exchange: string; readonly decision?: string },
): Promise<readonly PairResult[]> {
  const { rows } = await sql<PairResult>`
    select exchange, own_ref as "ownRef", partner_ref as "partnerRef", probability, decision, evidence from pair_result
    where exchange = ${selection.exchange}
      and ${selection.decision === undefined ? sql`true` : sql`decision = ${selection.decision}`}
    order by own_ref, partner_ref`.execute(session.db);
  return rows;
}
