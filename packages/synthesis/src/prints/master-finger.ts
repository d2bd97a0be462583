import { type Random, randomOf } from "../random.ts";
import { drawOrientationField, type OrientationField, orientationAt } from "./orientation-field.ts";
import { drawPatternClass } from "./pattern-class.ts";

/** Half axes of the finger's print, pixels at 500 dpi. */
export const HALF_WIDTH = 130;
export const HALF_HEIGHT = 180;
/** Nothing nearer than the first; nothing held against it from the second on; between them less and less likely. */
const SPACING_PIXELS = [4, 17] as const;
const INWARD_SHARE = 0.87;

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
 * The finger of a person: 26 to 64 minutiae seldom near to one another, denser round cores and deltas, whose directions
 * run along the orientation field one way or the other, so that two different fingers resemble each other as far as
 * real ones do.
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
    const [px, py] = drawPlace(random, field);
    if (!random.chance(freedom(px, py, x, y, count))) continue;
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
 * One of the two ways along the ridge. Ridges are more in the middle of a print than at its sides, so that more of
 * them begin towards it than away: neighbours' directions go together, as they do on real fingers.
 */
export function drawDirection(random: Random, field: OrientationField, x: number, y: number): number {
  const along = orientationAt(field, x, y);
  const inward = Math.cos(along) * x < 0 ? along : along + Math.PI;
  return random.chance(INWARD_SHARE) ? inward : inward + Math.PI;
}

function drawPlace(random: Random, field: OrientationField): readonly [number, number] {
  const singular = [...field.cores, ...field.deltas];
  if (singular.length > 0 && random.chance(0.25)) {
    const near = random.pick(singular);
    const px = near.x + 38 * random.normal();
    const py = near.y + 38 * random.normal();
    if (isInside(px, py)) return [px, py];
  }
  const angle = 2 * Math.PI * random.next();
  const radius = Math.sqrt(random.next());
  return [HALF_WIDTH * radius * Math.cos(angle), HALF_HEIGHT * radius * Math.sin(angle)];
}

function isInside(x: number, y: number): boolean {
  return (x / HALF_WIDTH) ** 2 + (y / HALF_HEIGHT) ** 2 < 1;
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
