import { addApplied } from "../account.ts";
import type { AppliedAccount, ChangeCounts } from "../protocol.ts";
import { isDelta } from "../state.ts";
import type { Turn } from "../turn.ts";
import { startFlow } from "./outgoing.ts";

/** Both sides send what the clauses grant for linked persons, then what they grant for every person in scope. */
export function enterReconcile(turn: Turn): void {
  turn.enter("reconcile");
  startFlow(turn, "linked");
}

/** The roster follows at once: the partner need not have acknowledged what was sent of linked persons. */
export function startRosterWhenLinkedIsRead(turn: Turn): void {
  if (turn.state.outgoing.linked?.ended === true) startFlow(turn, "roster");
}

/** In a delta, who left the scope follows the roster. */
export function startLeftWhenRosterIsRead(turn: Turn): void {
  if (turn.state.outgoing.roster?.ended === true && leaves(turn.state.snapshot) && isDelta(turn.state)) {
    startFlow(turn, "left");
  }
}

const leaves = (snapshot: { readonly changes?: ChangeCounts | undefined } | undefined): boolean =>
  (snapshot?.changes?.left ?? 0) > 0;

export function onApplied(turn: Turn, applied: AppliedAccount, newlyKnown: number): void {
  turn.update({
    applied: addApplied(turn.state.applied, applied),
    newlyKnown: turn.state.newlyKnown + newlyKnown,
  });
}

export function enterReceiptWhenReconciled(turn: Turn): void {
  const { outgoing, incoming, step, snapshot, partnerSnapshot } = turn.state;
  const flows = [outgoing.linked, outgoing.roster, incoming.linked, incoming.roster];
  if (isDelta(turn.state) && leaves(snapshot)) flows.push(outgoing.left);
  if (isDelta(turn.state) && leaves(partnerSnapshot)) flows.push(incoming.left);
  if (step !== "reconcile" || !flows.every((flow) => flow?.finished === true)) return;
  turn.enter("receipt");
  turn.store({ kind: "checkpoint", round: turn.state.round, since: turn.state.cosignedSize });
}
