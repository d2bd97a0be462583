import { COSINE, directionOf, SINE } from "./direction.ts";
import type { PreparedTemplate } from "./prepared.ts";

/** A rigid motion that lays a reference on a probe: a rotation about the reference's centroid, then a shift. */
export class Motion {
  cosine = 1;
  sine = 0;
  /** The same rotation in units of 360/256 degrees counter-clockwise, 0 to 256. */
  rotation = 0;
  /** Where the reference's centroid lies, in probe coordinates (pixels at 500 dpi about the probe's centroid, y up). */
  shiftX = 0;
  shiftY = 0;

  /** @param rotation whole units, 0 to 255 */
  set(rotation: number, shiftX: number, shiftY: number): void {
    this.cosine = COSINE[rotation]!;
    this.sine = SINE[rotation]!;
    this.rotation = rotation;
    this.shiftX = shiftX;
    this.shiftY = shiftY;
  }

  /**
   * The motion with least squared residuals over pairs of minutiae (the planar case of orthogonal Procrustes, in closed
   * form without trigonometry).
   *
   * @param count number of pairs, at least 1
   * @param theirs index in the reference of each pair; `mine` the same in the probe
   */
  fit(
    probe: PreparedTemplate,
    reference: PreparedTemplate,
    count: number,
    theirs: Uint8Array,
    mine: Uint8Array,
  ): void {
    let meanPx = 0;
    let meanPy = 0;
    let meanRx = 0;
    let meanRy = 0;
    for (let pair = 0; pair < count; pair++) {
      meanPx += probe.x[mine[pair]!]!;
      meanPy += probe.y[mine[pair]!]!;
      meanRx += reference.x[theirs[pair]!]!;
      meanRy += reference.y[theirs[pair]!]!;
    }
    meanPx /= count;
    meanPy /= count;
    meanRx /= count;
    meanRy /= count;
    let along = 0;
    let across = 0;
    for (let pair = 0; pair < count; pair++) {
      const px = probe.x[mine[pair]!]! - meanPx;
      const py = probe.y[mine[pair]!]! - meanPy;
      const rx = reference.x[theirs[pair]!]! - meanRx;
      const ry = reference.y[theirs[pair]!]! - meanRy;
      along += rx * px + ry * py;
      across += rx * py - ry * px;
    }
    const size = Math.sqrt(along * along + across * across);
    if (size > 0) {
      this.cosine = along / size;
      this.sine = across / size;
      this.rotation = (directionOf(along, across) + 256) % 256;
    }
    this.shiftX = meanPx - (this.cosine * meanRx - this.sine * meanRy);
    this.shiftY = meanPy - (this.sine * meanRx + this.cosine * meanRy);
  }
}
