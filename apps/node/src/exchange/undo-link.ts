import { type ExchangeState, isMatcher, type PairEvidence } from "@accord/exchange";
import {
  judge,
  type Link,
  listExchanges,
  putLinkWords,
  type RegistryContext,
  type Session,
  savePairResults,
  undoLink,
} from "@accord/registry";
import { evidenceDigest } from "./evidence-digest.ts";
import { pseudonymOf } from "./pseudonym-of.ts";

/**
 * Undoes a link: every value is as before it, and the pair is not linked again on the same evidence. Answers the
 * exchange whose next round tells the partner, where this node is the matching party; the other's undoing is told by the
 * next exchange.
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
  const latest = await latestOf(session, agreement, person);
  if (latest === undefined) return { link, tell: undefined };
  const { state, ownRef } = latest;
  const tells = isMatcher(state);
  if (!tells) {
    const words = [{ person, partnerRef, verdict: "unlinked" as const, probability }];
    await putLinkWords(session, { partner, agreement, words, at: context.now() });
  }
  await savePairResults(session, [
    {
      exchange: state.exchange,
      ownRef,
      partnerRef,
      probability,
      decision: "unlinked",
      decidedBy: "adjudicator",
      round: tells ? state.round + 1 : state.round,
      evidence,
    },
  ]);
  return { link, tell: tells ? state.exchange : undefined };
}

/** The latest exchange under the agreement that the person is in. */
async function latestOf(
  session: Session,
  agreement: string,
  person: string,
): Promise<{ readonly state: ExchangeState; readonly ownRef: string } | undefined> {
  for (const row of await listExchanges(session)) {
    if (row.agreementDigest !== agreement) continue;
    const ownRef = await pseudonymOf(session, row.id, person);
    if (ownRef !== undefined) return { state: row.state as ExchangeState, ownRef };
  }
  return undefined;
}
