import { type Share, shareOf } from "./wilson-interval.ts";

/** A link or a true pair, with the groups that its record belongs to. */
export interface GroupedPair {
  readonly linked: boolean;
  readonly same: boolean;
  /** Group by trait, such as `{ sex: "female", age: "0 to 4", script: "Arabic", prints: "none" }`. */
  readonly groups: Readonly<Record<string, string>>;
}

/** Errors among one group's pairs. */
export interface GroupErrors {
  readonly trait: string;
  readonly group: string;
  /** Of the group's true pairs, those not linked. */
  readonly missed: Share;
  /** Of the group's links, those that are wrong. */
  readonly wrong: Share;
}

/**
 * Errors by sex, age band, script of the name or whatever the pairs are grouped by, because a model that is good on
 * the whole may fail a group; traits in order of their first appearance, groups by name.
 */
export function errorsByGroup(pairs: Iterable<GroupedPair>): GroupErrors[] {
  const counts = new Map<
    string,
    Map<string, { true: number; missed: number; links: number; wrong: number }>
  >();
  for (const { linked, same, groups } of pairs)
    for (const [trait, group] of Object.entries(groups)) {
      const byGroup =
        counts.get(trait) ??
        new Map<string, { true: number; missed: number; links: number; wrong: number }>();
      const own = byGroup.get(group) ?? { true: 0, missed: 0, links: 0, wrong: 0 };
      own.true += Number(same);
      own.missed += Number(same && !linked);
      own.links += Number(linked);
      own.wrong += Number(linked && !same);
      byGroup.set(group, own);
      counts.set(trait, byGroup);
    }
  return [...counts].flatMap(([trait, byGroup]) =>
    [...byGroup]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([group, own]) => ({
        trait,
        group,
        missed: shareOf(own.missed, own.true),
        wrong: shareOf(own.wrong, own.links),
      })),
  );
}

/** Age bands of humanitarian registries (sex and age disaggregation), by age in whole years. */
export function ageBand(age: number): string {
  if (age < 5) return "00 to 04";
  if (age < 12) return "05 to 11";
  if (age < 18) return "12 to 17";
  return age < 60 ? "18 to 59" : "60 and over";
}
