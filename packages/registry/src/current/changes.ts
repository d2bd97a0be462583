import { isDeepStrictEqual } from "node:util";
import type { AttributeName } from "@accord/vocabulary";
import type { PersonColumns } from "./project-person.ts";

export type ChangeCounts = Readonly<Partial<Record<AttributeName, number>>>;

/** The columns that hold each attribute's value; attributes without one (templates) are seen by their state alone. */
const COLUMNS_OF: Readonly<Partial<Record<AttributeName, readonly string[]>>> = {
  "person.name": ["name"],
  "person.sex": ["sex"],
  "person.birthDate": ["birth_date", "birth_precision"],
  "person.membership": ["household_id", "household_role", "relationship"],
  "person.location": ["location_pcode", "location_name"],
  "person.encounterPlace": ["met_pcode", "met_name"],
  "person.origin": ["origin_pcode", "origin_name"],
  "person.category": ["category"],
  "person.phone": ["phone"],
  "person.agencyId": ["agency_id"],
  "person.cardNumber": ["card_number"],
  "person.rationCard": ["ration_card"],
  "person.disability": ["disability"],
  "person.vulnerabilities": ["vulnerabilities"],
  "person.lifeStatus": ["life_status"],
  "household.size": ["size"],
  "household.number": ["number"],
  "household.vulnerability": ["vulnerability"],
};

interface Valued {
  readonly states: PersonColumns["states"];
}

/** Adds to the counts one for each attribute whose state or value is another. */
export function countChanges(
  changes: Partial<Record<AttributeName, number>>,
  before: Valued,
  after: Valued,
): void {
  const names = new Set([...Object.keys(before.states), ...Object.keys(after.states)]) as Set<AttributeName>;
  for (const name of names) {
    const same =
      before.states[name] === after.states[name] &&
      (COLUMNS_OF[name] ?? []).every((column) =>
        isDeepStrictEqual(columnOf(before, column), columnOf(after, column)),
      );
    if (!same) changes[name] = (changes[name] ?? 0) + 1;
  }
}

const columnOf = (row: Valued, column: string) => (row as unknown as Record<string, unknown>)[column] ?? null;
