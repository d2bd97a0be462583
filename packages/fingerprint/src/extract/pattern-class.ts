import { COSINE, directionOf, SINE } from "./directions.ts";
import { CELL, type Grid } from "./grid.ts";
import type { OrientationField } from "./orientation.ts";
import type { SingularPoint } from "./singular-points.ts";
import type { Stages } from "./stages.ts";

/** Henry's classes as they look on the picture of an upright finger: a left loop opens to the lower left. */
export type PatternClass = "arch" | "tentedArch" | "leftLoop" | "rightLoop" | "whorl";

/** Pixels at 500 dpi that a picture shows around its middle before a missing core means that there is none. */
const WHOLE_PRINT = 60_000;
/** A delta this near (in pixels) beneath a core, and a core that opens within these units of straight down, make a tent. */
const TENT_HEIGHT = 110;
const TENT_LEAN = 8;
/** Share of its length by which a ridge that runs out of the core must lean aside to tell the side of the loop. */
const CLEAR_LEAN = 0.2;
/** Cells that ridges are followed from a core, and the fewest that tell. */
const FOLLOWED = 28;
const FEWEST_FOLLOWED = 12;
/** Mean cosine of twice the ridges' angle from which they run across the finger on the whole. */
const LEVEL = 0.4;
const DOWN = 192;

/**
 * The class by cores and deltas (Karu and Jain 1996); undefined where they do not tell, as on partial prints.
 *
 * @param printArea in square pixels at 500 dpi
 */
export function patternClassOf(
  { singularPoints, orientation, mask, grid }: Stages,
  printArea: number,
): PatternClass | undefined {
  const cores = singularPoints.filter(({ kind }) => kind === "core");
  const deltas = singularPoints.filter(({ kind }) => kind === "delta");
  if (cores.length === 2) return "whorl";
  const core = cores[0];
  if (core === undefined) {
    const arched = deltas.length === 0 && printArea >= WHOLE_PRINT && runsAcross(orientation, mask);
    return arched ? "arch" : undefined;
  }
  const lean = core.angles[0]! - DOWN;
  if (Math.abs(lean) > 64 || deltas.length === 2) return undefined;
  const delta = deltas[0];
  if (delta !== undefined) {
    const right = aside(core, delta);
    const height = Math.hypot(delta.x - core.x, delta.y - core.y);
    if (Math.abs(right) < 0.25 * height && height < TENT_HEIGHT && Math.abs(lean) <= TENT_LEAN)
      return "tentedArch";
    return right > 0 ? "leftLoop" : "rightLoop";
  }
  const out = leanOfFlow(core, orientation, mask, grid);
  if (Math.abs(out) < CLEAR_LEAN) return undefined;
  return out < 0 ? "leftLoop" : "rightLoop";
}

/** Whether ridges run from side to side on the whole: those of a loop whose core is not on the picture lean. */
function runsAcross({ cosine }: OrientationField, mask: Uint8Array): boolean {
  let cells = 0;
  let sum = 0;
  for (let cell = 0; cell < mask.length; cell++) {
    if (mask[cell] === 0) continue;
    cells++;
    sum += cosine.values[cell]!;
  }
  return sum > LEVEL * cells;
}

/** How far to the right, as a share of their length, ridges lead that run out of a core; 0 where they leave the print at once. */
function leanOfFlow(core: SingularPoint, field: OrientationField, mask: Uint8Array, grid: Grid): number {
  let direction = Math.round(core.angles[0]!) & 255;
  const start = { x: core.x / CELL + 3 * COSINE[direction]!, y: core.y / CELL - 3 * SINE[direction]! };
  let { x, y } = start;
  let steps = 0;
  for (; steps < FOLLOWED; steps++) {
    const at = Math.floor(y) * grid.columns + Math.floor(x);
    if (mask[at] !== 1) break;
    const along = Math.round(directionOf(field.cosine.values[at]!, field.sine.values[at]!) / 2);
    direction = Math.abs(((along - direction + 128) & 255) - 128) > 64 ? along + 128 : along;
    x += COSINE[direction & 255]!;
    y -= SINE[direction & 255]!;
  }
  return steps < FEWEST_FOLLOWED ? 0 : (x - start.x) / steps;
}

/** How far the delta lies to the right of the line on which the core opens, looking with the core on top. */
function aside(core: SingularPoint, delta: SingularPoint): number {
  const unit = Math.round(core.angles[0]!) & 255;
  const dx = delta.x - core.x;
  const dy = core.y - delta.y;
  return COSINE[unit]! * dy - SINE[unit]! * dx;
}
