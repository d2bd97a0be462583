import type { Random } from "../random.ts";

/** Henry's classes, as SFinGe and most generators use them. */
type PatternClass = "arch" | "tentedArch" | "leftLoop" | "rightLoop" | "whorl";

interface Point {
  readonly x: number;
  readonly y: number;
}

/**
 * The ridge orientation of one finger: the zero-pole model of Sherlock and Monro (1993), in which cores turn the
 * field by half a turn and deltas by minus half, and for arches the sinusoid of Cappelli's SFinGe; bent by a slow
 * wave of the finger's own. Coordinates: pixels at 500 dpi from the centre of the print, x right, y up.
 */
export interface OrientationField {
  readonly pattern: PatternClass;
  readonly cores: readonly Point[];
  readonly deltas: readonly Point[];
  /** Slow bending: amplitude in radians, wave numbers a pixel, phase. */
  readonly bends: readonly {
    readonly amplitude: number;
    readonly kx: number;
    readonly ky: number;
    readonly phase: number;
  }[];
  readonly archHeight: number;
}

/** Shares of the classes in Wilson, Candela and Watson (1994): arch, tented arch, left loop, right loop, whorl. */
const PATTERNS: readonly (readonly [PatternClass, number])[] = [
  ["arch", 0.037],
  ["tentedArch", 0.066],
  ["leftLoop", 0.404],
  ["rightLoop", 0.721],
  ["whorl", 1],
];

/** Draws a field. On the left hand loops lean the other way, so the classes are mirrored there. */
export function drawOrientationField(random: Random, leftHand: boolean): OrientationField {
  const drawn = random.next();
  const [pattern] = PATTERNS.find(([, upTo]) => drawn < upTo) as (typeof PATTERNS)[number];
  const near = (x: number, y: number, spread: number): Point => ({
    x: x + spread * random.normal(),
    y: y + spread * random.normal(),
  });
  const bends = Array.from({ length: 3 }, () => ({
    amplitude: 0.09 * (0.4 + random.next()),
    kx: (random.next() - 0.5) * 0.036,
    ky: (random.next() - 0.5) * 0.036,
    phase: 2 * Math.PI * random.next(),
  }));
  const field = { pattern, bends, archHeight: 1.2 + 0.8 * random.next() };
  const side = leftHand ? -1 : 1;
  switch (pattern) {
    case "arch":
      return { ...field, cores: [], deltas: [] };
    case "tentedArch":
      return { ...field, cores: [near(0, 20, 10)], deltas: [near(0, -85, 12)] };
    case "leftLoop":
      return { ...field, cores: [near(5 * side, 28, 11)], deltas: [near(85 * side, -90, 16)] };
    case "rightLoop":
      return { ...field, cores: [near(-5 * side, 28, 11)], deltas: [near(-85 * side, -90, 16)] };
    case "whorl":
      return {
        ...field,
        cores: [near(0, 42, 10), near(0, -2, 12)],
        deltas: [near(-95, -95, 16), near(95, -95, 16)],
      };
  }
}

/** Ridge orientation at a point, in radians counter-clockwise from the x axis, modulo π. */
export function orientationAt(field: OrientationField, x: number, y: number): number {
  let angle = 0;
  if (field.pattern === "arch") {
    // Ridges rise to the middle and fall behind it, most in the lower half of the print.
    const rise = Math.max(0, field.archHeight * (1 - (y + 60) / 200) * (y > -60 ? 1 : 0.8));
    angle = -Math.atan(rise * Math.sin((Math.PI * x) / 260));
  } else {
    for (const core of field.cores) angle += 0.5 * Math.atan2(y - core.y, x - core.x);
    for (const delta of field.deltas) angle -= 0.5 * Math.atan2(y - delta.y, x - delta.x);
  }
  for (const bend of field.bends) {
    angle += bend.amplitude * Math.sin(bend.kx * x + bend.ky * y + bend.phase);
  }
  return angle;
}
