import { type Random, randomOf } from "../random.ts";
import {
  divergenceAt,
  drawOrientationField,
  type OrientationField,
  orientationAt,
} from "./orientation-field.ts";
import { drawPatternClass } from "./pattern-class.ts";

/** Half axes of the finger's print, pixels at 500 dpi. */
export const HALF_WIDTH = 130;
export const HALF_HEIGHT = 180;
/** Nothing nearer than the first; nothing held against it from the second on; between them less and less likely. */
const SPACING_PIXELS = [4, 17] as const;
/** Divergence (radians a pixel) at which three in four minutiae point the way in which ridges run apart. */
const CERTAIN_DIVERGENCE = 0.0022;
/** Where ridges run apart or close up faster than this, minutiae are more frequent, up to a limit. */
const EVEN_DIVERGENCE = 0.002;
const FREQUENCY_SLOPE = 170;
const MOST_FREQUENT = 6;

/**
 * A finger as it truly is. Positions are pixels at 500 dpi from the centre of the print, x right, y up; directions
 * radians counter-clockwise; `kind` 1 ridge ending, 2 bifurcation (ISO/IEC 19794-2:2005).
 */
export interface MasterFinger {
  readonly position: number;
  readonly field: OrientationField;
  readonly x: Float32Array;
  readonly y: Float32Array;
  readonly direction: Float32Array;
  readonly kind: Uint8Array;
}

/**
 * The finger of a person: 26 to 64 minutiae seldom near to one another, denser where the ridges run apart or close
 * up, whose directions run along the orientation field, mostly the way in which ridges run apart; so that two different
 * fingers resemble each other as far as real ones do. Frequencies and directions were counted on 60 grown fingers.
 *
 * @param seed the population's seed
 * @param person the true person's id; twins have ids and so fingers of their own
 * @param position ISO/IEC 19794-2 finger position, 1 to 10
 */
export function masterFinger(seed: number, person: number, position: number): MasterFinger {
  const random = randomOf(seed, "finger", person, position);
  const field = drawOrientationField(random, drawPatternClass(random, position));
  const wanted = Math.round(Math.min(64, Math.max(26, 43 + 8.5 * random.normal())));
  const x = new Float32Array(wanted);
  const y = new Float32Array(wanted);
  const direction = new Float32Array(wanted);
  const kind = new Uint8Array(wanted);
  let count = 0;
  for (let attempt = 0; count < wanted && attempt < 4000; attempt++) {
    const [px, py] = drawPlace(random);
    if (!random.chance(freedom(px, py, x, y, count))) continue;
    if (!random.chance(frequency(field, px, py))) continue;
    x[count] = px;
    y[count] = py;
    direction[count] = drawDirection(random, field, px, py);
    kind[count] = random.chance(0.55) ? 1 : 2;
    count++;
  }
  return {
    position,
    field,
    x: x.subarray(0, count),
    y: y.subarray(0, count),
    direction: direction.subarray(0, count),
    kind: kind.subarray(0, count),
  };
}

/**
 * One of the two ways along the ridge: mostly that in which the ridges run apart, since there a new one begins between
 * them. So neighbours' directions go together, and those of fingers of one pattern.
 */
export function drawDirection(random: Random, field: OrientationField, x: number, y: number): number {
  const along = orientationAt(field, x, y);
  const share = 1 / (1 + Math.exp(-divergenceAt(field, x, y) / CERTAIN_DIVERGENCE));
  return random.chance(share) ? along : along + Math.PI;
}

function drawPlace(random: Random): readonly [number, number] {
  const angle = 2 * Math.PI * random.next();
  const radius = Math.sqrt(random.next());
  return [HALF_WIDTH * radius * Math.cos(angle), HALF_HEIGHT * radius * Math.sin(angle)];
}

/** How frequent minutiae are at a place, as a share of the most. */
function frequency(field: OrientationField, x: number, y: number): number {
  const beyond = Math.max(0, Math.abs(divergenceAt(field, x, y)) - EVEN_DIVERGENCE);
  return Math.min(1, (1 + FREQUENCY_SLOPE * beyond) / MOST_FREQUENT);
}

/** How likely a minutia stands here beside the others: ridges that end or fork leave little room for the next. */
function freedom(px: number, py: number, x: Float32Array, y: Float32Array, count: number): number {
  let nearest = Number.POSITIVE_INFINITY;
  for (let index = 0; index < count; index++) {
    const dx = (x[index] as number) - px;
    const dy = (y[index] as number) - py;
    nearest = Math.min(nearest, dx * dx + dy * dy);
  }
  const [closest, far] = SPACING_PIXELS;
  return Math.min(1, Math.max(0, (Math.sqrt(nearest) - closest) / (far - closest)));
}
