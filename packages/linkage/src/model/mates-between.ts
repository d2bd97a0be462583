import { COMPARISONS } from "../comparisons.ts";
import type { LevelProbabilities } from "./expectation-maximisation.ts";

/** Levels that agreement on what a household shares would show. */
const SHARED_LEVELS: readonly (readonly number[])[] = COMPARISONS.map(({ name }) =>
  name === "lineage" ? [0, 5] : [0],
);

/**
 * How household mates of two registries compare. What tells persons apart is measured on mates within a
 * registry. What a household shares passes through two clerks, so a mate who shares it compares as the person
 * would, and one who does not compares as a stranger would.
 */
export function matesBetweenRegistries(
  within: LevelProbabilities,
  random: LevelProbabilities,
  match: LevelProbabilities,
): LevelProbabilities {
  return COMPARISONS.map(({ tells }, column) => {
    const own = within[column] ?? [];
    if (tells === "person") return own;
    const stranger = random[column] ?? [];
    const shown = (SHARED_LEVELS[column] ?? []).reduce((sum, level) => sum + (own[level] ?? 0), 0);
    const chance = (SHARED_LEVELS[column] ?? []).reduce((sum, level) => sum + (stranger[level] ?? 0), 0);
    const sharing = Math.max(0.02, Math.min(0.98, (shown - chance) / Math.max(1e-9, 1 - chance)));
    return own.map(
      (_, level) => sharing * (match[column]?.[level] ?? 0) + (1 - sharing) * (stranger[level] ?? 0),
    );
  });
}
