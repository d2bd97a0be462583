import { batchesOf } from "../../overlap/batches.ts";
import type { OverlapPart, OverlapRun } from "../../overlap/message.ts";
import type { OverlapState } from "../../overlap/state.ts";
import { isMatcher } from "../../state.ts";
import type { Turn } from "../../turn.ts";
import { refuseMisplaced, updateOverlap } from "./change.ts";

interface Place {
  readonly run: OverlapRun;
  readonly part: OverlapPart;
  readonly index: number;
}

/** Elements leave when both sides have committed: neither can choose its set by what it saw of the other's. */
export function sendSet(turn: Turn): void {
  const { overlap } = turn.state;
  if (overlap?.own !== undefined && overlap.partner !== undefined) start(turn, "set");
}

export function sendAnswer(turn: Turn): void {
  if (turn.state.overlap?.sending.answer === undefined) start(turn, "answer");
}

function start(turn: Turn, part: OverlapPart): void {
  setSending(turn, part, { sent: 0, acknowledged: 0 });
  readNext(turn, part);
}

/** Reads as many batches as the window has room for. */
function readNext(turn: Turn, part: OverlapPart): void {
  const { overlap } = turn.state;
  const sending = overlap?.sending[part];
  if (overlap === undefined || sending === undefined) return;
  const end = Math.min(batchCount(overlap, part), sending.acknowledged + turn.context.window);
  for (let index = sending.sent; index < end; index++) {
    turn.store({ kind: "readOverlap", run: overlap.run, part, index });
  }
  setSending(turn, part, { ...sending, sent: Math.max(sending.sent, end) });
}

export function sendOverlapBatch(
  turn: Turn,
  batch: Place & { readonly content: string; readonly refs: readonly string[] | undefined },
): void {
  const { run, part, index, content, refs } = batch;
  turn.send({
    kind: "overlapBatch",
    run,
    part,
    index,
    content,
    ...(refs === undefined ? {} : { refs: [...refs] }),
  });
}

/** The partner has a batch. Answers which part it has whole now, if any. */
export function onOverlapReceived(turn: Turn, { run, part, index }: Place): OverlapPart | undefined {
  const { overlap } = turn.state;
  const sending = overlap?.sending[part];
  if (
    overlap?.run !== run ||
    sending === undefined ||
    sending.acknowledged !== index ||
    index >= sending.sent
  ) {
    refuseMisplaced(turn);
    return undefined;
  }
  setSending(turn, part, { ...sending, acknowledged: index + 1 });
  if (index + 1 === batchCount(overlap, part)) return part;
  readNext(turn, part);
  return undefined;
}

/** Keeps a batch of the size that the opening makes it, and acknowledges it. Answers which part is here whole now, if any. */
export function onOverlapBatch(
  turn: Turn,
  batch: Place & { readonly content: string; readonly refs?: readonly string[] | undefined },
): OverlapPart | undefined {
  const { overlap } = turn.state;
  const { run, part, index, content, refs } = batch;
  if (overlap === undefined || overlap.run !== run || !isExpected(turn, overlap, batch)) {
    refuseMisplaced(turn);
    return undefined;
  }
  const opening = part === "set" ? overlap.partner : overlap.own;
  const batches = opening === undefined ? undefined : batchesOf(opening);
  const named = run === "link" && part === "set" && isMatcher(turn.state);
  if (
    batches === undefined ||
    index >= batches.count ||
    Buffer.from(content, "base64").length !== batches.bytesAt(part, index) ||
    (refs?.length ?? 0) !== (named ? batches.tuplesAt(index) : 0)
  ) {
    turn.refuse(
      "exchange.overlap_beyond_commitment",
      "a batch of the intersection has more or fewer elements than its sender committed to",
      "The partner must find out why its node sent this; nothing of the batch was kept.",
    );
    return undefined;
  }
  turn.store({ kind: "keepOverlap", run, part, index, content, refs });
  turn.send({ kind: "overlapReceived", run, part, index });
  updateOverlap(turn, { received: { ...overlap.received, [part]: index + 1 } });
  return index + 1 === batches.count ? part : undefined;
}

/** In order; an answer only to a set that left whole, and only from whom the run has one. */
function isExpected(turn: Turn, overlap: OverlapState, { part, index }: Place): boolean {
  if (overlap.received[part] !== index || overlap.own === undefined || overlap.partner === undefined)
    return false;
  if (part === "set") return true;
  const answered = overlap.run === "estimate" ? overlap.told?.kind !== "fewerThan" : isMatcher(turn.state);
  return answered && overlap.sending.set?.sent === batchesOf(overlap.own).count;
}

/** Batches of a part that this side sends: of its own set, or of the answer to the partner's. */
function batchCount(overlap: OverlapState, part: OverlapPart): number {
  const opening = part === "set" ? overlap.own : overlap.partner;
  return opening === undefined ? 0 : batchesOf(opening).count;
}

function setSending(turn: Turn, part: OverlapPart, sending: { sent: number; acknowledged: number }): void {
  updateOverlap(turn, { sending: { ...turn.state.overlap?.sending, [part]: sending } });
}
