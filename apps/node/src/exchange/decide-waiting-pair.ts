import { type ExchangeState, isMatcher } from "@accord/exchange";
import {
  type OpenAdjudication,
  type Pair,
  putLinkWords,
  type RegistryContext,
  recordLinks,
  type Session,
  savePairResults,
  type Verdict,
} from "@accord/registry";
import { linkOf } from "./decide-links.ts";
import { pseudonymOf } from "./pseudonym-of.ts";

/** Turns an adjudicator's verdict on a pair with a partner's person into a decision of the exchange's next round. */
export async function decideWaitingPair(
  session: Session,
  context: RegistryContext,
  state: ExchangeState,
  pair: Extract<Pair, { kind: "partner" }>,
  verdict: Verdict,
  open: OpenAdjudication,
): Promise<void> {
  const ownRef = await pseudonymOf(session, state.exchange, pair.person);
  if (ownRef === undefined || verdict === "cannotTell") return;
  const { probability, evidence } = open;
  await savePairResults(session, [
    {
      exchange: state.exchange,
      ownRef,
      partnerRef: pair.partnerRef,
      probability,
      decision: verdict === "same" ? "linked" : "unlinked",
      decidedBy: "adjudicator",
      round: state.round + 1,
      evidence,
    },
  ]);
  if (!isMatcher(state)) {
    const words = [
      {
        person: pair.person,
        partnerRef: pair.partnerRef,
        verdict: verdict === "same" ? ("linked" as const) : ("unlinked" as const),
        probability,
      },
    ];
    await putLinkWords(session, { ...state, words, at: context.now() });
  }
  if (verdict === "same") {
    await recordLinks(session, context, [
      linkOf(state, pair.person, pair.partnerRef, { probability, evidence, decidedBy: "adjudicator" }),
    ]);
  }
}
