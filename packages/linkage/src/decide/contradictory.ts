import { areNamesContrary, comparisonIndex } from "../comparisons.ts";

const OWN_NAME = comparisonIndex("ownName");
const BIRTH = comparisonIndex("birth");
const SEX = comparisonIndex("sex");

/** Levels of `birth` with more than five years between dates, or ten (five for a child) between estimates. */
const AGES_APART = new Set([8, 14, 19, 20]);

/** Whether the biography speaks against one person so plainly that fingerprints alone must not decide. */
export function isContradictory(levels: Uint8Array): boolean {
  const sexDiffers = levels[SEX] === 2;
  const ownDiffers = levels[OWN_NAME] === 6;
  const ageDiffers = AGES_APART.has(levels[BIRTH] ?? 0);
  return sexDiffers || areNamesContrary(levels) || (ownDiffers && ageDiffers);
}
