import { COSINE, directionOf, SINE } from "./directions.ts";
import { CELL, type Grid } from "./grid.ts";
import { erode } from "./morphology.ts";
import type { OrientationField } from "./orientation.ts";
import { blur } from "./plane.ts";
import { winding } from "./winding.ts";

/** A point about which the orientation of ridges turns by half a turn (core) or minus half (delta), on the working image. */
export interface SingularPoint {
  readonly kind: "core" | "delta";
  readonly x: number;
  readonly y: number;
  /**
   * Where ridges run straight away from the point, in units of 360/256 degrees: for a core one direction, to the open
   * side of its loop; for a delta three.
   */
  readonly angles: readonly number[];
  /** How far orientations around agree with such a point, 0 to 1. */
  readonly clarity: number;
}

/** Smoothing of the field in cells, before which small noise has singular points of its own. */
const SMOOTHING = 2;
/** Cells from a point at which the field around it is looked at. */
const RING = 5;
/** Cells to the edge of the print within which orientations are too unsure for such points. */
const EDGE = 7;
const LEAST_CLARITY = 0.6;
/** Cells within which a core and a delta undo each other. */
const UNDONE_WITHIN = 5;
/** Most of a kind on one finger. */
const MOST = 2;

/** Cores and deltas by the Poincaré index (Kawagoe and Tojo 1984), clearest first. */
export function findSingularPoints(field: OrientationField, mask: Uint8Array, grid: Grid): SingularPoint[] {
  const cosine = { ...field.cosine, values: field.cosine.values.slice() };
  const sine = { ...field.sine, values: field.sine.values.slice() };
  blur(cosine, SMOOTHING);
  blur(sine, SMOOTHING);
  const within = erode(mask, grid, EDGE);
  const real = new Float64Array(4);
  const imaginary = new Float64Array(4);
  const found: SingularPoint[] = [];
  for (let cell = 0; cell < within.length; cell++) {
    if (within[cell] === 0) continue;
    for (const [corner, at] of [cell, cell + 1, cell + grid.columns + 1, cell + grid.columns].entries()) {
      real[corner] = cosine.values[at]!;
      imaginary[corner] = sine.values[at]!;
    }
    // The corners are visited clockwise and angles grow counter-clockwise.
    const turns = winding(real, imaginary);
    if (turns === 0) continue;
    const point = look({ cosine, sine }, grid, cell, turns < 0 ? "core" : "delta");
    if (point.clarity >= LEAST_CLARITY) found.push(point);
  }
  const clear = withoutCancelled(found).sort((a, b) => b.clarity - a.clarity || a.y - b.y || a.x - b.x);
  return (["core", "delta"] as const).flatMap((kind) =>
    clear.filter((point) => point.kind === kind).slice(0, MOST),
  );
}

/** Averages what is left of the doubled orientation when the point's own turn is taken out, over a ring. */
function look(field: OrientationField, grid: Grid, cell: number, kind: "core" | "delta"): SingularPoint {
  const column = (cell % grid.columns) + 0.5;
  const row = Math.floor(cell / grid.columns) + 0.5;
  let real = 0;
  let imaginary = 0;
  for (let unit = 0; unit < 256; unit += 8) {
    const x = Math.round(column + RING * COSINE[unit]!);
    const y = Math.round(row - RING * SINE[unit]!);
    const at = Math.min(y, grid.rows - 1) * grid.columns + Math.min(x, grid.columns - 1);
    const c = field.cosine.values[at]!;
    const s = field.sine.values[at]!;
    const length = Math.sqrt(c * c + s * s) + 1e-9;
    const turn = kind === "core" ? -SINE[unit]! : SINE[unit]!;
    real += (c * COSINE[unit]! - s * turn) / length;
    imaginary += (s * COSINE[unit]! + c * turn) / length;
  }
  const rest = directionOf(real, imaginary);
  return {
    kind,
    x: (column + 0.5) * CELL - 0.5,
    y: (row + 0.5) * CELL - 0.5,
    angles: kind === "core" ? [rest] : [rest / 3, (rest + 256) / 3, (rest + 512) / 3],
    clarity: Math.sqrt(real * real + imaginary * imaginary) / 32,
  };
}

function withoutCancelled(points: readonly SingularPoint[]): SingularPoint[] {
  const reach = (UNDONE_WITHIN * CELL) ** 2;
  return points.filter(
    (point) =>
      !points.some(
        (other) => other.kind !== point.kind && (other.x - point.x) ** 2 + (other.y - point.y) ** 2 < reach,
      ),
  );
}
