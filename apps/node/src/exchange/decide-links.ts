import {
  type ExchangeState,
  type HeldAgreement,
  LIMITS,
  type LinkDecision,
  type PairEvidence,
} from "@accord/exchange";
import {
  findLinks,
  type PairResult,
  type Proposal,
  pairResultsPage,
  personsOfRefs,
  proposePairs,
  type RegistryContext,
  recordLinks,
  type Session,
  savePairResults,
  undoLink,
} from "@accord/registry";
import { evidenceDigest } from "./evidence-digest.ts";

/**
 * The matching party's side: what the evidence decides becomes links, what it does not decide waits for a human. A
 * pair that somebody judged on the same evidence before is not asked again: the judgement stands.
 */
export async function acceptMatches(
  session: Session,
  context: RegistryContext,
  state: ExchangeState,
  _held: HeldAgreement,
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
  const proposals = page.flatMap((pair): { pair: PairResult; proposal: Proposal }[] => {
    const person = persons.get(pair.ownRef);
    if (person === undefined || pair.decision !== "waiting") return [];
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
  await savePairResults(session, [...judged.values()]);
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

/** The supplying party's side: keeps the decisions that came, as links on its own persons. */
export async function applyLinks(
  session: Session,
  context: RegistryContext,
  state: ExchangeState,
  _held: HeldAgreement,
  links: readonly LinkDecision[],
  round: number,
): Promise<void> {
  const persons = await personsOfRefs(session, {
    exchange: state.exchange,
    refs: links.map((link) => link.supplierRef),
  });
  const known = links.filter((link) => persons.has(link.supplierRef));
  await savePairResults(
    session,
    known.map((link) => ({
      exchange: state.exchange,
      ownRef: link.supplierRef,
      partnerRef: link.matcherRef,
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
    known
      .filter((link) => link.verdict === "linked")
      .map((link) =>
        linkOf(state, persons.get(link.supplierRef) ?? "", link.matcherRef, { ...link, evidence: {} }),
      ),
  );
  for (const link of known.filter((each) => each.verdict === "unlinked")) {
    const standing = await findLinks(session, {
      agreement: state.agreement,
      person: persons.get(link.supplierRef) ?? "",
    });
    for (const { id, partnerRef } of standing) {
      if (partnerRef === link.matcherRef) await undoLink(session, context, { link: id, by: state.partner });
    }
  }
}

function linkOf(
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
