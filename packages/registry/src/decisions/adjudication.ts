import { sql } from "kysely";
import type { RegistryContext } from "../context.ts";
import { recordset } from "../store/recordset.ts";
import type { Session } from "../store/store.ts";

/** Two own persons, or an own person and a partner's pseudonym under an agreement. */
export type Pair =
  | { readonly kind: "own"; readonly a: string; readonly b: string }
  | {
      readonly kind: "partner";
      readonly person: string;
      readonly partner: string;
      readonly agreement: string;
      readonly partnerRef: string;
    };

export type Verdict = "same" | "different" | "cannotTell";

/** A pair that may be one person, with the evidence; `evidenceDigest` says whether the evidence is new. */
export interface Proposal {
  readonly pair: Pair;
  readonly exchange?: string | undefined;
  readonly probability: number;
  readonly evidence: unknown;
  readonly evidenceDigest: string;
}

export interface OpenAdjudication extends Proposal {
  readonly id: string;
  readonly proposedAt: string;
}

export interface Judgement {
  readonly pair: Pair;
  readonly verdict: Verdict;
  readonly evidenceDigest: string;
  readonly by: string;
  readonly at: string;
}

/** How a pair stands after it was proposed. */
export type ProposalOutcome =
  | { readonly kind: "waiting"; readonly id: string }
  | { readonly kind: "judged"; readonly judgement: Judgement };

/**
 * Puts pairs in the queue. A pair already judged on the same evidence is not asked again; one that waits already gets
 * the newer evidence. The n-th outcome is the n-th proposal's.
 */
export async function proposePairs(
  session: Session,
  context: RegistryContext,
  proposals: readonly Proposal[],
): Promise<readonly ProposalOutcome[]> {
  if (proposals.length === 0) return [];
  return session.transaction(async ({ db }) => {
    const keys = proposals.map((proposal) => pairKey(proposal.pair));
    const judged = await sql<JudgementRow>`
      select pair_key, evidence_digest, pair, verdict, judged_by, judged_at from judgement
      where pair_key = any(${keys}::text[])`.execute(db);
    const judgements = new Map(judged.rows.map((row) => [`${row.evidence_digest} ${row.pair_key}`, row]));
    const judgementAt = (index: number) =>
      judgements.get(`${proposals[index]!.evidenceDigest} ${keys[index]!}`);
    const rows = new Map<string, object>();
    for (const [index, proposal] of proposals.entries()) {
      if (judgementAt(index) !== undefined) continue;
      rows.set(keys[index]!, {
        id: context.newId(),
        pair_key: keys[index],
        pair: proposal.pair,
        exchange: proposal.exchange,
        probability: proposal.probability,
        evidence: proposal.evidence ?? null,
        evidence_digest: proposal.evidenceDigest,
      });
    }
    const given = recordset([...rows.values()], "given", {
      id: "uuid",
      pair_key: "text",
      pair: "jsonb",
      exchange: "text",
      probability: "double precision",
      evidence: "jsonb",
      evidence_digest: "text",
    });
    const waiting = await sql<{ id: string; pair_key: string }>`
      insert into adjudication (id, pair_key, pair, exchange, probability, evidence, evidence_digest, proposed_at)
      select id, pair_key, pair, exchange, probability, coalesce(evidence, 'null'), evidence_digest, ${context.now()}
      from ${given}
      on conflict (pair_key) do update set exchange = excluded.exchange, probability = excluded.probability,
        evidence = excluded.evidence, evidence_digest = excluded.evidence_digest
      returning id, pair_key`.execute(db);
    const waitingIds = new Map(waiting.rows.map((row) => [row.pair_key, row.id]));
    return proposals.map((_, index) => {
      const row = judgementAt(index);
      return row === undefined
        ? { kind: "waiting", id: waitingIds.get(keys[index]!)! }
        : { kind: "judged", judgement: judgementOf(row) };
    });
  });
}

/** Two own persons that may be one: `proposePairs` for one pair. */
export async function proposeDuplicate(
  session: Session,
  context: RegistryContext,
  proposal: Omit<Proposal, "pair"> & { readonly a: string; readonly b: string },
): Promise<ProposalOutcome> {
  const { a, b, ...rest } = proposal;
  const [outcome] = await proposePairs(session, context, [{ ...rest, pair: { kind: "own", a, b } }]);
  return outcome!;
}

/** Pairs that wait for a human, most probable first; 100 unless told. */
export async function openAdjudications(
  session: Session,
  selection: { readonly kind?: Pair["kind"]; readonly exchange?: string; readonly limit?: number } = {},
): Promise<readonly OpenAdjudication[]> {
  const { rows } = await sql<AdjudicationRow>`
    select id, pair, exchange, probability, evidence, evidence_digest, proposed_at from adjudication
    where ${selection.kind === undefined ? sql`true` : sql`pair->>'kind' = ${selection.kind}`}
      and ${selection.exchange === undefined ? sql`true` : sql`exchange = ${selection.exchange}`}
    order by probability desc, id limit ${selection.limit ?? 100}`.execute(session.db);
  return rows.map((row) => ({
    id: row.id,
    pair: row.pair,
    exchange: row.exchange ?? undefined,
    probability: row.probability,
    evidence: row.evidence,
    evidenceDigest: row.evidence_digest,
    proposedAt: row.proposed_at,
  }));
}

/**
 * Records a human's verdict on a pair, which leaves the queue; on the same evidence the latest verdict stands. It links
 * or merges nothing by itself.
 */
export async function judge(session: Session, judgement: Judgement): Promise<void> {
  const key = pairKey(judgement.pair);
  await session.transaction(async ({ db }) => {
    await sql`delete from adjudication where pair_key = ${key}`.execute(db);
    await sql`
      insert into judgement (pair_key, evidence_digest, pair, verdict, judged_by, judged_at)
      values (${key}, ${judgement.evidenceDigest}, ${JSON.stringify(judgement.pair)}::jsonb, ${judgement.verdict},
              ${judgement.by}, ${judgement.at})
      on conflict (pair_key, evidence_digest) do update set verdict = excluded.verdict,
        judged_by = excluded.judged_by, judged_at = excluded.judged_at`.execute(db);
  });
}

/** The latest judgement on each pair, in the order of the pairs; undefined where nobody judged it. */
export async function judgementsOf(
  session: Session,
  pairs: readonly Pair[],
): Promise<readonly (Judgement | undefined)[]> {
  const { rows } = await sql<JudgementRow>`
    select distinct on (pair_key) pair_key, evidence_digest, pair, verdict, judged_by, judged_at from judgement
    where pair_key = any(${pairs.map(pairKey)}::text[])
    order by pair_key, judged_at desc`.execute(session.db);
  const latest = new Map(rows.map((row) => [row.pair_key, judgementOf(row)]));
  return pairs.map((pair) => latest.get(pairKey(pair)));
}

interface AdjudicationRow {
  readonly id: string;
  readonly pair: Pair;
  readonly exchange: string | null;
  readonly probability: number;
  readonly evidence: unknown;
  readonly evidence_digest: string;
  readonly proposed_at: string;
}

interface JudgementRow {
  readonly pair_key: string;
  readonly evidence_digest: string;
  readonly pair: Pair;
  readonly verdict: Verdict;
  readonly judged_by: string;
  readonly judged_at: string;
}

/** The same key whichever of two own persons is named first. */
function pairKey(pair: Pair): string {
  switch (pair.kind) {
    case "own":
      return JSON.stringify(["own", ...[pair.a, pair.b].sort()]);
    case "partner":
      return JSON.stringify(["partner", pair.agreement, pair.partner, pair.person, pair.partnerRef]);
  }
}

function judgementOf(row: JudgementRow): Judgement {
  return {
    pair: row.pair,
    verdict: row.verdict,
    evidenceDigest: row.evidence_digest,
    by: row.judged_by,
    at: row.judged_at,
  };
}
