import { type FilteredBlocks, type LineFilters, lineFilters } from "../kernel/line-filters.ts";
import type { Blocks } from "./blocks.ts";
import { ORIENTATIONS } from "./directions.ts";
import { type FilterBank, smoothingBank, waveBank } from "./filter-bank.ts";
import { CELL } from "./grid.ts";
import type { Plane } from "./plane.ts";

/** Periods are kept in halves of a pixel, 4 to 18 pixels. */
const PERIOD_UNITS = 2;
export const SHORTEST_PERIOD = 4;
export const LONGEST_PERIOD = 18;
/** Deviation in pixels of the smoothing along ridges. */
const SMOOTHING = 4;
/** Deviation of the Gaussian under the wave: in periods, and at most in pixels, so that it stays within the margin. */
const WAVE_SPREAD = 0.5;
const WIDEST_WAVE = 6;
/** Filters for pictures of up to so many pixels are kept for the next: most fingers' have a tenth of them. */
const KEPT_PIXELS = 2_000_000;

/**
 * The ridge pattern as a wave: `even` is high on valleys and low on ridges, `odd` the same a quarter of a period further
 * along the normal (sin θ, cos θ); together they give amplitude and phase.
 */
export interface Wave {
  readonly even: Float32Array;
  readonly odd: Float32Array;
}

interface Banks {
  readonly smoothing: FilterBank;
  readonly waves: FilterBank;
}

/** Banks depend on no image; they are made with the first one. */
let banks: Banks | undefined;
let kept: { readonly pixels: number; readonly open: ReturnType<typeof lineFilters> } | undefined;

function banksOf(): Banks {
  const count = (LONGEST_PERIOD - SHORTEST_PERIOD) * PERIOD_UNITS + 1;
  const periods = Array.from({ length: count }, (_, unit) => SHORTEST_PERIOD + unit / PERIOD_UNITS);
  banks ??= {
    smoothing: smoothingBank(SMOOTHING),
    waves: waveBank(periods, (period) => Math.min(WIDEST_WAVE, WAVE_SPREAD * period)),
  };
  return banks;
}

function filtersFor(width: number, height: number): LineFilters {
  const pixels = width * height;
  const { smoothing, waves } = banksOf();
  if (kept !== undefined && kept.pixels >= pixels) return kept.open(width, height);
  const open = lineFilters([smoothing, waves], pixels);
  if (pixels <= KEPT_PIXELS) kept = { pixels, open };
  return open(width, height);
}

/** The filters of one picture. What its methods give is overwritten by the next of them. */
export class Enhancer {
  private readonly filters: LineFilters;
  private readonly banks = banksOf();

  constructor(width: number, height: number) {
    this.filters = filtersFor(width, height);
  }

  /**
   * Smooths along ridges: each pixel of the blocks becomes a Gaussian mean over the line of its orientation.
   *
   * @param blocks of 4 × 4 pixels or of 4 × 1, whose filters are their orientations
   */
  smoothAlong(image: Plane, blocks: Blocks & FilteredBlocks): Plane {
    this.filters.source.set(image.values);
    if (blocks.height === CELL) this.filters.cells(this.banks.smoothing, blocks);
    else this.filters.strips(this.banks.smoothing, blocks);
    return this.even();
  }

  /** The even part of {@link waveAcross} alone, in blocks of 4 × 4 pixels. */
  ridgesAcross(smoothed: Plane, blocks: FilteredBlocks): Plane {
    this.filters.source.set(smoothed.values);
    this.filters.cells(this.banks.waves, blocks);
    return this.even();
  }

  /**
   * Filters across ridges with the wave of each block's orientation and period (Gabor's pair; Hong, Wan and Jain 1998).
   *
   * @param blocks of 2 × 1 pixels with filters of {@link waveFilter}
   */
  waveAcross(smoothed: Plane, blocks: FilteredBlocks): Wave {
    this.filters.source.set(smoothed.values);
    this.filters.pairs(this.banks.waves, blocks);
    return { even: this.filters.even.slice(), odd: this.filters.odd.slice() };
  }

  private even(): Plane {
    const { width, height, even } = this.filters;
    return { width, height, values: even };
  }
}

/** The filter in the bank for a period in pixels and an orientation in units. */
export function waveFilter(period: number, orientation: number): number {
  const unit = ((period - SHORTEST_PERIOD) * PERIOD_UNITS + 0.5) | 0;
  const last = (LONGEST_PERIOD - SHORTEST_PERIOD) * PERIOD_UNITS;
  return Math.max(0, Math.min(last, unit)) * ORIENTATIONS + orientation;
}
