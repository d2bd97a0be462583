import type { RegisteredHousehold } from "./registered-person.ts";

export type Pair = readonly [string, string];

/** Who is who in two registries, by the agencies' own numbers. */
export interface Truth {
  /** IOM's number and WFP's of each true pair; where a person stands twice in one, each of the pairs. */
  readonly links: readonly Pair[];
  readonly iomDuplicates: readonly Pair[];
  readonly wfpDuplicates: readonly Pair[];
  /** People in IOM's registry, in WFP's, in both; a person is counted once. */
  readonly people: { readonly iom: number; readonly wfp: number; readonly both: number };
}

/** True pairs across two registrations of one population and true duplicates within each. */
export function truth(registries: {
  readonly iom: Iterable<RegisteredHousehold>;
  readonly wfp: Iterable<RegisteredHousehold>;
}): Truth {
  const iom = numbersByPerson(registries.iom);
  const wfp = numbersByPerson(registries.wfp);
  const links: Pair[] = [];
  let both = 0;
  for (const [person, numbers] of iom) {
    const partners = wfp.get(person);
    if (partners === undefined) continue;
    both++;
    for (const number of numbers) for (const partner of partners) links.push([number, partner]);
  }
  return {
    links,
    iomDuplicates: pairsWithin(iom),
    wfpDuplicates: pairsWithin(wfp),
    people: { iom: iom.size, wfp: wfp.size, both },
  };
}

function numbersByPerson(households: Iterable<RegisteredHousehold>): Map<number, string[]> {
  const numbers = new Map<number, string[]>();
  for (const household of households) {
    for (const { truePerson, id } of household.members) {
      const known = numbers.get(truePerson);
      if (known === undefined) numbers.set(truePerson, [id]);
      else known.push(id);
    }
  }
  return numbers;
}

function pairsWithin(numbers: ReadonlyMap<number, readonly string[]>): Pair[] {
  const pairs: Pair[] = [];
  for (const same of numbers.values()) {
    same.forEach((one, index) => {
      for (const other of same.slice(index + 1)) pairs.push([one, other]);
    });
  }
  return pairs;
}
