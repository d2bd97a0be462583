import { COSINE, SINE } from "./direction.ts";
import type { EdgeTable } from "./edge-table.ts";
import type { PreparedTemplate } from "./prepared.ts";

/** How far equal edges may differ: pixels (and share of length), and 256 units of angle. */
const LENGTH_TOLERANCE = 5;
const LENGTH_TOLERANCE_SHARE = 0.06;
const ANGLE_TOLERANCE = 14;

/** Most equal edges that are looked at: unrelated impressions have about 100, the same one 1,000. */
export const EQUAL_EDGE_LIMIT = 2048;

/** Edges of a reference that the probe has too, and the motion that each such pair of edges proposes. */
export class EqualEdges {
  count = 0;
  /** Rotation in whole 256 units, and where the reference's centroid then lies in probe coordinates. */
  readonly rotation = new Uint8Array(EQUAL_EDGE_LIMIT);
  readonly shiftX = new Float32Array(EQUAL_EDGE_LIMIT);
  readonly shiftY = new Float32Array(EQUAL_EDGE_LIMIT);

  /** Finds them. Allocates nothing. */
  find(probe: PreparedTemplate, table: EdgeTable, reference: PreparedTemplate): void {
    const { start } = table;
    const { edges } = reference;
    this.count = 0;
    for (let edge = 0; edge < edges.count; edge++) {
      const bin = edges.bin[edge]!;
      const end = start[bin + 1]!;
      const length = edges.length[edge]!;
      const tolerance = LENGTH_TOLERANCE + LENGTH_TOLERANCE_SHARE * length;
      const fromAngle = edges.fromAngle[edge]! - ANGLE_TOLERANCE;
      const toAngle = edges.toAngle[edge]! - ANGLE_TOLERANCE;
      for (let slot = start[bin]!; slot < end; slot++) {
        if (((table.fromAngle[slot]! - fromAngle) & 255) > 2 * ANGLE_TOLERANCE) continue;
        if (((table.toAngle[slot]! - toAngle) & 255) > 2 * ANGLE_TOLERANCE) continue;
        if (Math.abs(table.length[slot]! - length) > tolerance) continue;
        if (this.count === EQUAL_EDGE_LIMIT) return;
        this.#add(probe, table.entry[slot]!, reference, edge);
      }
    }
  }

  #add(probe: PreparedTemplate, entry: number, reference: PreparedTemplate, edge: number): void {
    const ours = probe.edges;
    const theirs = reference.edges;
    const mine = entry >> 1;
    const turned = entry & 1;
    const rotation = (ours.direction[mine]! + turned * 128 - theirs.direction[edge]!) & 255;
    const cosine = COSINE[rotation]!;
    const sine = SINE[rotation]!;
    const from = theirs.from[edge]!;
    const to = theirs.to[edge]!;
    const middleX = 0.5 * (reference.x[from]! + reference.x[to]!);
    const middleY = 0.5 * (reference.y[from]! + reference.y[to]!);
    const mineFrom = ours.from[mine]!;
    const mineTo = ours.to[mine]!;
    const at = this.count++;
    this.rotation[at] = rotation;
    this.shiftX[at] = 0.5 * (probe.x[mineFrom]! + probe.x[mineTo]!) - (cosine * middleX - sine * middleY);
    this.shiftY[at] = 0.5 * (probe.y[mineFrom]! + probe.y[mineTo]!) - (sine * middleX + cosine * middleY);
  }
}
