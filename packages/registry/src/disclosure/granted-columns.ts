import type { AttributeName, AttributeState, DisclosurePlan } from "@accord/vocabulary";

interface Source {
  /** Columns read, of `p` (person) or `h` (household, joined for its head only). */
  readonly columns: readonly string[];
  readonly valueOf: (row: Readonly<Record<string, unknown>>) => unknown;
}

const one = (column: string): Source => ({ columns: [column], valueOf: (row) => row[column.slice(2)] });

const place = (pcode: string, name: string): Source => ({
  columns: [`p.${pcode}`, `p.${name}`],
  valueOf: (row) => ({ pcode: row[pcode], ...(row[name] === null ? {} : { name: row[name] }) }),
});

/** From which columns each attribute is read. Templates are read apart, since they must be unsealed. */
const SOURCES: Readonly<Record<AttributeName, Source>> = {
  "person.name": one("p.name"),
  "person.sex": one("p.sex"),
  "person.birthDate": {
    columns: ["p.birth_date", "p.birth_precision"],
    valueOf: (row) => ({ precision: row.birth_precision, date: row.birth_date }),
  },
  "person.membership": {
    columns: ["p.household_id", "p.household_role", "p.relationship"],
    valueOf: (row) => ({
      household: row.household_id,
      role: row.household_role,
      relationship: row.relationship,
    }),
  },
  "person.location": place("location_pcode", "location_name"),
  "person.encounterPlace": place("met_pcode", "met_name"),
  "person.origin": place("origin_pcode", "origin_name"),
  "person.category": one("p.category"),
  "person.phone": one("p.phone"),
  "person.agencyId": one("p.agency_id"),
  "person.cardNumber": one("p.card_number"),
  "person.rationCard": one("p.ration_card"),
  "person.fingerprints": { columns: [], valueOf: () => undefined },
  "person.disability": one("p.disability"),
  "person.vulnerabilities": one("p.vulnerabilities"),
  "person.lifeStatus": one("p.life_status"),
  // Told in answers on distribution lists alone; no statement speaks of it.
  "person.assistance": { columns: [], valueOf: () => undefined },
  "household.size": one("h.size"),
  "household.number": one("h.number"),
  "household.vulnerability": one("h.vulnerability"),
};

/** The attributes granted of a person, each once, in the catalogue's order: without consent, those that need none. */
export function grantedAttributes(
  plan: DisclosurePlan,
  person: { readonly consented: boolean } = { consented: true },
): readonly AttributeName[] {
  const granted = new Set(
    plan.grants.filter((grant) => person.consented || !grant.consent).map((grant) => grant.attribute),
  );
  return (Object.keys(SOURCES) as AttributeName[]).filter((attribute) => granted.has(attribute));
}

/** Attributes that tell where a person is: where they live, and where they were met. */
export const PRESENT_PLACES = ["person.location", "person.encounterPlace"] as const satisfies AttributeName[];

export function isPresentPlace(name: AttributeName): name is (typeof PRESENT_PLACES)[number] {
  return (PRESENT_PLACES as readonly AttributeName[]).includes(name);
}

/** What may be read of persons alike: a protected place is not even read, nor what they did not consent to. */
export function readableAttributes(
  plan: DisclosurePlan,
  person: { readonly consented: boolean; readonly protected: boolean },
): readonly AttributeName[] {
  const granted = grantedAttributes(plan, person);
  return person.protected ? granted.filter((name) => !isPresentPlace(name)) : granted;
}

/** The select list of exactly these attributes: their columns, and their states under their own names. */
export function selectListOf(attributes: readonly AttributeName[]): string {
  const columns = attributes.flatMap((attribute) => SOURCES[attribute].columns);
  const states = attributes.map(
    (attribute) =>
      `${attribute.startsWith("household.") ? "h" : "p"}.states->>'${attribute}' as "${attribute}"`,
  );
  return [...columns, ...states].join(", ");
}

/** The states of one row that `selectListOf` selected; an attribute that nobody spoke of is absent. */
export function statesOfRow(
  attributes: readonly AttributeName[],
  row: Readonly<Record<string, unknown>>,
): Partial<Record<AttributeName, AttributeState>> {
  const states: Partial<Record<AttributeName, AttributeState>> = {};
  for (const attribute of attributes) {
    const state = row[attribute] as AttributeState["state"] | null;
    if (state === null) continue;
    states[attribute] = state === "known" ? { state, value: SOURCES[attribute].valueOf(row) } : { state };
  }
  return states;
}
