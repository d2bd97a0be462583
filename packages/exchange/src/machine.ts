import type { Effect } from "./effects.ts";
import type { ExchangeEvent } from "./events.ts";
import type { FlowKind, Message } from "./protocol.ts";
import type { ExchangeState } from "./state.ts";
import { isDelta, isMatcher } from "./state.ts";
import { onAdjudicated } from "./steps/adjudicate.ts";
import { onDeltaLinksSent, onUnlinkedPinned } from "./steps/delta.ts";
import { onHello, onWelcome, propose } from "./steps/hello.ts";
import { onBatch } from "./steps/incoming.ts";
import {
  acceptMatches,
  onCertificate,
  onMatched,
  onMatchesAccepted,
  onPurged,
  onPurgedByPartner,
} from "./steps/match.ts";
import { onReceived, sendLeft, sendLinks, sendNext, sendRecords } from "./steps/outgoing.ts";
import { confirmOverlap } from "./steps/overlap/decide.ts";
import { onOverlapMessage, onOverlapResult } from "./steps/overlap/overlap.ts";
import {
  onCheckpoint,
  onCosignatureKept,
  onCosigned,
  onOutOfStep,
  onReceipt,
  onReport,
} from "./steps/receipt.ts";
import {
  enterReceiptWhenReconciled,
  enterReconcile,
  onApplied,
  startLeftWhenRosterIsRead,
  startRosterWhenLinkedIsRead,
} from "./steps/reconcile.ts";
import { onDeduplicated, onPartnerSnapshot, onPinned, tellSnapshot } from "./steps/snapshot.ts";
import type { TaskResult } from "./tasks.ts";
import { type Context, Turn } from "./turn.ts";

export interface Transition {
  readonly state: ExchangeState;
  readonly effects: readonly Effect[];
}

/**
 * The protocol: a pure function from state and event to the next state and the effects to carry out. It reads no
 * clock, draws no randomness and touches no store; `context` hands in the agreement and the time.
 */
export function transition(state: ExchangeState, event: ExchangeEvent, context: Context): Transition {
  const turn = new Turn(state, context);
  if (event.kind === "halt") {
    turn.halt(event.code, event.reason, event.remedy);
  } else if (!context.force.inForce) {
    if (event.kind === "message") turn.update({ nextReceived: state.nextReceived + 1 });
    turn.halt(
      context.force.code,
      context.force.reason,
      "Sign an amended agreement, then begin a new exchange.",
    );
  } else if (state.standing.kind === "halted") {
    if (event.kind === "message") turn.update({ nextReceived: state.nextReceived + 1 });
  } else {
    handle(turn, event);
  }
  return { state: turn.state, effects: turn.effects };
}

function handle(turn: Turn, event: Exclude<ExchangeEvent, { kind: "halt" }>): void {
  switch (event.kind) {
    case "propose":
      return propose(turn);
    case "message":
      turn.update({ nextReceived: turn.state.nextReceived + 1, partnerNotice: undefined });
      return onMessage(turn, event.message);
    case "result":
      return onResult(turn, event.result);
    case "adjudicated":
      return onAdjudicated(turn);
    case "override":
      return onOverride(turn, event);
  }
}

function onMessage(turn: Turn, { body, from }: Message): void {
  switch (body.kind) {
    case "hello":
      return onHello(turn, body);
    case "welcome":
      return onWelcome(turn, body);
    case "snapshot":
      return onPartnerSnapshot(turn, body);
    case "batch":
      return onBatch(turn, body);
    case "received":
      if (onReceived(turn, body) === "finished") onFlowSent(turn, body.flow);
      return;
    case "purged":
      return onPurgedByPartner(turn, body.certificate);
    case "receipt":
      return onReceipt(turn, body.checkpoint);
    case "outOfStep":
      return onOutOfStep(turn, body);
    case "report":
      return onReport(turn, body);
    case "withdrawn":
    case "probe": // answered where it arrives, without a turn of its own
      return;
    case "notice":
      return turn.update({ partnerNotice: { code: body.code, reason: body.reason } });
    case "overlapOpening":
    case "overlapBatch":
    case "overlapReceived":
    case "overlapCounted":
    case "overlapTooSmall":
    case "overlapPassed":
      return onOverlapMessage(turn, body);
    case "halt":
      return turn.halt(body.code, body.reason, "Ask the partner, then begin a new exchange.", from);
  }
}

function onFlowSent(turn: Turn, flow: FlowKind): void {
  if (flow === "links" && isDelta(turn.state)) onDeltaLinksSent(turn);
  else if (flow === "links") enterReconcile(turn);
  else if (flow !== "match") enterReceiptWhenReconciled(turn);
}

function onResult(turn: Turn, result: TaskResult): void {
  switch (result.kind) {
    case "deduplicate":
      return onDeduplicated(turn, result.duplicates);
    case "pin":
      return onPinned(turn, result.snapshot);
    case "discloseMatch":
      return sendRecords(turn, "match", result.records, result);
    case "disclosePersons":
      sendRecords(turn, result.tier, result.persons, result);
      if (result.tier === "linked") startRosterWhenLinkedIsRead(turn);
      else startLeftWhenRosterIsRead(turn);
      return;
    case "discloseLinks":
      return sendLinks(turn, result.links, result);
    case "match":
      return onMatched(turn, result.match);
    case "send":
      return sendNext(turn);
    case "acceptMatches":
      return onMatchesAccepted(turn);
    case "purge":
      return onPurged(turn, result.certificate);
    case "applyPersons":
      return onApplied(turn, result.applied, result.newlyKnown);
    case "checkCertificate":
      return onCertificate(turn, result.valid);
    case "checkpoint":
      return onCheckpoint(turn, result.checkpoint);
    case "cosign":
      return onCosigned(turn, result);
    case "keepCosignature":
      return onCosignatureKept(turn, result.size);
    case "pinUnlinked":
      return onUnlinkedPinned(turn, result.candidate);
    case "discloseLeft":
      return sendLeft(turn, result.refs, result);
    case "overlapBlind":
    case "overlapReblind":
    case "overlapCount":
    case "readOverlap":
    case "keepOverlap":
    case "forgetOverlap":
      return onOverlapResult(turn, result);
    case "stage":
    case "applyLeft":
    case "keepBase":
    case "applyLinks":
      return;
  }
}

function onOverride(turn: Turn, { by, reason }: { by: string; reason: string }): void {
  if (turn.state.standing.kind !== "held") return;
  if (turn.state.step === "overlap") {
    turn.update({ standing: { kind: "running" } });
    return confirmOverlap(turn, { by, reason });
  }
  turn.update({ standing: { kind: "running" }, breakerOverridden: { by, reason } });
  turn.record({ kind: "decision", what: "circuitBreakerOverridden", count: 1 });
  if (turn.state.step === "snapshot") tellSnapshot(turn);
  else if (isMatcher(turn.state) || turn.state.comparing === "supplier") acceptMatches(turn);
}
