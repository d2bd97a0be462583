import type { RegisteredPerson, VulnerabilityRating } from "./registered-person.ts";
import type { Category, Relationship } from "./true-person.ts";

/** Columns of the SCOPE profile, as the README specifies them. */
export const SCOPE_HEADERS = [
  "SCOPE ID",
  "Household ID",
  "Household Name",
  "Principal Recipient",
  "Alternate Recipient",
  "Relationship to Principal",
  "Given Name",
  "Father Name",
  "Grandfather Name",
  "Gender",
  "Year of Birth",
  "Year of Birth Estimated",
  "Residence Status",
  "Location Name",
  "Location Code",
  "Household Size",
  "Vulnerability Rating",
  "Card Number",
  "Ration Card",
  "Phone Number",
  "Disability",
  "Registration Date",
  "Consent IOM Deduplication",
  "Consent IOM Assistance",
  "Do Not Share Location",
] as const;

const RELATIONSHIPS: Readonly<Record<Relationship, string>> = {
  self: "Self",
  spouse: "Wife/Husband",
  child: "Child",
  parent: "Parent",
  sibling: "Brother/Sister",
  grandchild: "Grandchild",
  grandparent: "Grandparent",
  fosterChild: "Foster child",
  other: "Other",
};

const RATINGS: Readonly<Record<VulnerabilityRating, string>> = {
  unknown: "Unknown",
  notVulnerable: "Not vulnerable",
  vulnerable: "Vulnerable",
  veryVulnerable: "Very vulnerable",
  extremelyVulnerable: "Extremely vulnerable",
};

const STATUSES: Readonly<Record<Category, string>> = { idp: "IDP", returnee: "Returnee", host: "Resident" };

/** A person as a row of the SCOPE profile, cells in the order of `SCOPE_HEADERS`. */
export function scopeRow(person: RegisteredPerson): string[] {
  return [
    person.id,
    person.household,
    person.householdName,
    word(person.role === "head"),
    word(person.role === "alternate"),
    person.relationship === undefined ? "Unknown" : RELATIONSHIPS[person.relationship],
    person.name.given,
    person.name.father ?? "",
    person.name.grandfather ?? "",
    person.sex === "female" ? "Female" : "Male",
    String(person.birth.year),
    word(person.birth.kind === "estimated"),
    STATUSES[person.category],
    person.site.name,
    person.site.code,
    String(person.householdSize),
    RATINGS[person.householdVulnerability],
    person.cardNumber ?? "",
    person.rationCard ?? "",
    person.phone ?? "",
    person.disability === undefined ? "" : word(person.disability),
    person.registeredOn.split("-").reverse().join("."),
    word(person.consents.deduplication),
    word(person.consents.assistance),
    word(person.protectLocation),
  ];
}

function word(yes: boolean): string {
  return yes ? "Yes" : "No";
}
