import { STAGED_EDGE_COUNT, STAGED_EDGE_END, STAGED_X, STAGED_Y } from "../kernel/compare-layout.ts";
import { COMPARED_LIMIT, EDGE_NEIGHBOURS } from "./measures.ts";

/**
 * A gallery's finger as the gallery keeps it, on the way to being compared: positions, and edges by their ends. Laid out
 * from here by a kernel in a fifth of the time.
 */
export class StagedFinger {
  readonly x: Uint16Array;
  readonly y: Uint16Array;
  readonly edgeCount: Uint8Array;
  readonly edgeEnd: Uint8Array;

  constructor(memory: ArrayBuffer) {
    this.x = new Uint16Array(memory, STAGED_X, COMPARED_LIMIT);
    this.y = new Uint16Array(memory, STAGED_Y, COMPARED_LIMIT);
    this.edgeCount = new Uint8Array(memory, STAGED_EDGE_COUNT, COMPARED_LIMIT);
    this.edgeEnd = new Uint8Array(memory, STAGED_EDGE_END, COMPARED_LIMIT * EDGE_NEIGHBOURS);
  }
}
