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
  const point = (x: number, y: number, spread: number, axis: number, unevenness: number): SingularPoint => ({
    x: x + spread * random.normal(),
    y: y + spread * random.normal(),
    axis: axis + 0.1 * random.normal(),
    unevenness: unevenness + 0.08 * random.normal(),
  });
  const core = (x: number, y: number, spread: number, axis = UP) => point(x, y, spread, axis, 0.62);
  const delta = (x: number, y: number, spread: number) => point(x, y, spread, UP, 0.6);
  const bends = Array.from({ length: 4 }, () => ({
    amplitude: 0.07 * (0.3 + random.next()),
    kx: (random.next() - 0.5) * 0.05,
    ky: (random.next() - 0.5) * 0.05,
    phase: 2 * Math.PI * random.next(),
  }));
  const field = { pattern, bends, archHeight: 0.9 + 0.6 * random.next() };
  switch (pattern) {
    case "arch":
      return { ...field, cores: [], deltas: [] };
    case "tentedArch":
      return { ...field, cores: [core(0, 5, 10)], deltas: [delta(0, -78, 10)] };
    case "leftLoop":
      return { ...field, cores: [core(4, 12, 12, UP - 0.15)], deltas: [delta(92, -100, 18)] };
    case "rightLoop":
      return { ...field, cores: [core(-4, 12, 12, UP + 0.15)], deltas: [delta(-92, -100, 18)] };
    case "whorl":
      return {
        ...field,
        cores: [core(0, 30, 10), core(0, -8, 10, -UP)],
        deltas: [delta(-102, -105, 18), delta(102, -105, 18)],
      };
    case "twinLoop": {
      const side = random.chance(0.5) ? 1 : -1;
      return {
        ...field,
        cores: [core(-24 * side, 32, 8, UP + 0.35 * side), core(24 * side, -18, 8, -UP + 0.35 * side)],
        deltas: [delta(-105, -112, 16), delta(105, -112, 16)],
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

function turnRound(point: SingularPoint, unevenness: number, x: number, y: number): number {
  const around = Math.atan2(y - point.y, x - point.x);
  return around + unevenness * Math.sin(around - point.axis);
}

/** Ridges rise to the middle and fall behind it; below the pad they lie flat along the joint's crease. */
function archSlope(height: number, x: number, y: number): number {
  const risen = 1 / (1 + Math.exp(-(y + 70) / 32));
  return -Math.atan(height * risen * Math.tanh(x / 75) * (1 + Math.abs(x) / 160));
}
