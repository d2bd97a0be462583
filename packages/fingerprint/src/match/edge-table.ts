import { EDGE_BINS, EDGE_NEIGHBOURS, NEAR_BINS, nearBins } from "./edges.ts";
import { COMPARED_LIMIT, type PreparedTemplate } from "./prepared.ts";

const EDGE_LIMIT = COMPARED_LIMIT * EDGE_NEIGHBOURS;
const ENTRY_LIMIT = EDGE_LIMIT * NEAR_BINS;

/**
 * The probe's edges by bin, each in all bins that an equal edge of a reference may fall into, so that one look finds
 * it. What is compared stands beside each entry, in order, so that a look reads memory straight on.
 */
export class EdgeTable {
  /** Entries of bin b are those from start[b] to start[b + 1]. */
  readonly start = new Uint16Array(EDGE_BINS + 1);
  readonly edge = new Uint16Array(ENTRY_LIMIT);
  /** Length and both angles of each entry as {@link EdgeSet}, the ends in the order in which it is read. */
  readonly length = new Float32Array(ENTRY_LIMIT);
  readonly fromAngle = new Uint8Array(ENTRY_LIMIT);
  readonly toAngle = new Uint8Array(ENTRY_LIMIT);
  /** Direction of the line from the first end read to the second, 256 units counter-clockwise. */
  readonly direction = new Uint8Array(ENTRY_LIMIT);
  /** Middle of each edge of the probe, by edge; in double precision, as a sum of two coordinates is not single. */
  readonly middleX = new Float64Array(EDGE_LIMIT);
  readonly middleY = new Float64Array(EDGE_LIMIT);
  readonly #bins = new Uint16Array(NEAR_BINS);
  readonly #turned = new Uint8Array(NEAR_BINS);
  readonly #next = new Uint16Array(EDGE_BINS + 1);

  /** Fills the table by counting sort. Allocates nothing. */
  fill(probe: PreparedTemplate): void {
    const { start } = this;
    const { edges } = probe;
    const next = this.#next;
    start.fill(0);
    for (let edge = 0; edge < edges.count; edge++) {
      const found = nearBins(edges, edge, this.#bins, this.#turned);
      for (let index = 0; index < found; index++) {
        const slot = this.#bins[index]! + 1;
        start[slot] = start[slot]! + 1;
      }
    }
    for (let bin = 0; bin < EDGE_BINS; bin++) start[bin + 1] = start[bin + 1]! + start[bin]!;
    next.set(start);
    for (let edge = 0; edge < edges.count; edge++) {
      const from = edges.from[edge]!;
      const to = edges.to[edge]!;
      this.middleX[edge] = 0.5 * (probe.x[from]! + probe.x[to]!);
      this.middleY[edge] = 0.5 * (probe.y[from]! + probe.y[to]!);
      const found = nearBins(edges, edge, this.#bins, this.#turned);
      for (let index = 0; index < found; index++) {
        const bin = this.#bins[index]!;
        const turned = this.#turned[index]!;
        const slot = next[bin]!;
        next[bin] = slot + 1;
        this.edge[slot] = edge;
        this.direction[slot] = edges.direction[edge]! + turned * 128;
        this.length[slot] = edges.length[edge]!;
        this.fromAngle[slot] = turned ? edges.toAngle[edge]! : edges.fromAngle[edge]!;
        this.toAngle[slot] = turned ? edges.fromAngle[edge]! : edges.toAngle[edge]!;
      }
    }
  }
}
