import { fuseScores } from "../calibration/fusion.ts";
import { type ComparedFinger, matchWeight } from "../calibration/match-weight.ts";
import type { PreparedTemplate } from "./prepared.ts";

export interface FingerScore {
  readonly position: number;
  readonly score: number;
}

/** What the fingers of two people say together. */
export interface FingersComparison {
  /** Calibrated score over all fingers compared (Fisher's method), -10·log10 of the false match rate of one comparison of two people. */
  readonly score: number;
  /** log2 likelihood ratio of the same fingers, in bits. */
  readonly weight: number;
  /** Best score of each finger position compared. */
  readonly fingers: readonly FingerScore[];
}

interface Compared {
  position: number;
  score: number;
  quality: number;
  comparisons: number;
}

/**
 * Gathers the comparisons of two people's impressions. Impressions of one position count as one finger; each impression
 * of unknown position as a finger of its own.
 */
export class ComparedFingers {
  /** By position, or by the probe's impression where that is unknown. */
  readonly #fingers = new Map<number, Compared>();

  /** @param index of the probe's impression among the person's; @param score calibrated, of this comparison alone. */
  add(probe: PreparedTemplate, index: number, reference: PreparedTemplate, score: number): void {
    const key = probe.position === 0 ? -1 - index : probe.position;
    const lower = Math.min(probe.quality, reference.quality);
    const position = probe.position === 0 ? reference.position : probe.position;
    const before = this.#fingers.get(key);
    if (before === undefined) {
      this.#fingers.set(key, { position, score, quality: lower, comparisons: 1 });
      return;
    }
    before.comparisons++;
    before.quality = Math.max(before.quality, lower);
    if (score > before.score) {
      before.score = score;
      before.position = position;
    }
  }

  /** Undefined where nothing was compared. */
  result(): FingersComparison | undefined {
    if (this.#fingers.size === 0) return undefined;
    const fingers = [...this.#fingers.values()]
      .sort((a, b) => a.position - b.position)
      .map(({ position, score, comparisons, quality }) => ({
        position,
        // The best of several impressions had several chances to match falsely (Bonferroni).
        score: Math.max(0, score - 10 * Math.log10(comparisons)),
        quality,
      }));
    return {
      score: fuseScores(fingers.map((finger) => finger.score)),
      weight: matchWeight(fingers satisfies ComparedFinger[]),
      fingers: fingers.map(({ position, score }) => ({ position, score })),
    };
  }
}
