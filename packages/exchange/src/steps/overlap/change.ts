import type { OverlapState } from "../../overlap/state.ts";
import type { Turn } from "../../turn.ts";

export function updateOverlap(turn: Turn, change: Partial<OverlapState>): void {
  const { overlap } = turn.state;
  if (overlap !== undefined) turn.update({ overlap: { ...overlap, ...change } });
}

export function refuseMisplaced(turn: Turn): void {
  turn.refuse(
    "exchange.overlap_misplaced",
    "what came of the intersection is not expected now",
    "Bring both nodes to the same version, then begin a new exchange.",
  );
}
