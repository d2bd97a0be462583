import type { MinutiaPair } from "../match/verification.ts";
import type { Template } from "../template.ts";

/** Where a point of the reference's picture lies on the probe's: x' = a·x - b·y + left, y' = b·x + a·y + top. */
export interface Motion {
  readonly a: number;
  readonly b: number;
  readonly left: number;
  readonly top: number;
}

/**
 * The turn and shift that lay the matched minutiae on each other with least squares, at the pictures' resolutions. Undefined
 * for fewer than two pairs, or pairs all in one place.
 */
export function motionOf(
  probe: Template,
  reference: Template,
  pairs: readonly MinutiaPair[],
): Motion | undefined {
  if (pairs.length < 2) return undefined;
  const scale = probe.resolution / reference.resolution;
  const mean = (value: (pair: MinutiaPair) => number) =>
    pairs.reduce((sum, pair) => sum + value(pair), 0) / pairs.length;
  const [probeX, probeY] = [mean((pair) => probe.x[pair.probe]!), mean((pair) => probe.y[pair.probe]!)];
  const [referenceX, referenceY] = [
    mean((pair) => reference.x[pair.reference]!),
    mean((pair) => reference.y[pair.reference]!),
  ];
  let along = 0;
  let across = 0;
  for (const pair of pairs) {
    const [px, py] = [probe.x[pair.probe]! - probeX, probe.y[pair.probe]! - probeY];
    const [rx, ry] = [reference.x[pair.reference]! - referenceX, reference.y[pair.reference]! - referenceY];
    along += rx * px + ry * py;
    across += rx * py - ry * px;
  }
  const length = Math.sqrt(along * along + across * across);
  if (length === 0) return undefined;
  const [a, b] = [(scale * along) / length, (scale * across) / length];
  return {
    a,
    b,
    left: probeX - a * referenceX + b * referenceY,
    top: probeY - b * referenceX - a * referenceY,
  };
}

/** How far the motion turns, counter-clockwise as seen, in degrees from -180 to 180. */
export function turnDegrees({ a, b }: Motion): number {
  return (Math.atan2(-b, a) * 180) / Math.PI;
}
