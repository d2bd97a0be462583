import {
  BIN_BOUNDS,
  COMPARE_BYTES,
  ENTRY_DIRECTION,
  ENTRY_EDGE,
  ENTRY_FROM_ANGLE,
  ENTRY_LENGTH,
  ENTRY_TO_ANGLE,
  MIDDLE_X,
  MIDDLE_Y,
} from "../kernel/compare-layout.ts";
import { EDGE_BINS, NEAR_BINS, nearBins } from "./edges.ts";
import { COMPARED_LIMIT, EDGE_NEIGHBOURS } from "./measures.ts";
import type { PreparedTemplate } from "./prepared.ts";

const EDGE_LIMIT = COMPARED_LIMIT * EDGE_NEIGHBOURS;
const ENTRY_LIMIT = EDGE_LIMIT * NEAR_BINS;

/**
 * The probe's edges by bin, each in all bins that an equal edge of a reference may fall into, so that one look finds
 * it. What is compared stands beside each entry, in order, so that a look reads memory straight on.
 */
export class EdgeTable {
  /** Entries of bin b are those from start[b] to start[b + 1]. */
  readonly start: Uint16Array;
  readonly edge: Uint16Array;
  /** Length and both angles of each entry as {@link EdgeSet}, the ends in the order in which it is read. */
  readonly length: Float32Array;
  readonly fromAngle: Uint8Array;
  readonly toAngle: Uint8Array;
  /** Direction of the line from the first end read to the second, 256 units counter-clockwise. */
  readonly direction: Uint8Array;
  /** Middle of each edge of the probe, by edge; in double precision, as a sum of two coordinates is not single. */
  readonly middleX: Float64Array;
  readonly middleY: Float64Array;
  readonly #bins = new Uint16Array(NEAR_BINS);
  readonly #turned = new Uint8Array(NEAR_BINS);
  readonly #next = new Uint16Array(EDGE_BINS + 1);

  /** In the memory of a comparison. */
  constructor(memory: ArrayBuffer = new ArrayBuffer(COMPARE_BYTES)) {
    this.start = new Uint16Array(memory, BIN_BOUNDS, EDGE_BINS + 1);
    this.edge = new Uint16Array(memory, ENTRY_EDGE, ENTRY_LIMIT);
    this.length = new Float32Array(memory, ENTRY_LENGTH, ENTRY_LIMIT);
    this.fromAngle = new Uint8Array(memory, ENTRY_FROM_ANGLE, ENTRY_LIMIT);
    this.toAngle = new Uint8Array(memory, ENTRY_TO_ANGLE, ENTRY_LIMIT);
    this.direction = new Uint8Array(memory, ENTRY_DIRECTION, ENTRY_LIMIT);
    this.middleX = new Float64Array(memory, MIDDLE_X, EDGE_LIMIT);
    this.middleY = new Float64Array(memory, MIDDLE_Y, EDGE_LIMIT);
  }

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
