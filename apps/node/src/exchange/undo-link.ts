import { type ExchangeState, isMatcher, isOver, type PairEvidence } from "@accord/exchange";
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
 * Undoes a link: every value is as before it, and the pair is not linked again on the same evidence; no exchange that
 * still runs discloses the person for it. Answers the exchanges whose next round tells the partner, where this node is
 * the matching party; the other's undoing is told by the next exchange.
 */
export async function undoLinkWithPartner(
  session: Session,
  context: RegistryContext,
  undo: { readonly link: string; readonly by: string },
): Promise<{ readonly link: Link; readonly tell: readonly string[] }> {
  const link = await undoLink(session, context, undo);
  const { agreement, partner, person, partnerRef, probability, evidence } = link;
  await judge(session, {
    pair: { kind: "partner", person, partner, agreement, partnerRef },
    verdict: "different",
    evidenceDigest: evidenceDigest(evidence as Partial<PairEvidence>),
    by: undo.by,
    at: context.now(),
  });
  const tell: string[] = [];
  const inOrder = await exchangesOf(session, agreement, person);
  for (const [index, { state, ownRef }] of inOrder.entries()) {
    if (index > 0 && !holdsLinks(state)) continue;
    const tells = isMatcher(state);
    if (index === 0 && !tells) {
      const words = [{ person, partnerRef, verdict: "unlinked" as const, probability }];
      await putLinkWords(session, { partner, agreement, words, at: context.now() });
    }
    const round = tells ? state.round + 1 : state.round;
    const pair = { exchange: state.exchange, ownRef, partnerRef, probability, evidence, round };
    await savePairResults(session, [{ ...pair, decision: "unlinked", decidedBy: "adjudicator" }]);
    if (tells) tell.push(state.exchange);
  }
  return { link, tell };
}

/** The exchanges under the agreement that the person is in, the latest first. */
async function exchangesOf(
  session: Session,
  agreement: string,
  person: string,
): Promise<readonly { readonly state: ExchangeState; readonly ownRef: string }[]> {
  const found: { state: ExchangeState; ownRef: string }[] = [];
  for (const row of await listExchanges(session)) {
    if (row.agreementDigest !== agreement) continue;
    const ownRef = await pseudonymOf(session, row.id, person);
    if (ownRef !== undefined) found.push({ state: row.state as ExchangeState, ownRef });
  }
  return found;
}

/** An exchange that runs and has its links: before that it will meet the judgement, afterwards the latest one tells. */
const holdsLinks = (state: ExchangeState): boolean =>
  !isOver(state) && !["hello", "snapshot", "overlap", "match"].includes(state.step);
