import { randomOf } from "./random.ts";
import type { RegisteredHousehold } from "./registered-person.ts";

/** Distribution lists of two agencies for the same kind and time, and whom the second would assist twice. */
export interface DistributionLists {
  /** IOM's numbers of who collected, each for their household. */
  readonly iom: readonly string[];
  /** WFP's numbers of who is to collect, each for their household. */
  readonly wfp: readonly string[];
  /** Those of WFP's list who live in a household that IOM assisted, as IOM registered it. */
  readonly double: ReadonlySet<string>;
}

/**
 * Draws which households of each registry are on its list, by the same seed the same. `share` is between 0 and 1; who
 * collects is the household's first member.
 */
export function distributionLists(
  registries: { readonly iom: Iterable<RegisteredHousehold>; readonly wfp: Iterable<RegisteredHousehold> },
  options: { readonly seed: number; readonly share?: { readonly iom: number; readonly wfp: number } },
): DistributionLists {
  const { iom: assisted, wfp: planned } = options.share ?? { iom: 0.35, wfp: 0.6 };
  const chosen = (agency: "iom" | "wfp", number: string, share: number) =>
    randomOf(options.seed, "distribution", agency, number).next() < share;
  const iom: string[] = [];
  const people = new Set<number>();
  for (const household of registries.iom) {
    const collector = household.members.find((member) => member.role === "head") ?? household.members[0];
    if (collector === undefined || !chosen("iom", household.number, assisted)) continue;
    iom.push(collector.id);
    for (const member of household.members) people.add(member.truePerson);
  }
  const wfp: string[] = [];
  const double = new Set<string>();
  for (const household of registries.wfp) {
    const collector = household.members.find((member) => member.role === "head") ?? household.members[0];
    if (collector === undefined || !chosen("wfp", household.number, planned)) continue;
    wfp.push(collector.id);
    if (people.has(collector.truePerson)) double.add(collector.id);
  }
  return { iom, wfp, double };
}
