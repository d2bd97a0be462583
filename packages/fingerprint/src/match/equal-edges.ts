import { COSINE, SINE } from "./direction.ts";
import type { EdgeTable } from "./edge-table.ts";
import { ANGLE_TOLERANCE, EQUAL_EDGE_LIMIT, LENGTH_TOLERANCE, LENGTH_TOLERANCE_SHARE } from "./measures.ts";
import type { PreparedTemplate } from "./prepared.ts";

/** Edges of a reference that the probe has too, and the motion that each such pair of edges proposes. */
export class EqualEdges {
  count = 0;
  /** Rotation in whole 256 units, and where the reference's centroid then lies in probe coordinates. */
  readonly rotation = new Uint8Array(EQUAL_EDGE_LIMIT);
  readonly shiftX = new Float32Array(EQUAL_EDGE_LIMIT);
  readonly shiftY = new Float32Array(EQUAL_EDGE_LIMIT);

  /** Finds them. Allocates nothing. */
  find(table: EdgeTable, reference: PreparedTemplate): void {
    const { start, length: lengths, fromAngle: fromAngles, toAngle: toAngles } = table;
    const { edges, x, y } = reference;
    const { bin: bins, length: edgeLengths, from, to } = edges;
    this.count = 0;
    for (let edge = 0; edge < edges.count; edge++) {
      const bin = bins[edge]!;
      let slot = start[bin]!;
      const end = start[bin + 1]!;
      if (slot === end) continue;
      const length = edgeLengths[edge]!;
      const tolerance = LENGTH_TOLERANCE + LENGTH_TOLERANCE_SHARE * length;
      const fromAngle = edges.fromAngle[edge]! - ANGLE_TOLERANCE;
      const toAngle = edges.toAngle[edge]! - ANGLE_TOLERANCE;
      const middleX = 0.5 * (x[from[edge]!]! + x[to[edge]!]!);
      const middleY = 0.5 * (y[from[edge]!]! + y[to[edge]!]!);
      const direction = edges.direction[edge]!;
      for (; slot < end; slot++) {
        if (((fromAngles[slot]! - fromAngle) & 255) > 2 * ANGLE_TOLERANCE) continue;
        if (((toAngles[slot]! - toAngle) & 255) > 2 * ANGLE_TOLERANCE) continue;
        if (Math.abs(lengths[slot]! - length) > tolerance) continue;
        if (this.count === EQUAL_EDGE_LIMIT) return;
        this.#add(table, slot, (table.direction[slot]! - direction) & 255, middleX, middleY);
      }
    }
  }

  #add(table: EdgeTable, slot: number, rotation: number, middleX: number, middleY: number): void {
    const cosine = COSINE[rotation]!;
    const sine = SINE[rotation]!;
    const mine = table.edge[slot]!;
    const at = this.count++;
    this.rotation[at] = rotation;
    this.shiftX[at] = table.middleX[mine]! - (cosine * middleX - sine * middleY);
    this.shiftY[at] = table.middleY[mine]! - (sine * middleX + cosine * middleY);
  }
}
