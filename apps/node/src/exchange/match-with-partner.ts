import { applyPlan, planUnder } from "@accord/agreement";
import {
  type ComparablePerson,
  comparablePerson,
  compareRegistries,
  type EqualIdentifiers,
  type ExchangeState,
  type HeldAgreement,
  isDelta,
  isMatcher,
  LIMITS,
  type MatchFacts,
  type PairFinding,
  type Progress,
  termsOf,
  withEqualIdentifiers,
} from "@accord/exchange";
import {
  overlapPairs,
  type PairResult,
  readMatchRecords,
  type Store,
  savePairResults,
  stagedRecords,
} from "@accord/registry";
import { pseudonym } from "../keys/pseudonym.ts";
import { hashKeyOf } from "./exchange-turn.ts";
import { linkagePolicy } from "./linkage-policy.ts";
import type { WorkParts } from "./work-parts.ts";

const PAIRS_A_WRITE = 1_000;

/**
 * Compares the own persons in scope with what the partner disclosed for matching. Own persons are read and transformed
 * under the partner's very clauses, so that both sides of a comparison look alike and no more is used than is granted.
 */
export async function matchWithPartner(
  parts: WorkParts,
  state: ExchangeState,
  held: HeldAgreement,
  tell: (progress: Progress) => void,
): Promise<MatchFacts> {
  const progress = (what: string, done: number, total: number | undefined) =>
    tell({ exchange: state.exchange, step: state.step, what, done, total });
  const own = await ownPersons(parts, state, held);
  const theirs: ComparablePerson[] = [];
  for await (const record of stagedRecords(parts.store, {
    exchange: state.exchange,
    tier: "match",
    direction: "received",
  })) {
    theirs.push(comparablePerson(record));
  }
  const equal = await overlapPairs(parts.store, state.exchange);
  const known = withEqualIdentifiers(own, theirs, equal);
  const findings = await compareRegistries(
    known.own,
    known.theirs,
    linkagePolicy(held.agreement.matching),
    progress,
  );
  const pairs = withEvidence(findings.pairs, equal);
  const decided = pairs.filter((pair) => pair.decision !== "none");
  await keep(parts.store, state.exchange, pairs, progress);
  const linked = decided.filter((pair) => pair.decision === "link");
  return {
    linked: linked.length,
    waiting: decided.length - linked.length,
    conflicts: decided.filter((pair) => pair.evidence.labels.includes("conflict")).length,
    decidedBy: countBy(linked, (pair) => pair.decidedBy),
    candidatePairs: findings.candidatePairs,
    unusable: findings.unusable,
  };
}

async function ownPersons(
  parts: WorkParts,
  state: ExchangeState,
  held: HeldAgreement,
): Promise<ComparablePerson[]> {
  const { store, context, keys } = parts;
  const theirs = planUnder(termsOf(held, state), { from: state.partner, tier: "match" });
  // Read for use here, not disclosed: the partner's grants, on the own persons.
  const plan = { ...theirs, from: state.self, to: state.partner };
  const hashKey = await hashKeyOf({ parts, session: store, state, held });
  const persons: ComparablePerson[] = [];
  for (let after: string | undefined; ; ) {
    const page = await readMatchRecords(store, context, {
      exchange: state.exchange,
      plan,
      householdRef: (id) => pseudonym(keys.pseudonym, "household", held.agreement.id, id),
      after,
      limit: LIMITS.personsPerBatch,
      for: "ownUse",
      ...(isDelta(state) ? { only: isMatcher(state) ? ("unlinked" as const) : ("candidates" as const) } : {}),
    });
    for (const record of page) persons.push(comparablePerson(applyPlan(plan, record, { hashKey })));
    after = page.at(-1)?.ref;
    if (page.length < LIMITS.personsPerBatch) return persons;
  }
}

async function keep(
  store: Store,
  exchange: string,
  pairs: readonly PairFinding[],
  progress: (what: string, done: number, total: number) => void,
): Promise<void> {
  const results = pairs.map(
    (pair): PairResult => ({
      exchange,
      ownRef: pair.left,
      partnerRef: pair.right,
      probability: pair.probability,
      decision: pair.decision === "link" ? "linked" : pair.decision === "adjudicate" ? "waiting" : "none",
      decidedBy: pair.decidedBy,
      round: 0,
      evidence: pair.evidence,
    }),
  );
  for (let from = 0; from < results.length; from += PAIRS_A_WRITE) {
    await savePairResults(store, results.slice(from, from + PAIRS_A_WRITE));
    progress("keeping pairs", Math.min(from + PAIRS_A_WRITE, results.length), results.length);
  }
}

/** The pairs, those with equal identifiers saying so: it is on this evidence that the linkage found them. */
function withEvidence(
  pairs: readonly PairFinding[],
  equal: readonly EqualIdentifiers[],
): readonly PairFinding[] {
  const keys = new Map(equal.map((pair) => [`${pair.ownRef} ${pair.partnerRef}`, pair.keys]));
  return pairs.map((pair) => {
    const equalIdentifiers = keys.get(`${pair.left} ${pair.right}`);
    return equalIdentifiers === undefined
      ? pair
      : { ...pair, evidence: { ...pair.evidence, equalIdentifiers } };
  });
}

function countBy<T>(items: readonly T[], key: (item: T) => string): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const item of items) counts[key(item)] = (counts[key(item)] ?? 0) + 1;
  return counts;
}
