import type { Registration } from "@accord/registry";
import type { AttributeName, AttributeState } from "@accord/vocabulary";
import type { Dice } from "./dice.ts";

/**
 * A person as the campaign knows them. Every value that can carry one bears the person's index, so that whatever is
 * found in captured bytes can be told to whom and to which attribute it belongs.
 */
export interface TruePerson {
  readonly index: number;
  readonly states: Readonly<Partial<Record<AttributeName, AttributeState>>>;
  readonly household: number;
  readonly head: boolean;
  readonly protectLocation: boolean;
  readonly programme: string;
  readonly registeredAt: string;
  readonly status: "active" | "departed" | "deceased";
  /** By purpose: what they said to the recipient; absent where they were not asked. */
  readonly consents: Map<string, boolean>;
  restricted: boolean;
  /** Purposes that they object to; `*` is every one. */
  readonly objections: Set<string>;
}

export const COUNTIES = ["SS0701", "SS0702", "SS0707", "SS0303", "SS0304", "SS0101"] as const;
export const PROGRAMMES = ["food", "cash", "school"] as const;
const RECIPIENT = "wfp";

const digits = (index: number): string => String(index).padStart(6, "0");
const site = (county: string, kind: "L" | "O", index: number): string =>
  `${county}${kind}${index.toString(36).toUpperCase().padStart(5, "0")}`;
const token = (letter: string, index: number): string => `${letter}qxzq${digits(index)}`;

function person(
  dice: Dice,
  index: number,
  household: number,
  head: boolean,
  purposes: readonly string[],
): TruePerson {
  const status = dice.falls(0.85) ? "active" : dice.oneOf(["departed", "deceased"] as const);
  const [county, origin] = [dice.oneOf(COUNTIES), dice.oneOf(COUNTIES)];
  const birth = `${dice.whole(1940, 2022)}-${String(dice.whole(1, 12)).padStart(2, "0")}-${String(dice.whole(1, 28)).padStart(2, "0")}`;
  const role = head ? "head" : "member";
  const values: Partial<Record<AttributeName, unknown>> = {
    "person.name": { parts: [token("N", index), token("F", index)], script: "Latn" },
    "person.sex": dice.oneOf(["female", "male"]),
    "person.birthDate": { precision: "day", date: birth },
    "person.membership": { household: token("H", household), role, relationship: head ? "self" : "other" },
    "person.location": { pcode: site(county, "L", index), name: token("P", index) },
    "person.origin": { pcode: site(origin, "O", index), name: token("Q", index) },
    "person.category": dice.oneOf(["idp", "returnee", "refugee", "host"]),
    "person.phone": `+21197${digits(index)}`,
    "person.agencyId": token("A", index),
    "person.cardNumber": token("C", index),
    "person.rationCard": token("R", index),
    "person.disability": dice.falls(0.2),
    "person.vulnerabilities": [token("V", index)],
    "person.lifeStatus": status === "active" ? "present" : status,
    ...(head
      ? {
          "household.size": dice.whole(1, 12),
          "household.number": token("Z", index),
          "household.vulnerability": dice.oneOf(["vulnerable", "veryVulnerable"]),
        }
      : {}),
  };
  const always = new Set([
    "person.name",
    "person.membership",
    "person.location",
    "person.lifeStatus",
    "person.birthDate",
  ]);
  const states = Object.fromEntries(
    Object.entries(values).map(([attribute, value]) => [
      attribute,
      always.has(attribute) || attribute.startsWith("household.") || dice.falls(0.85)
        ? { state: "known", value }
        : { state: dice.oneOf(["notKnown", "declined"]) },
    ]),
  );
  const consents = new Map<string, boolean>();
  for (const purpose of purposes) if (dice.falls(0.85)) consents.set(purpose, dice.falls(0.75));
  return {
    index,
    states,
    household,
    head,
    protectLocation: dice.falls(0.06),
    programme: dice.oneOf(PROGRAMMES),
    registeredAt: `2025-${String(dice.whole(1, 12)).padStart(2, "0")}-15`,
    status,
    consents,
    restricted: false,
    objections: new Set(),
  };
}

/** Households of one to six, in one registry. */
export function population(
  dice: Dice,
  persons: number,
  from: number,
  purposes: readonly string[],
): TruePerson[] {
  const people: TruePerson[] = [];
  while (people.length < persons) {
    const head = from + people.length;
    const size = Math.min(dice.whole(1, 6), persons - people.length);
    for (let member = 0; member < size; member++) {
      people.push(person(dice, head + member, head, member === 0, purposes));
    }
  }
  return people;
}

export function registrationOf(one: TruePerson): Registration {
  const entries = Object.entries(one.states);
  const of = (subject: string) =>
    Object.fromEntries(entries.filter(([name]) => name.startsWith(`${subject}.`)));
  return {
    externalKey: token("A", one.index),
    identifiers: [{ issuer: "iom", kind: "own", value: token("A", one.index) }],
    household: token("H", one.household),
    ...(one.head ? { householdStates: of("household") } : {}),
    states: of("person"),
    method: "declared",
    assertedAt: "2026-01-02T00:00:00Z",
    registeredAt: one.registeredAt,
    programme: one.programme,
    protectLocation: one.protectLocation,
    consents: [...one.consents].map(([purpose, given]) => ({
      recipient: RECIPIENT,
      purpose,
      given,
      assertedAt: "2026-01-02T00:00:00Z",
    })),
    rowDigest: `row ${one.index}`,
  };
}
