import type {
  ConversationEvent,
  ConversationMachine,
  ConversationTransition,
} from "../conversation/conversation.ts";
import { ConversationTurn } from "../conversation/turn.ts";
import type { ReferralBody } from "./protocol.ts";
import { onAccept, onReferOffered, onRefuse, onTake, withdrawn } from "./receiver.ts";
import { onComplete, onDisclosed, onRefer, onWithdraw } from "./referrer.ts";
import {
  freshReferral,
  isReferrer,
  type ReferralAct,
  type ReferralResult,
  type ReferralState,
  type ReferralTask,
  type ReferralTurn,
} from "./state.ts";

/**
 * One person or household handed over for a service. `completed` stands over `withdrawn`, that over `accepted` and
 * `refused`, those over `offered`: whatever crosses on the way, both sides end at the same step.
 */
export const referralMachine: ConversationMachine<
  ReferralState,
  ReferralBody,
  ReferralAct,
  ReferralTask,
  ReferralResult
> = {
  kind: "referral",
  transition,
  agreementOf: (body) => (body.kind === "refer" ? body.agreement : undefined),
  fresh: freshReferral,
};

function transition(
  state: ReferralState,
  event: ConversationEvent<ReferralBody, ReferralAct, ReferralResult>,
  context: ConversationTurn<ReferralState, ReferralBody, ReferralTask>["context"],
): ConversationTransition<ReferralState, ReferralBody, ReferralTask> {
  const turn: ReferralTurn = new ConversationTurn(state, context);
  switch (event.kind) {
    case "act":
      onAct(turn, event.act);
      break;
    case "message":
      onMessage(turn, event.message.body, event.message.sentAt);
      break;
    case "result":
      onResult(turn, event.result);
      break;
    case "due":
      onDue(turn);
      break;
    case "undelivered":
      ended(turn, "rejected", turn.state.self, event.code);
      break;
  }
  return { state: turn.state, effects: turn.effects };
}

function onAct(turn: ReferralTurn, act: ReferralAct): void {
  switch (act.kind) {
    case "refer":
      return onRefer(turn, act);
    case "accept":
      return onAccept(turn, act.person);
    case "refuse":
      return onRefuse(turn, act.reason);
    case "complete":
      return onComplete(turn, act.outcome);
    case "withdraw":
      return onWithdraw(turn, act.reason);
  }
}

function onMessage(turn: ReferralTurn, body: ReferralBody, sentAt: string): void {
  const { state } = turn;
  switch (body.kind) {
    case "refer":
      if (state.step === "opening" && !isReferrer(state)) onReferOffered(turn, body, sentAt);
      return;
    case "taken":
      if (body.commitment === state.commitment) turn.update({ taken: true });
      return;
    case "reject":
      if (isReferrer(state) && state.step === "offered") ended(turn, "rejected", state.partner, body.code);
      return;
    case "accept":
      if (!isReferrer(state) || state.step !== "offered") return;
      turn.update({ completeBy: body.completeBy });
      turn.record({ kind: "turn", event: "accepted", persons: state.persons });
      return turn.enter("accepted", state.partner, {
        for: state.partner,
        reason: "the service is to be given",
        next: "ask the partner, or withdraw: accord referral withdraw",
        until: body.completeBy,
      });
    case "refuse":
      if (isReferrer(state) && state.step === "offered") ended(turn, "refused", state.partner, body.reason);
      return;
    case "complete":
      if (!isReferrer(state) || !["offered", "accepted", "withdrawn"].includes(state.step)) return;
      turn.update({ outcome: body.outcome });
      turn.record({ kind: "turn", event: "completed", code: body.outcome, persons: state.persons });
      return turn.enter("completed", state.partner);
    case "withdraw":
      if (!isReferrer(state)) withdrawn(turn, body.reason, state.partner);
      return;
  }
}

function onResult(turn: ReferralTurn, result: ReferralResult): void {
  switch (result.kind) {
    case "disclose":
      return onDisclosed(turn, result);
    case "take":
      return onTake(turn);
    case "destroy":
      if (result.persons > 0 && turn.state.commitment !== undefined) {
        const { commitment } = turn.state;
        turn.record({ kind: "destroyed", persons: result.persons, commitment });
      }
      return;
    case "keepOffer":
      return;
  }
}

/** The limit of what was waited for: an offer that nobody answered is withdrawn on both sides; a service is overdue. */
function onDue(turn: ReferralTurn): void {
  const { state, context } = turn;
  if (state.waits === undefined || state.waits.until > context.at) return;
  if (state.step !== "offered") return turn.update({ waits: { ...state.waits, overdue: true } });
  if (isReferrer(state)) onWithdraw(turn, "notAnswered");
  else withdrawn(turn, "notAnswered", state.self);
}

function ended(turn: ReferralTurn, step: "refused" | "rejected", by: string, reason: string): void {
  if (turn.state.step !== "offered") return;
  turn.update({ reason });
  turn.record({ kind: "turn", event: step, code: reason, persons: turn.state.persons });
  turn.enter(step, by);
}
