import type { Scheme } from "../document/scheme.ts";
import type { LevelProbabilities } from "./expectation-maximisation.ts";

/**
 * How household mates of two registries compare. What tells persons apart is measured on mates within a
 * registry. What a household shares passes through two clerks, so a mate who shares it compares as the person
 * would, and one who does not compares as a stranger would.
 */
export function matesBetweenRegistries(
  scheme: Scheme,
  within: LevelProbabilities,
  random: LevelProbabilities,
  match: LevelProbabilities,
): LevelProbabilities {
  return scheme.tells.map((tells, column) => {
    const own = within[column] ?? [];
    if (tells === "person") return own;
    const stranger = random[column] ?? [];
    const shown = (scheme.sharedLevels[column] ?? []).reduce((sum, level) => sum + (own[level] ?? 0), 0);
    const chance = (scheme.sharedLevels[column] ?? []).reduce(
      (sum, level) => sum + (stranger[level] ?? 0),
      0,
    );
    const sharing = Math.max(0.02, Math.min(0.98, (shown - chance) / Math.max(1e-9, 1 - chance)));
    return own.map(
      (_, level) => sharing * (match[column]?.[level] ?? 0) + (1 - sharing) * (stranger[level] ?? 0),
    );
  });
}
