import { Matcher } from "../src/match/matcher.ts";
import { THIRD_PARTY } from "../test/third-party.ts";
import { realDatabases, visitPairs } from "./real-impressions.ts";

/** Comparisons of the same finger whose poorer impression has about this quality. */
export interface Misses {
  /** Mean of the lower quality of the two. */
  readonly quality: number;
  readonly pairs: number;
  /** Those that find nothing, as a share; it does not rise with quality. */
  readonly share: number;
}

/** Grey levels of noise added to the pictures, so that there are enough of low quality: 0 leaves them as they are. */
const NOISE = [0, 60, 120];
/** Bounds of the qualities that are put together. */
const BINS = [0, 20, 30, 40, 50, 60, 101];

/**
 * How often comparisons of the same finger stay below a similarity, by the quality that our extractor and quality measure give
 * the pictures at hand.
 */
export function missesByQuality(least: number): Misses[] {
  const bins = BINS.slice(1).map(() => ({ pairs: 0, missed: 0, quality: 0 }));
  const matcher = new Matcher();
  for (const noise of NOISE) {
    for (const database of realDatabases(THIRD_PARTY, noise)) {
      if (database.kind !== "our templates") continue;
      let probeQuality = 0;
      visitPairs(
        database,
        (probe) => {
          matcher.setProbe(probe);
          probeQuality = probe.quality;
        },
        (reference, isGenuine) => {
          if (!isGenuine) return;
          const quality = Math.min(probeQuality, reference.quality);
          const bin = bins[BINS.findIndex((bound) => bound > quality) - 1]!;
          bin.pairs++;
          bin.quality += quality;
          if (matcher.compare(reference) < least) bin.missed++;
        },
      );
    }
  }
  return falling(bins.filter(({ pairs }) => pairs > 0)).map(({ pairs, missed, quality }) => ({
    quality: Math.round(quality / pairs),
    pairs,
    share: missed / pairs,
  }));
}

interface Bin {
  readonly pairs: number;
  readonly missed: number;
  readonly quality: number;
}

/** Puts neighbouring bins together until shares do not rise with quality (pool adjacent violators). */
function falling(bins: readonly Bin[]): Bin[] {
  const pooled: Bin[] = [];
  for (const bin of bins) {
    let last = bin;
    for (let before = pooled.at(-1); before !== undefined; before = pooled.at(-1)) {
      if (before.missed / before.pairs > last.missed / last.pairs) break;
      pooled.pop();
      last = {
        pairs: before.pairs + last.pairs,
        missed: before.missed + last.missed,
        quality: before.quality + last.quality,
      };
    }
    pooled.push(last);
  }
  return pooled;
}
