import { MINUTIA_BIFURCATION, MINUTIA_ENDING } from "../template.ts";
import { COSINE, SINE } from "./directions.ts";
import type { Dislocation } from "./dislocations.ts";
import { reliabilityOf } from "./reliability.ts";
import type { Stages } from "./stages.ts";

/** Pixels ahead of a dislocation at which its additional line is looked at: less than half of a period. */
const AHEAD = 4;

/** A dislocation with what speaks for it. */
export interface MinutiaCandidate extends Dislocation {
  /** Ridge ending or bifurcation, as in a template. */
  readonly kind: number;
  /** Chance to be found again on another picture of the finger, 0 to 1. */
  readonly reliability: number;
}

export function candidateOf(index: number, stages: Stages): MinutiaCandidate {
  const point = stages.dislocations[index]!;
  return { ...point, kind: kindOf(point, stages), reliability: reliabilityOf(index, stages) };
}

/** Where the additional line is a ridge it ends here; where it is a valley, a ridge forks around it. */
function kindOf({ x, y, direction }: Dislocation, { wave, even }: Stages): number {
  const aheadX = Math.round(x + AHEAD * COSINE[direction]!);
  const aheadY = Math.round(y - AHEAD * SINE[direction]!);
  return wave.even[aheadY * even.width + aheadX]! < 0 ? MINUTIA_ENDING : MINUTIA_BIFURCATION;
}
