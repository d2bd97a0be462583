import { isMatcher } from "../state.ts";
import type { Turn } from "../turn.ts";
import { startFlow } from "./outgoing.ts";

/** Decisions that people made on waiting pairs travel in a round of their own, at once or after the present one. */
export function onAdjudicated(turn: Turn): void {
  if (!isMatcher(turn.state)) return;
  if (turn.state.step !== "done") {
    turn.update({ decisionsWaiting: true });
    return;
  }
  turn.startRound(turn.state.round + 1);
  startFlow(turn, "links");
}
