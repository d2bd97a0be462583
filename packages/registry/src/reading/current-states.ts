import type { AttributeName, AttributeState, AttributeStates } from "@accord/vocabulary";
import { sql } from "kysely";
import { statesOfRow } from "../disclosure/granted-columns.ts";

/** Attributes of a person that are shown by value; templates are counted, never shown. */
const SHOWN: readonly AttributeName[] = [
  "person.name",
  "person.sex",
  "person.birthDate",
  "person.membership",
  "person.location",
  "person.encounterPlace",
  "person.origin",
  "person.category",
  "person.phone",
  "person.agencyId",
  "person.cardNumber",
  "person.rationCard",
  "person.disability",
  "person.vulnerabilities",
  "person.lifeStatus",
];

/** Columns of `person p` from which `currentStates` makes the attributes. */
export const CURRENT_COLUMNS = sql.raw(
  `p.name, p.sex, p.birth_date, p.birth_precision, p.household_id, p.household_role, p.relationship, p.location_pcode,
   p.location_name, p.met_pcode, p.met_name, p.origin_pcode, p.origin_name, p.category, p.phone, p.agency_id, p.card_number, p.ration_card,
   p.disability, p.vulnerabilities, p.life_status, p.states`,
);

export interface CurrentRow {
  readonly states: Readonly<Partial<Record<AttributeName, AttributeState["state"]>>>;
}

/** The current states of a row of `CURRENT_COLUMNS`. */
export function currentStates(row: CurrentRow): AttributeStates {
  const withStates = { ...row, ...Object.fromEntries(SHOWN.map((name) => [name, row.states[name] ?? null])) };
  return statesOfRow(SHOWN, withStates);
}
