import type { Random } from "../random.ts";
import { isOnPad, PAD } from "./finger-pad.ts";
import { type OrientationField, orientationAt } from "./orientation-field.ts";
import { type RidgeKernels, ridgeKernels } from "./ridge-kernels.ts";

/** Ridges of a finger: at each place of the pad the wave's cosine part (1 on a ridge, -1 in a valley) and sine part. */
export interface RidgeWave {
  readonly even: Float32Array;
  readonly odd: Float32Array;
  /** Radians, counter-clockwise, as `orientationAt` gives it. */
  readonly orientation: Float32Array;
  /** 1 on the pad. */
  readonly onPad: Uint8Array;
}

/** A raster of the pad with the kernel for each of its places. */
interface Ground {
  readonly width: number;
  readonly height: number;
  readonly kernels: RidgeKernels;
  readonly kernelAt: Uint16Array;
  readonly onPad: Uint8Array;
}

/** Fewest and most seeds: few make long unbroken ridges, many make many minutiae. */
const SEEDS = [170, 460] as const;
const COARSE_ROUNDS = 7;
const FINE_ROUNDS = 2;
const GAIN = 2.2;

/**
 * Lets ridges grow from seeds: each round filters the raster at each place by the kernel of its orientation and
 * period and clips, so that ridges lengthen from the seeds until they meet; where two growths meet out of step, a
 * ridge ends or forks. (Cappelli, Maio and Maltoni 2000, 2002.) Done first on a raster of half the size, where a
 * round costs a sixteenth, and finished at 500 dpi.
 */
export function growRidges(random: Random, field: OrientationField, periods: Float32Array): RidgeWave {
  const orientation = new Float32Array(PAD.width * PAD.height);
  for (let row = 0; row < PAD.height; row++) {
    for (let column = 0; column < PAD.width; column++) {
      orientation[row * PAD.width + column] = orientationAt(
        field,
        column - PAD.centreColumn,
        PAD.centreRow - row,
      );
    }
  }
  const coarse = groundOf(orientation, periods, 2);
  let wave = sow(random, coarse);
  for (let round = 0; round < COARSE_ROUNDS; round++)
    wave = clip(filtered(wave, coarse, coarse.kernels.even));
  const fine = groundOf(orientation, periods, 1);
  wave = doubled(wave, coarse, fine);
  for (let round = 0; round < FINE_ROUNDS; round++) wave = clip(filtered(wave, fine, fine.kernels.even));
  return {
    even: filtered(wave, fine, fine.kernels.even),
    odd: filtered(wave, fine, fine.kernels.odd),
    orientation,
    onPad: fine.onPad,
  };
}

function groundOf(orientation: Float32Array, periods: Float32Array, step: 1 | 2): Ground {
  const kernels = ridgeKernels(1 / step);
  const width = PAD.width / step;
  const height = PAD.height / step;
  const kernelAt = new Uint16Array(width * height);
  const onPad = new Uint8Array(width * height);
  const rim = kernels.radius;
  for (let row = rim; row < height - rim; row++) {
    for (let column = rim; column < width - rim; column++) {
      const at = row * width + column;
      const source = row * step * PAD.width + column * step;
      kernelAt[at] = kernels.indexOf(orientation[source]!, periods[source]!);
      onPad[at] = isOnPad(column * step, row * step) ? 1 : 0;
    }
  }
  return { width, height, kernels, kernelAt, onPad };
}

/** Spots of ridge at random places. */
function sow(random: Random, ground: Ground): Float32Array {
  const wave = new Float32Array(ground.width * ground.height);
  const seeds = SEEDS[0] + random.int(SEEDS[1] - SEEDS[0]);
  for (let seed = 0; seed < seeds; seed++) {
    const column = 10 + random.int(ground.width - 20);
    const row = 10 + random.int(ground.height - 20);
    const at = row * ground.width + column;
    for (const near of [at, at + 1, at + ground.width, at + ground.width + 1]) wave[near] = 1;
  }
  return wave;
}

function filtered(wave: Float32Array, ground: Ground, kernels: readonly Float32Array[]): Float32Array {
  const { width, height, kernelAt, onPad } = ground;
  const rim = ground.kernels.radius;
  const out = new Float32Array(wave.length);
  for (let row = rim; row < height - rim; row++) {
    for (let column = rim; column < width - rim; column++) {
      const at = row * width + column;
      if (onPad[at] === 0) continue;
      const taps = kernels[kernelAt[at]!]!;
      const size = Math.sqrt(taps.length);
      const radius = (size - 1) >> 1;
      let sum = 0;
      let tap = 0;
      for (let dy = -radius; dy <= radius; dy++) {
        const line = at + dy * width - radius;
        for (let dx = 0; dx < size; dx++) sum += taps[tap++]! * wave[line + dx]!;
      }
      out[at] = sum;
    }
  }
  return out;
}

function clip(wave: Float32Array): Float32Array {
  for (let at = 0; at < wave.length; at++) wave[at] = Math.min(1, Math.max(-1, GAIN * wave[at]!));
  return wave;
}

function doubled(wave: Float32Array, from: Ground, to: Ground): Float32Array {
  const out = new Float32Array(to.width * to.height);
  for (let row = 0; row < to.height - 2; row++) {
    const top = (row >> 1) * from.width;
    const bottom = row % 2 === 0 ? top : top + from.width;
    for (let column = 0; column < to.width - 2; column++) {
      const left = column >> 1;
      const right = column % 2 === 0 ? left : left + 1;
      out[row * to.width + column] =
        0.25 * (wave[top + left]! + wave[top + right]! + wave[bottom + left]! + wave[bottom + right]!);
    }
  }
  return out;
}
