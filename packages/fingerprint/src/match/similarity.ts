import type { Alignment } from "./alignment.ts";
import { ALONE, type Pairing } from "./pairing.ts";
import type { PreparedTemplate } from "./prepared.ts";

/** Spread of residuals of true pairs (pixels at 500 dpi; 256 units of angle), and the angle range within which unrelated minutiae of aligned ridge flow already agree. */
const POSITION_SPREAD = 6;
const ANGLE_SPREAD = 7;
const ANGLE_GAIN = 1.6;
/** Evidence in nats of an equal kind, an unequal one, of a minutia without partner where both impressions show skin, and of an equal edge between paired minutiae. */
const KIND_EQUAL = 0.2;
const KIND_UNEQUAL = -0.4;
const UNPAIRED = -0.5;
const EDGE_SUPPORT = 0.4;
/** Fingers are laid on a sensor roughly upright: spread of the difference in rotation (256 units; 32 is 45 degrees), and the most a turned finger loses in nats. */
const ROTATION_SPREAD = 28;
const ROTATION_MOST = 3;
/** Within this distance of a hull, a minutia counts as inside the other impression. */
const HULL_MARGIN = 6;

/**
 * Similarity of two impressions under a pairing: a log likelihood ratio built from the parts a fingerprint examiner
 * weighs. A pair counts by how unlikely it is that an unrelated minutia lies so near (the denser the impression, the
 * less), a minutia without a partner inside the common area counts against, and equal edges among paired minutiae
 * count for, because chance pairs seldom keep their local geometry.
 */
export function similarityOf(
  probe: PreparedTemplate,
  reference: PreparedTemplate,
  alignment: Alignment,
  pairing: Pairing,
  weights: Float32Array,
): number {
  if (pairing.count < 3) return 0;
  const alone = countUnpaired(probe, reference, pairing);
  const density = Math.max(densityOf(probe), densityOf(reference));
  const nearness = Math.log(1 / (2 * Math.PI * POSITION_SPREAD * POSITION_SPREAD * density));
  let sum = 0;
  for (let theirs = 0; theirs < reference.count; theirs++) {
    const mine = pairing.ofReference[theirs]!;
    if (mine === ALONE) continue;
    const turn = pairing.angleDifference[theirs]! / ANGLE_SPREAD;
    let weight =
      nearness -
      pairing.distanceSquared[theirs]! / (2 * POSITION_SPREAD * POSITION_SPREAD) +
      ANGLE_GAIN -
      0.5 * turn * turn;
    const kinds = probe.kind[mine]! * reference.kind[theirs]!;
    if (kinds !== 0) weight += probe.kind[mine] === reference.kind[theirs] ? KIND_EQUAL : KIND_UNEQUAL;
    if (weight < UNPAIRED) weight = UNPAIRED;
    weights[theirs] = weight;
    sum += weight;
  }
  const turn = Math.abs(((Math.round(pairing.rotation) + 128) & 255) - 128) / ROTATION_SPREAD;
  const implausible = Math.min(ROTATION_MOST, 0.5 * turn * turn);
  const similarity = sum - implausible + UNPAIRED * alone + EDGE_SUPPORT * countSupport(alignment, pairing);
  return Math.max(similarity, 0);
}

function densityOf(impression: PreparedTemplate): number {
  return impression.count / Math.max(10000, impression.hull.area);
}

function countUnpaired(probe: PreparedTemplate, reference: PreparedTemplate, pairing: Pairing): number {
  let alone = 0;
  for (let theirs = 0; theirs < reference.count; theirs++) {
    if (pairing.ofReference[theirs] !== ALONE) continue;
    if (probe.hull.covers(pairing.x[theirs]!, pairing.y[theirs]!, HULL_MARGIN)) alone++;
  }
  const radians = (pairing.rotation * Math.PI) / 128;
  const cosine = Math.cos(radians);
  const sine = Math.sin(radians);
  for (let mine = 0; mine < probe.count; mine++) {
    if (pairing.ofProbe[mine] !== ALONE) continue;
    const x = probe.x[mine]! - pairing.shiftX;
    const y = probe.y[mine]! - pairing.shiftY;
    if (reference.hull.covers(cosine * x + sine * y, cosine * y - sine * x, HULL_MARGIN)) alone++;
  }
  return alone;
}

/** Equal edges whose two ends are paired with each other. */
function countSupport(alignment: Alignment, pairing: Pairing): number {
  let support = 0;
  for (let hit = 0; hit < alignment.hits; hit++) {
    if (
      pairing.ofReference[alignment.hitReferenceFrom[hit]!] === alignment.hitProbeFrom[hit] &&
      pairing.ofReference[alignment.hitReferenceTo[hit]!] === alignment.hitProbeTo[hit]
    ) {
      support++;
    }
  }
  return support;
}
