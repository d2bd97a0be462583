import type { OverlapBody } from "../../overlap/message.ts";
import type { OverlapResult } from "../../overlap/tasks.ts";
import type { Turn } from "../../turn.ts";
import { countWhenReady, onAnswered, onCounted, onPartnerCounted, onReblinded } from "./count.ts";
import { onPassed, onTooSmall } from "./decide.ts";
import { onBlinded, onOpening } from "./open.ts";
import { onOverlapBatch, onOverlapReceived, sendOverlapBatch } from "./transfer.ts";

/** What the partner's node says of the private set intersection. */
export function onOverlapMessage(turn: Turn, body: OverlapBody): void {
  switch (body.kind) {
    case "overlapOpening":
      return onOpening(turn, body.run, body.opening);
    case "overlapBatch": {
      const whole = onOverlapBatch(turn, body);
      if (whole === "set") turn.work({ kind: "overlapReblind", run: body.run });
      else if (whole === "answer") countWhenReady(turn);
      return;
    }
    case "overlapReceived":
      if (onOverlapReceived(turn, body) === "answer") onAnswered(turn);
      return;
    case "overlapCounted":
      return onPartnerCounted(turn, body.run, body.digest);
    case "overlapTooSmall":
      return onTooSmall(turn, body.run);
    case "overlapPassed":
      return onPassed(turn, body.run);
  }
}

/** What came of the intersection's own work. */
export function onOverlapResult(turn: Turn, result: OverlapResult): void {
  switch (result.kind) {
    case "overlapBlind":
      return onBlinded(turn, result.run, result.opening);
    case "overlapReblind":
      return onReblinded(turn, result.run, result.fault);
    case "overlapCount":
      return onCounted(turn, result);
    case "readOverlap":
      return sendOverlapBatch(turn, result);
    case "keepOverlap":
    case "forgetOverlap":
      return;
  }
}
