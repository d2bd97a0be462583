import { MINUTIA_BIFURCATION, MINUTIA_ENDING } from "../template.ts";
import { COSINE, SINE } from "./directions.ts";
import type { Dislocation } from "./dislocations.ts";
import { CELL } from "./grid.ts";
import type { Stages } from "./stages.ts";

/** Pixels ahead of a dislocation at which its additional line is looked at: less than half of a period. */
const AHEAD = 4;
/** Dislocations nearer to the edge of the print, in pixels, are where ridges leave it. */
const EDGE = 12;

/** A dislocation with what speaks for it. */
export interface MinutiaCandidate extends Dislocation {
  /** Ridge ending or bifurcation, as in a template. */
  readonly kind: number;
  /** How likely it is a minutia, 0 to 1: how well the ridge wave fits around it, times how far orientations agree; 0 at the edge of the print. */
  readonly reliability: number;
}

export function candidateOf(point: Dislocation, stages: Stages): MinutiaCandidate {
  const cell = Math.floor(point.y / CELL) * stages.grid.columns + Math.floor(point.x / CELL);
  const cosine = stages.orientation.cosine.values[cell]!;
  const sine = stages.orientation.sine.values[cell]!;
  const coherence = Math.sqrt(cosine * cosine + sine * sine);
  const reliability = atEdge(point, stages) ? 0 : stages.fit.values[cell]! * coherence;
  return { ...point, kind: kindOf(point, stages), reliability: Math.min(1, reliability) };
}

function atEdge({ x, y }: Dislocation, { print, even }: Stages): boolean {
  for (let dy = -EDGE; dy <= EDGE; dy++) {
    for (let dx = -EDGE; dx <= EDGE; dx++) {
      if (dx * dx + dy * dy > EDGE * EDGE) continue;
      if (print[(Math.floor(y) + dy) * even.width + Math.floor(x) + dx] !== 1) return true;
    }
  }
  return false;
}

/** Where the additional line is a ridge it ends here; where it is a valley, a ridge forks around it. */
function kindOf({ x, y, direction }: Dislocation, { wave, even }: Stages): number {
  const aheadX = Math.round(x + AHEAD * COSINE[direction]!);
  const aheadY = Math.round(y - AHEAD * SINE[direction]!);
  return wave.even[aheadY * even.width + aheadX]! < 0 ? MINUTIA_ENDING : MINUTIA_BIFURCATION;
}
