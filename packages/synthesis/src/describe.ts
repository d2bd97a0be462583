import { ageAt } from "./calendar.ts";
import { type Population, REFERENCE_DAY } from "./population.ts";
import { isUsable } from "./prints/capture.ts";
import type { Registry } from "./register.ts";

export interface PopulationDescription {
  readonly people: number;
  readonly households: number;
  readonly meanHouseholdSize: number;
  /** Shares, 0 to 1; ages at 2019-06-01. */
  readonly femaleShare: number;
  readonly under18Share: number;
  readonly childHeadedShare: number;
  readonly twins: number;
}

/** Counts of a population, to be held against published figures. */
export function describe(population: Population): PopulationDescription {
  const count = { people: 0, households: 0, female: 0, under18: 0, childHeaded: 0, twins: 0 };
  for (const { members } of population) {
    count.households++;
    for (const person of members) {
      const isChild = ageAt(person.birth, REFERENCE_DAY) < 18;
      count.people++;
      if (person.sex === "female") count.female++;
      if (isChild) count.under18++;
      if (isChild && person === members[0]) count.childHeaded++;
      if (person.twin !== undefined) count.twins++;
    }
  }
  return {
    people: count.people,
    households: count.households,
    meanHouseholdSize: count.people / count.households,
    femaleShare: count.female / count.people,
    under18Share: count.under18 / count.people,
    childHeadedShare: count.childHeaded / count.households,
    twins: count.twins,
  };
}

export interface RegistryDescription {
  readonly persons: number;
  readonly households: number;
  /** Shares of registered persons, 0 to 1. */
  readonly printShare: number;
  readonly usablePrintShare: number;
  readonly arabicScriptShare: number;
  readonly phoneShare: number;
  readonly consentShare: number;
}

/** Counts of a registry; `usablePrintShare` is of persons with at least one impression that is not worn. */
export function describeRegistry(registry: Registry): RegistryDescription {
  const count = { persons: 0, households: 0, prints: 0, usable: 0, arabic: 0, phones: 0, consents: 0 };
  for (const { members } of registry) {
    count.households++;
    for (const person of members) {
      count.persons++;
      if (person.captures.length > 0) count.prints++;
      if (person.captures.some(isUsable)) count.usable++;
      if (person.name.script === "Arab") count.arabic++;
      if (person.phone !== undefined) count.phones++;
      if (person.consents.deduplication && person.consents.assistance) count.consents++;
    }
  }
  return {
    persons: count.persons,
    households: count.households,
    printShare: count.prints / count.persons,
    usablePrintShare: count.usable / count.persons,
    arabicScriptShare: count.arabic / count.persons,
    phoneShare: count.phones / count.persons,
    consentShare: count.consents / count.persons,
  };
}
