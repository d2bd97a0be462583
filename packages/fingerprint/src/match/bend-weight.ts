import { BEND_STEP, BEND_STEPS } from "./measures.ts";

/** A neighbouring pair's residual counts half at this distance in pixels. */
const REACH = 40;

/**
 * How much the residual of a pair tells of where a minutia is to be expected that lies so many steps of squared distance
 * away; beyond the last step, where it would count one in 257, nothing.
 */
export const BEND_WEIGHT = Float32Array.from({ length: BEND_STEPS + 1 }, (_, step) => {
  const nearness = ((step + 0.5) * BEND_STEP) / (REACH * REACH);
  return step === BEND_STEPS ? 0 : 1 / (1 + nearness * nearness);
});
