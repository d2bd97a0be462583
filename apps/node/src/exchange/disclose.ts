import { randomBytes } from "node:crypto";
import { applyPlan } from "@accord/agreement";
import { isDelta, isMatcher, type LinkDecision, type TaskResult } from "@accord/exchange";
import {
  linkedMembers,
  outOfScopeRefs,
  pairResultsPage,
  readDisclosedPersons,
  readMatchRecords,
  refsOfPersons,
  savePairResults,
  sendWhole,
  takeLinkWords,
  unlinkedMembers,
  unlinkedRefs,
} from "@accord/registry";
import { type ExchangeTurn, hashKeyOf, type PlannedPage, pseudonymIn } from "./exchange-turn.ts";

/** The next records of the match tier: read under the plan, then transformed as its clauses say. */
export async function discloseMatch(turn: ExchangeTurn, page: PlannedPage): Promise<TaskResult> {
  const { plan, after, limit } = page;
  if (plan.grants.length === 0) return { kind: "discloseMatch", records: [], ...next([], limit) };
  const read = await readMatchRecords(turn.session, turn.parts.context, {
    exchange: turn.state.exchange,
    plan,
    householdRef: pseudonymIn(turn, "household"),
    after,
    limit,
    ...(isDelta(turn.state) ? { only: "fresh" as const } : {}),
  });
  const hashKey = await hashKeyOf(turn);
  const records = read.map((record) => applyPlan(plan, record, { hashKey }));
  return {
    kind: "discloseMatch",
    records,
    ...next(
      records.map((record) => record.ref),
      limit,
    ),
  };
}

/** The next persons of the linked tier in this round, or of the roster tier among those who are not linked. */
export async function disclosePersons(
  turn: ExchangeTurn,
  page: PlannedPage & { round: number },
): Promise<TaskResult> {
  const { plan, limit } = page;
  const tier = plan.tier === "roster" ? "roster" : "linked";
  const refs = plan.grants.length === 0 ? [] : await refsOf(turn, tier, page);
  const read = await readDisclosedPersons(turn.session, turn.parts.context, {
    exchange: turn.state.exchange,
    plan,
    householdRef: pseudonymIn(turn, "household"),
    refs,
  });
  const hashKey = await hashKeyOf(turn);
  const persons = read.map((person) => applyPlan(plan, person, { hashKey }));
  return { kind: "disclosePersons", tier, persons, ...next(refs, limit) };
}

/** The next decisions of the round, with the pairs that wait; pairs that are none do not leave, nor pairs of whom has left. */
export async function discloseLinks(
  turn: ExchangeTurn,
  page: { readonly round: number; readonly after: string | undefined; readonly limit: number },
): Promise<TaskResult> {
  const { session, state } = turn;
  if (isDelta(state) && page.after === undefined) await decideByWords(turn);
  const matcher = isMatcher(state);
  const pairs = await pairResultsPage(session, {
    exchange: state.exchange,
    decidedOnly: true,
    presentOnly: true,
    ...page,
  });
  const links = pairs.map(
    (pair): LinkDecision => ({
      matcherRef: matcher ? pair.ownRef : pair.partnerRef,
      supplierRef: matcher ? pair.partnerRef : pair.ownRef,
      verdict: pair.decision as LinkDecision["verdict"],
      probability: pair.probability,
      decidedBy: pair.decidedBy,
    }),
  );
  return {
    kind: "discloseLinks",
    links,
    ...next(
      pairs.map((pair) => pair.ownRef + pair.partnerRef),
      page.limit,
    ),
  };
}

/** Who left the scope of the agreement. */
export async function discloseLeft(
  { session, state }: ExchangeTurn,
  page: { readonly after: string | undefined; readonly limit: number },
): Promise<TaskResult> {
  const refs = await outOfScopeRefs(session, { exchange: state.exchange, ...page });
  return { kind: "discloseLeft", refs, ...next(refs, page.limit) };
}

/** What people here decided since the partner was told last are decisions of this exchange. */
async function decideByWords({ session, state }: ExchangeTurn): Promise<void> {
  const { exchange } = state;
  const words = await takeLinkWords(session, state);
  const refs = await refsOfPersons(session, { exchange, persons: words.map((word) => word.person) });
  const told = words.flatMap((word) => {
    const ownRef = refs.get(word.person);
    return ownRef === undefined ? [] : [{ ...word, ownRef }];
  });
  await savePairResults(
    session,
    told.map(({ ownRef, partnerRef, probability, verdict }) => ({
      exchange,
      ownRef,
      partnerRef,
      probability,
      decision: verdict,
      decidedBy: "adjudicator",
      round: 0,
      evidence: null,
    })),
  );
  const linked = told.filter(({ verdict }) => verdict === "linked").map(({ ownRef }) => ownRef);
  await sendWhole(session, { exchange, refs: linked });
}

async function refsOf(
  { session, state }: ExchangeTurn,
  tier: "linked" | "roster",
  { round, after, limit }: PlannedPage & { round: number },
): Promise<readonly string[]> {
  const { exchange } = state;
  if (isDelta(state)) {
    return (tier === "linked" ? linkedMembers : unlinkedMembers)(session, {
      ...state,
      after,
      limit,
    });
  }
  if (tier === "roster") return round > 0 ? [] : unlinkedRefs(session, { exchange, after, limit });
  const pairs = await pairResultsPage(session, {
    exchange,
    round,
    decision: "linked",
    after,
    limit,
    by: "ownRef",
  });
  return pairs.map((pair) => pair.ownRef);
}

/** Where the next page starts, undefined at the end; the salt makes the batch's commitment tell nothing by itself. */
function next(positions: readonly string[], limit: number): { cursor: string | undefined; salt: string } {
  return {
    cursor: positions.length < limit ? undefined : positions.at(-1),
    salt: randomBytes(32).toString("base64url"),
  };
}
