import {
  type ExchangeState,
  isDelta,
  isMatcher,
  LIMITS,
  type LinkDecision,
  type PairEvidence,
} from "@accord/exchange";
import {
  barredRefs,
  candidateRefs,
  ENDED_BY_PERSON,
  findLinks,
  judge,
  judgementsOf,
  leftRefs,
  type PairResult,
  type Proposal,
  pairResultsPage,
  personsOfRefs,
  pinDisclosed,
  proposePairs,
  putLinkWords,
  type RegistryContext,
  recordLinks,
  type Session,
  savePairResults,
  sendWhole,
  undoLink,
} from "@accord/registry";
import { AccordError } from "@accord/vocabulary";
import { evidenceDigest } from "./evidence-digest.ts";

/**
 * The matching party's side: what the evidence decides becomes links, what it does not decide waits for a human. A
 * pair that somebody judged on the same evidence before is not asked again: the judgement stands.
 */
export async function acceptMatches(
  session: Session,
  context: RegistryContext,
  state: ExchangeState,
): Promise<void> {
  for (let after: string | undefined; ; ) {
    const page = await pairResultsPage(session, {
      exchange: state.exchange,
      round: 0,
      decidedOnly: true,
      after,
      limit: LIMITS.linksPerBatch,
    });
    await acceptPage(session, context, state, page);
    const last = page.at(-1);
    if (page.length < LIMITS.linksPerBatch || last === undefined) return;
    after = last.ownRef + last.partnerRef;
  }
}

async function acceptPage(
  session: Session,
  context: RegistryContext,
  state: ExchangeState,
  page: readonly PairResult[],
): Promise<void> {
  const persons = await personsOfRefs(session, {
    exchange: state.exchange,
    refs: page.map((pair) => pair.ownRef),
  });
  const barred = await barredRefs(session, { ...state, refs: page.map((pair) => pair.partnerRef) });
  const proposals = page.flatMap((pair): { pair: PairResult; proposal: Proposal }[] => {
    const person = persons.get(pair.ownRef);
    if (person === undefined || pair.decision !== "waiting" || barred.has(pair.partnerRef)) return [];
    return [{ pair, proposal: proposalOf(state, pair, person) }];
  });
  const answers = await proposePairs(
    session,
    context,
    proposals.map(({ proposal }) => proposal),
  );
  const judged = new Map<PairResult, PairResult>();
  for (const [index, { pair }] of proposals.entries()) {
    const answer = answers[index];
    if (answer?.kind !== "judged") continue;
    const decision = answer.judgement.verdict === "same" ? "linked" : "none";
    judged.set(pair, { ...pair, decision, decidedBy: "adjudicator" });
  }
  // Who said no to it at the partner meanwhile is nobody's pair here.
  for (const pair of page.filter((each) => barred.has(each.partnerRef))) {
    judged.set(pair, { ...pair, decision: "none", decidedBy: ENDED_BY_PERSON, evidence: null });
  }
  for (const pair of await undoneBefore(
    session,
    state,
    page.filter((each) => !barred.has(each.partnerRef)),
    persons,
  )) {
    judged.set(pair, { ...pair, decision: "unlinked", decidedBy: "adjudicator" });
  }
  await savePairResults(session, [...judged.values()]);
  if (isDelta(state)) {
    const told = page.filter((pair) => ["linked", "waiting"].includes((judged.get(pair) ?? pair).decision));
    await sendWhole(session, { exchange: state.exchange, refs: told.map((pair) => pair.ownRef) });
  }
  const linked = page.map((pair) => judged.get(pair) ?? pair).filter((pair) => pair.decision === "linked");
  await recordLinks(
    session,
    context,
    linked.flatMap((pair) => {
      const person = persons.get(pair.ownRef);
      return person === undefined ? [] : [linkOf(state, person, pair.partnerRef, pair)];
    }),
  );
}

/** Pairs that the evidence would link and that somebody judged different, on this very evidence, before. */
async function undoneBefore(
  session: Session,
  state: ExchangeState,
  page: readonly PairResult[],
  persons: ReadonlyMap<string, string>,
): Promise<readonly PairResult[]> {
  const linked = page.filter((pair) => pair.decision === "linked" && persons.has(pair.ownRef));
  const judged = await judgementsOf(
    session,
    linked.map((pair) => proposalOf(state, pair, persons.get(pair.ownRef) ?? "").pair),
  );
  return linked.filter((pair, index) => {
    const judgement = judged[index];
    return (
      judgement?.verdict === "different" &&
      judgement.evidenceDigest === evidenceDigest(pair.evidence as PairEvidence)
    );
  });
}

function proposalOf(state: ExchangeState, pair: PairResult, person: string): Proposal {
  return {
    pair: {
      kind: "partner",
      person,
      partner: state.partner,
      agreement: state.agreement,
      partnerRef: pair.partnerRef,
    },
    exchange: state.exchange,
    probability: pair.probability,
    evidence: pair.evidence,
    evidenceDigest: evidenceDigest(pair.evidence as PairEvidence),
  };
}

/**
 * The other party's side: keeps the decisions that came, as links on its own persons. A pair that its own staff
 * judged to be different, or whose link they undid, is not linked again.
 */
export async function applyLinks(
  session: Session,
  context: RegistryContext,
  state: ExchangeState,
  decisions: readonly LinkDecision[],
  round: number,
): Promise<void> {
  const { exchange, agreement, partner } = state;
  const links = decisions.map((link) => sided(state, link));
  const refs = links.map((link) => link.ownRef);
  if (isDelta(state)) await pinDisclosed(session, { exchange, partner, agreement, refs });
  const undisclosed = await candidateRefs(session, { exchange, refs });
  const persons = await personsOfRefs(session, { exchange, refs });
  const left = await leftRefs(session, { exchange, refs });
  refuseGuesses(links, (ref) => (persons.has(ref) && !undisclosed.has(ref)) || left.has(ref));
  await endThoseWhoLeft(session, state, links, left, round);
  const known = links.flatMap((link) => {
    const person = persons.get(link.ownRef);
    return person === undefined ? [] : [{ ...link, person }];
  });
  const pairs = known.map(({ person, partnerRef }) => ({
    kind: "partner" as const,
    person,
    partner,
    agreement,
    partnerRef,
  }));
  const judged = await judgementsOf(session, pairs);
  const decided = known.map((link, index) =>
    link.verdict === "linked" && judged[index]?.verdict === "different"
      ? { ...link, verdict: "unlinked" as const }
      : link,
  );
  await tellRefused(session, context, state, known, decided);
  await savePairResults(
    session,
    decided.map((link) => ({
      exchange,
      ownRef: link.ownRef,
      partnerRef: link.partnerRef,
      probability: link.probability,
      decision: link.verdict,
      decidedBy: link.decidedBy,
      round,
      evidence: {},
    })),
  );
  await recordLinks(
    session,
    context,
    decided
      .filter((link) => link.verdict === "linked")
      .map((link) => linkOf(state, link.person, link.partnerRef, { ...link, evidence: {} })),
  );
  if (isDelta(state)) {
    const linked = decided.filter((link) => link.verdict === "linked").map((link) => link.ownRef);
    await sendWhole(session, { exchange, refs: linked });
  }
  for (const link of decided.filter((each) => each.verdict === "unlinked")) {
    const standing = await findLinks(session, { agreement, person: link.person });
    for (const { id, partnerRef, evidence } of standing) {
      if (partnerRef !== link.partnerRef) continue;
      await undoLink(session, context, { link: id, by: partner });
      // Else this side, which matches, would link the two again at the next whole exchange, and the partner would not.
      if (isMatcher(state)) await judgeDifferent(session, context, state, link, evidence);
    }
  }
}

/** A link that people here decided against is not kept; the partner, which made it, is told with the next delta. */
async function tellRefused(
  session: Session,
  context: RegistryContext,
  { partner, agreement }: ExchangeState,
  came: readonly { readonly verdict: string; readonly person: string; readonly partnerRef: string }[],
  decided: readonly { readonly verdict: string }[],
): Promise<void> {
  const words = came
    .filter((link, index) => link.verdict === "linked" && decided[index]?.verdict === "unlinked")
    .map(({ person, partnerRef }) => ({ person, partnerRef, verdict: "unlinked" as const, probability: 0 }));
  await putLinkWords(session, { partner, agreement, words, at: context.now() });
}

/** A decision with the pseudonyms as this side sees them. */
type SidedDecision = Pick<LinkDecision, "verdict" | "probability" | "decidedBy"> & {
  readonly ownRef: string;
  readonly partnerRef: string;
};

function sided(state: ExchangeState, link: LinkDecision): SidedDecision {
  const { verdict, probability, decidedBy, matcherRef, supplierRef } = link;
  const [ownRef, partnerRef] = isMatcher(state) ? [matcherRef, supplierRef] : [supplierRef, matcherRef];
  return { verdict, probability, decidedBy, ownRef, partnerRef };
}

function judgeDifferent(
  session: Session,
  context: RegistryContext,
  { partner, agreement }: ExchangeState,
  { person, partnerRef }: { readonly person: string; readonly partnerRef: string },
  evidence: unknown,
): Promise<void> {
  return judge(session, {
    pair: { kind: "partner", person, partner, agreement, partnerRef },
    verdict: "different",
    evidenceDigest: evidenceDigest(evidence as Partial<PairEvidence>),
    by: partner,
    at: context.now(),
  });
}

/**
 * The deciding party can only link whom this exchange disclosed to it: a reference that it guessed, or kept from a time
 * when the person was in scope, ends the exchange. That a link is undone may concern an earlier exchange's person.
 */
function refuseGuesses(links: readonly SidedDecision[], disclosed: (ref: string) => boolean): void {
  if (links.every((link) => link.verdict === "unlinked" || disclosed(link.ownRef))) return;
  throw new AccordError(
    "exchange.link_not_disclosed",
    "the partner decided on a person whom this exchange did not disclose to it",
    { remedy: "The partner must decide on disclosed persons only; nothing of the batch was kept." },
  );
}

/** Of who has left the exchange here nothing is linked, and what the partner still sends for the pair is left out. */
async function endThoseWhoLeft(
  session: Session,
  { exchange }: ExchangeState,
  links: readonly SidedDecision[],
  left: ReadonlySet<string>,
  round: number,
): Promise<void> {
  await savePairResults(
    session,
    links
      .filter((link) => left.has(link.ownRef))
      .map((link) => ({
        exchange,
        ownRef: link.ownRef,
        partnerRef: link.partnerRef,
        probability: link.probability,
        decision: "unlinked",
        decidedBy: ENDED_BY_PERSON,
        round,
        evidence: null,
      })),
  );
}

/** The link record of a pair that an exchange decided. */
export function linkOf(
  state: ExchangeState,
  person: string,
  partnerRef: string,
  pair: { readonly probability: number; readonly decidedBy: string; readonly evidence: unknown },
) {
  return {
    agreement: state.agreement,
    partner: state.partner,
    person,
    partnerRef,
    probability: pair.probability,
    evidence: pair.evidence,
    decidedBy: pair.decidedBy,
    exchange: state.exchange,
  };
}
