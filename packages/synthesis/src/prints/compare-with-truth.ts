import type { Template } from "@accord/fingerprint";
import type { TrueMinutia } from "./impress.ts";

/** How far an extracted minutia may lie from a true one and still be it. */
export interface TruthTolerance {
  /** Pixels at 500 dpi; 10 where left out: about one ridge period, as by convention 8 to 12. */
  readonly pixels?: number;
  /** Degrees; 25 where left out, by convention 20 to 30. */
  readonly degrees?: number;
}

/** What an extractor made of an impression whose minutiae are known. */
export interface TruthComparison {
  /** Visible true minutiae. */
  readonly visible: number;
  readonly extracted: number;
  /** Visible true minutiae that were found, and those that were not. */
  readonly found: number;
  readonly missed: number;
  /** Extracted minutiae that are no minutia of the finger, visible or at the rim. */
  readonly spurious: number;
  /** Of the found, those whose kind is told wrongly (as hard pressure itself turns endings into bifurcations). */
  readonly wrongKind: number;
  /** Distance of each found one from its true place, in pixels at 500 dpi, and its direction's error in degrees. */
  readonly offsets: Float64Array;
  readonly turns: Float64Array;
}

/**
 * Assigns extracted minutiae to true ones, the closest first, each at most once, within the tolerance of place and
 * direction. An extracted minutia that is a true one at the rim of the contact, too near to it to be demanded, is
 * neither found nor spurious.
 *
 * @param extracted template of the same image, with the image's resolution
 * @param truth all minutiae of the impression, as `impress` gives them
 */
export function compareWithTruth(
  extracted: Template,
  truth: readonly TrueMinutia[],
  tolerance: TruthTolerance = {},
): TruthComparison {
  const scale = 500 / (extracted.resolution * 2.54);
  const degrees = tolerance.degrees ?? 25;
  const pairs = closePairs(extracted, truth, scale, tolerance.pixels ?? 10, degrees);
  const usedTruth = new Set<number>();
  const usedExtracted = new Set<number>();
  const offsets: number[] = [];
  const turns: number[] = [];
  let wrongKind = 0;
  for (const pair of pairs) {
    if (usedTruth.has(pair.truth) || usedExtracted.has(pair.extracted)) continue;
    usedTruth.add(pair.truth);
    usedExtracted.add(pair.extracted);
    const minutia = truth[pair.truth]!;
    if (!minutia.visible) continue;
    offsets.push(pair.offset);
    turns.push(pair.turn);
    if (extracted.kind[pair.extracted] !== minutia.kind) wrongKind++;
  }
  const visible = truth.filter((minutia) => minutia.visible).length;
  return {
    visible,
    extracted: extracted.count,
    found: offsets.length,
    missed: visible - offsets.length,
    spurious: extracted.count - usedExtracted.size,
    wrongKind,
    offsets: Float64Array.from(offsets),
    turns: Float64Array.from(turns),
  };
}

interface ClosePair {
  readonly truth: number;
  readonly extracted: number;
  readonly offset: number;
  readonly turn: number;
}

function closePairs(
  extracted: Template,
  truth: readonly TrueMinutia[],
  scale: number,
  pixels: number,
  degrees: number,
): ClosePair[] {
  const pairs: ClosePair[] = [];
  for (const [index, minutia] of truth.entries()) {
    for (let other = 0; other < extracted.count; other++) {
      const offset = scale * Math.hypot(minutia.x - extracted.x[other]!, minutia.y - extracted.y[other]!);
      if (offset > pixels) continue;
      const turn = turnDegrees(minutia.direction, (extracted.angle[other]! * Math.PI) / 128);
      if (turn <= degrees) pairs.push({ truth: index, extracted: other, offset, turn });
    }
  }
  return pairs.sort((one, other) => one.offset - other.offset);
}

function turnDegrees(one: number, other: number): number {
  const turn = one - other;
  return Math.abs(Math.atan2(Math.sin(turn), Math.cos(turn))) * (180 / Math.PI);
}
