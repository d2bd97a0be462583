import { implausibleOverlap } from "../circuit-breaker.ts";
import type { MatchFacts } from "../facts.ts";
import { isDelta, isMatcher } from "../state.ts";
import type { Turn } from "../turn.ts";
import { implausibleOfNew } from "./delta.ts";
import { startFlow } from "./outgoing.ts";

/** The supplying party sends the match tier; the matching party waits for it. */
export function enterMatch(turn: Turn): void {
  turn.enter("match");
  if (!isMatcher(turn.state)) startFlow(turn, "match");
}

export function onMatched(turn: Turn, match: MatchFacts): void {
  turn.worked("match");
  turn.update({ match });
  const implausible = isDelta(turn.state)
    ? implausibleOfNew(turn, match.linked)
    : implausibleOverlap(turn.context.agreement, {
        linked: match.linked,
        ownPersons: turn.state.snapshot?.persons ?? 0,
        partnerPersons: turn.state.partnerSnapshot?.persons ?? 0,
        waiting: match.waiting,
      });
  if (implausible && !turn.state.breakerOverridden) {
    turn.hold(implausible.code, implausible.reason, implausible.remedy);
    return;
  }
  acceptMatches(turn);
}

export function acceptMatches(turn: Turn): void {
  const { match } = turn.state;
  if (match === undefined) return;
  turn.record({ kind: "decision", what: "linkedAutomatically", count: match.linked });
  turn.record({ kind: "decision", what: "waitsForAdjudication", count: match.waiting });
  turn.store({ kind: "acceptMatches" });
}

/** The decisions are in the store: what was received to find them is purged, but for the pairs that wait. */
export function onMatchesAccepted(turn: Turn): void {
  turn.enter("adjudicate");
  turn.store({ kind: "purge" });
}

export function onPurged(turn: Turn, certificate: string): void {
  turn.send({ kind: "purged", certificate });
  startFlow(turn, "links");
}

export function onPurgedByPartner(turn: Turn, certificate: string): void {
  turn.update({ partnerCertificate: certificate });
  turn.store({ kind: "checkCertificate", certificate });
}

export function onCertificate(turn: Turn, valid: boolean): void {
  if (valid) return;
  turn.refuse(
    "exchange.certificate_invalid",
    "the partner's deletion certificate does not verify",
    "Ask the partner's data protection officer what became of the records that it received for matching.",
  );
}
