import { EDGE_BINS, EDGE_NEIGHBOURS, NEAR_BINS, nearBins } from "./edges.ts";
import { COMPARED_LIMIT, type PreparedTemplate } from "./prepared.ts";

const ENTRY_LIMIT = COMPARED_LIMIT * EDGE_NEIGHBOURS * NEAR_BINS;

/** The probe's edges by bin, each in all bins that an equal edge of a reference may fall into, so that one look finds it. */
export class EdgeTable {
  /** Entries of bin b are those from start[b] to start[b + 1]. */
  readonly start = new Uint16Array(EDGE_BINS + 1);
  /** Edge index times two, plus one where the edge is read from its other end. */
  readonly entry = new Uint16Array(ENTRY_LIMIT);
  readonly #bins = new Uint16Array(NEAR_BINS);
  readonly #turned = new Uint8Array(NEAR_BINS);
  readonly #next = new Uint16Array(EDGE_BINS + 1);

  /** Fills the table by counting sort. Allocates nothing. */
  fill(probe: PreparedTemplate): void {
    const { start, entry } = this;
    const next = this.#next;
    start.fill(0);
    for (let edge = 0; edge < probe.edges.count; edge++) {
      const found = nearBins(probe.edges, edge, this.#bins, this.#turned);
      for (let index = 0; index < found; index++) {
        const slot = this.#bins[index]! + 1;
        start[slot] = start[slot]! + 1;
      }
    }
    for (let bin = 0; bin < EDGE_BINS; bin++) start[bin + 1] = start[bin + 1]! + start[bin]!;
    next.set(start);
    for (let edge = 0; edge < probe.edges.count; edge++) {
      const found = nearBins(probe.edges, edge, this.#bins, this.#turned);
      for (let index = 0; index < found; index++) {
        const bin = this.#bins[index]!;
        const slot = next[bin]!;
        next[bin] = slot + 1;
        entry[slot] = edge * 2 + this.#turned[index]!;
      }
    }
  }
}
