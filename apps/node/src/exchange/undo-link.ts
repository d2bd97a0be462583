import { type ExchangeState, isMatcher, type PairEvidence } from "@accord/exchange";
import {
  judge,
  type Link,
  listExchanges,
  type RegistryContext,
  type Session,
  savePairResults,
  undoLink,
} from "@accord/registry";
import { evidenceDigest } from "./evidence-digest.ts";
import { pseudonymOf } from "./pseudonym-of.ts";

/**
 * Undoes a link: every value is as before it, and the pair is not linked again on the same evidence. Answers the
 * exchange whose next round tells the partner, where this node is the matching party; the other's undoing stands here
 * alone, and the partner's next exchange meets the judgement.
 */
export async function undoLinkWithPartner(
  session: Session,
  context: RegistryContext,
  undo: { readonly link: string; readonly by: string },
): Promise<{ readonly link: Link; readonly tell: string | undefined }> {
  const link = await undoLink(session, context, undo);
  const { agreement, partner, person, partnerRef, probability, evidence } = link;
  await judge(session, {
    pair: { kind: "partner", person, partner, agreement, partnerRef },
    verdict: "different",
    evidenceDigest: evidenceDigest(evidence as Partial<PairEvidence>),
    by: undo.by,
    at: context.now(),
  });
  const latest = (await listExchanges(session)).find((row) => row.agreementDigest === agreement);
  if (latest === undefined) return { link, tell: undefined };
  const state = latest.state as ExchangeState;
  const ownRef = await pseudonymOf(session, latest.id, person);
  if (ownRef === undefined) return { link, tell: undefined };
  const tells = isMatcher(state);
  await savePairResults(session, [
    {
      exchange: latest.id,
      ownRef,
      partnerRef,
      probability,
      decision: "unlinked",
      decidedBy: "adjudicator",
      round: tells ? state.round + 1 : state.round,
      evidence,
    },
  ]);
  return { link, tell: tells ? latest.id : undefined };
}
