import type { RegisteredPerson } from "./registered-person.ts";
import type { Category, Relationship } from "./true-person.ts";

/** Columns of the BRaVE profile, as the README specifies them. */
export const BRAVE_HEADERS = [
  "BRaVE_ID",
  "HH_Number",
  "Full_Name",
  "Sex",
  "Date_of_Birth",
  "Estimated_Age",
  "Registration_Date",
  "Relationship_to_Head",
  "Alternate",
  "HH_Size",
  "County_PCode",
  "Site_PCode",
  "Site_Name",
  "Origin_County_PCode",
  "Category",
  "Phone",
  "Ration_Card",
  "Disability",
  "Vulnerability_Codes",
  "Protect_Location",
  "Consent_WFP_Deduplication",
  "Consent_WFP_Assistance",
] as const;

const RELATIONSHIPS: Readonly<Record<Relationship, readonly [female: string, male: string]>> = {
  self: ["Head", "Head"],
  spouse: ["Spouse", "Spouse"],
  child: ["Daughter", "Son"],
  parent: ["Mother", "Father"],
  sibling: ["Sister", "Brother"],
  grandchild: ["Granddaughter", "Grandson"],
  grandparent: ["Grandmother", "Grandfather"],
  fosterChild: ["Foster child", "Foster child"],
  other: ["Other", "Other"],
};

const CATEGORIES: Readonly<Record<Category, string>> = {
  idp: "IDP",
  returnee: "Returnee",
  host: "Host community",
};

/** A person as a row of the BRaVE profile, cells in the order of `BRAVE_HEADERS`. */
export function braveRow(person: RegisteredPerson): string[] {
  const { birth } = person;
  const registrationYear = Number(person.registeredOn.slice(0, 4));
  return [
    person.id,
    person.household,
    person.name.parts.join(" "),
    person.sex === "female" ? "F" : "M",
    birth.kind === "day" ? birth.date.split("-").reverse().join("/") : "",
    birth.kind === "day" ? "" : String(registrationYear - birth.year),
    person.registeredOn,
    RELATIONSHIPS[person.relationship ?? "other"][person.sex === "female" ? 0 : 1],
    letter(person.role === "alternate"),
    String(person.householdSize),
    person.site.county.pcode,
    person.site.code,
    person.site.name,
    person.origin?.pcode ?? "",
    CATEGORIES[person.category],
    person.phone ?? "",
    person.rationCard ?? "",
    person.disability === undefined ? "" : letter(person.disability),
    person.vulnerabilities.join(";"),
    letter(person.protectLocation),
    letter(person.consents.deduplication),
    letter(person.consents.assistance),
  ];
}

function letter(yes: boolean): string {
  return yes ? "Y" : "N";
}
