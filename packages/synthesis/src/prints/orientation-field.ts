import type { Random } from "../random.ts";
import type { PatternClass } from "./pattern-class.ts";

interface Point {
  readonly x: number;
  readonly y: number;
}

/** A core or delta: where it lies, which way it faces, and how unevenly the field turns round it. */
interface SingularPoint extends Point {
  /** Radians counter-clockwise from the x axis. */
  readonly axis: number;
  /** 0 turns evenly, as in the bare zero-pole model; towards 1 a core turns mostly before it, a delta mostly behind. */
  readonly unevenness: number;
}

/**
 * The ridge orientation of one finger: the zero-pole model of Sherlock and Monro (1993), in which cores turn the
 * field by half a turn and deltas by minus half, corrected in the manner of Vizcaya and Gerhardt (1996) by letting
 * the field turn unevenly round each point (here by a sine, where they use pieces of lines), without which ridges at
 * the tip and the sides run too flat. Arches have no such points and follow a rising and falling slope, as in SFinGe.
 * Each field is bent by slow waves of the finger's own. Coordinates: pixels at 500 dpi from the centre of the print,
 * x right, y up.
 */
export interface OrientationField {
  readonly pattern: PatternClass;
  readonly cores: readonly SingularPoint[];
  readonly deltas: readonly SingularPoint[];
  /** Slow bending: amplitude in radians, wave numbers a pixel, phase. */
  readonly bends: readonly {
    readonly amplitude: number;
    readonly kx: number;
    readonly ky: number;
    readonly phase: number;
  }[];
  /** Steepness of an arch's slopes. */
  readonly archHeight: number;
}

const UP = Math.PI / 2;

/** Draws a field of a class. */
export function drawOrientationField(random: Random, pattern: PatternClass): OrientationField {
  const bends = Array.from({ length: 5 }, () => ({
    amplitude: 0.085 * (0.3 + random.next()),
    kx: (random.next() - 0.5) * 0.06,
    ky: (random.next() - 0.5) * 0.06,
    phase: 2 * Math.PI * random.next(),
  }));
  const archHeight = 0.7 + 0.9 * random.next();
  return { pattern, bends, archHeight, ...drawSingularPoints(random, pattern) };
}

function drawSingularPoints(
  random: Random,
  pattern: PatternClass,
): Pick<OrientationField, "cores" | "deltas"> {
  const point = (x: number, y: number, spread: number, axis: number, unevenness: number): SingularPoint => ({
    x: x + spread * random.normal(),
    y: y + spread * random.normal(),
    axis: axis + 0.14 * random.normal(),
    unevenness: Math.min(0.85, Math.max(0.3, unevenness + 0.12 * random.normal())),
  });
  const core = (x: number, y: number, axis = UP) => point(x, y, 7, axis, 0.62);
  const delta = (x: number, y: number) => point(x, y, 14, UP, 0.6);
  // The pattern as a whole lies higher or lower, and is small or large: few ridges from core to delta or many.
  const rise = 15 * random.normal();
  const size = Math.min(1.3, Math.max(0.6, 1 + 0.2 * random.normal()));
  switch (pattern) {
    case "arch":
      return { cores: [], deltas: [] };
    case "tentedArch":
      return { cores: [core(0, rise)], deltas: [delta(0, rise - 75 * size)] };
    case "leftLoop":
    case "rightLoop": {
      const side = pattern === "leftLoop" ? 1 : -1;
      return {
        cores: [core(5 * side, 10 + rise, UP - 0.15 * side)],
        deltas: [delta(95 * size * side, rise - 105 * size)],
      };
    }
    case "whorl": {
      // From a spiral, whose cores nearly meet, to an oval.
      const apart = 10 + 55 * random.next() ** 1.5;
      const lean = 0.25 * random.normal();
      return {
        cores: [core(apart * lean, 12 + rise + apart / 2), core(-apart * lean, 12 + rise - apart / 2, -UP)],
        deltas: [
          delta(-102 * size - 12 * random.normal(), rise - 105 * size),
          delta(102 * size + 12 * random.normal(), rise - 105 * size),
        ],
      };
    }
    case "twinLoop": {
      const side = random.chance(0.5) ? 1 : -1;
      const apart = 18 + 14 * random.next();
      return {
        cores: [
          core(-apart * side, 30 + rise, UP + 0.35 * side),
          core(apart * side, rise - 18, -UP + 0.35 * side),
        ],
        deltas: [delta(-105 * size, rise - 110 * size), delta(105 * size, rise - 110 * size)],
      };
    }
  }
}

/** Ridge orientation at a point, in radians counter-clockwise from the x axis, modulo π. */
export function orientationAt(field: OrientationField, x: number, y: number): number {
  let angle = field.pattern === "arch" ? archSlope(field.archHeight, x, y) : 0;
  for (const core of field.cores) angle += 0.5 * turnRound(core, core.unevenness, x, y);
  for (const delta of field.deltas) angle -= 0.5 * turnRound(delta, -delta.unevenness, x, y);
  for (const bend of field.bends) {
    angle += bend.amplitude * Math.sin(bend.kx * x + bend.ky * y + bend.phase);
  }
  return angle;
}

/** Distance over which the orientation's change is measured, pixels. */
const REACH = 3;

/**
 * How fast ridges run apart along their orientation (as `orientationAt` gives it), radians a pixel; negative where they
 * close up. Where they run apart, new ridges begin between them.
 */
export function divergenceAt(field: OrientationField, x: number, y: number): number {
  const angle = orientationAt(field, x, y);
  const across = turnBetween(angle, orientationAt(field, x + REACH, y));
  const up = turnBetween(angle, orientationAt(field, x, y + REACH));
  return (Math.cos(angle) * up - Math.sin(angle) * across) / REACH;
}

/** The smaller way from one orientation to another, which are equal modulo π. */
function turnBetween(one: number, other: number): number {
  const turn = other - one;
  return turn - Math.PI * Math.round(turn / Math.PI);
}

function turnRound(point: SingularPoint, unevenness: number, x: number, y: number): number {
  const around = Math.atan2(y - point.y, x - point.x);
  return around + unevenness * Math.sin(around - point.axis);
}

/** Ridges rise to the middle and fall behind it; below the pad they lie flat along the joint's crease. */
function archSlope(height: number, x: number, y: number): number {
  const risen = 1 / (1 + Math.exp(-(y + 70) / 32));
  return -Math.atan(height * risen * Math.tanh(x / 75) * (1 + Math.abs(x) / 160));
}
