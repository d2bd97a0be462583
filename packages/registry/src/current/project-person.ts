import type { Assertion, AttributeName, BirthDate, Membership, PersonName, Place } from "@accord/vocabulary";

/** The typed columns in which a person's current values stand, with their SQL types. */
export const PERSON_COLUMNS = {
  name: "jsonb",
  name_text: "text",
  sex: "text",
  birth_date: "text",
  birth_precision: "text",
  birth_year: "smallint",
  location_pcode: "text",
  location_name: "text",
  met_pcode: "text",
  met_name: "text",
  origin_pcode: "text",
  origin_name: "text",
  category: "text",
  phone: "text",
  agency_id: "text",
  card_number: "text",
  ration_card: "text",
  disability: "boolean",
  vulnerabilities: "jsonb",
  life_status: "text",
  household_id: "uuid",
  household_role: "text",
  relationship: "text",
  states: "jsonb",
  foreign_attributes: "text[]",
} as const;

export type PersonColumns = {
  readonly [column in Exclude<keyof typeof PERSON_COLUMNS, "states" | "foreign_attributes">]?: unknown;
} & {
  readonly states: Readonly<Partial<Record<AttributeName, string>>>;
  /** Attributes whose current value another agency gave: never disclosed to a third. */
  readonly foreign_attributes: readonly AttributeName[] | null;
};

export type Current = ReadonlyMap<AttributeName, Assertion>;

/** Current values as columns. Pure; what has no known value is left out, which is null in the store. */
export function projectPerson(current: Current, agency: string): PersonColumns {
  const value = <T>(attribute: AttributeName): T | undefined => {
    const state = current.get(attribute)?.state;
    return state?.state === "known" ? (state.value as T) : undefined;
  };
  const name = value<PersonName>("person.name");
  const birth = value<BirthDate>("person.birthDate");
  const location = value<Place>("person.location");
  const met = value<Place>("person.encounterPlace");
  const origin = value<Place>("person.origin");
  const membership = value<Membership>("person.membership");
  return {
    name,
    name_text: name === undefined ? undefined : searchableName(name),
    sex: value("person.sex"),
    birth_date: birth?.date,
    birth_precision: birth?.precision,
    birth_year: birth === undefined ? undefined : Number(birth.date.slice(0, 4)),
    location_pcode: location?.pcode,
    location_name: location?.name,
    met_pcode: met?.pcode,
    met_name: met?.name,
    origin_pcode: origin?.pcode,
    origin_name: origin?.name,
    category: value("person.category"),
    phone: value("person.phone"),
    agency_id: value("person.agencyId"),
    card_number: value("person.cardNumber"),
    ration_card: value("person.rationCard"),
    disability: value("person.disability"),
    vulnerabilities: value("person.vulnerabilities"),
    life_status: value("person.lifeStatus"),
    household_id: membership?.household,
    household_role: membership?.role,
    relationship: membership?.relationship,
    states: statesOf(current),
    foreign_attributes: foreignAttributes(current, agency),
  };
}

export function statesOf(current: Current): Partial<Record<AttributeName, string>> {
  return Object.fromEntries([...current].map(([attribute, assertion]) => [attribute, assertion.state.state]));
}

export function foreignAttributes(current: Current, agency: string): readonly AttributeName[] | null {
  const foreign = [...current].filter(([, assertion]) => assertion.source !== agency).map(([name]) => name);
  return foreign.length === 0 ? null : foreign.sort();
}

/** Lower-case parts, each after a space, so that ` word` finds the beginning of a part. */
function searchableName(name: PersonName): string {
  return ` ${[...name.parts, ...(name.transliteration ?? [])].join(" ").toLowerCase()}`;
}
