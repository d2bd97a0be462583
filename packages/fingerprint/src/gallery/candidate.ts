import type { FingersComparison } from "../match/compared-fingers.ts";

/** A subject of the gallery who may be the person searched for. */
export interface Candidate extends FingersComparison {
  readonly subject: number;
}
