import { type StandardBirth, standardiseBirth } from "./birth.ts";
import { plainIdentifier } from "./identifiers.ts";
import { type StandardName, standardiseName } from "./names/standard-name.ts";
import type { LinkageRecord } from "./record.ts";

/** A record ready for blocking and comparison. */
export interface StandardRecord {
  readonly id: string;
  readonly name: StandardName | undefined;
  readonly sex: string | undefined;
  readonly birth: StandardBirth | undefined;
  readonly place: string | undefined;
  readonly origin: string | undefined;
  readonly phone: string | undefined;
  readonly identifiers: readonly string[];
  readonly household: string | undefined;
  /** `head`, else the relationship to the head, else `alternate` or `member`. */
  readonly role: string | undefined;
  readonly householdSize: number | undefined;
}

/** Attributes by which a rule or comparison may say what it needs. */
export type Column =
  | "name"
  | "sex"
  | "birthDate"
  | "place"
  | "origin"
  | "phone"
  | "identifiers"
  | "household"
  | "role"
  | "householdSize";

function present(text: string | undefined): string | undefined {
  const trimmed = text?.trim();
  return trimmed === undefined || trimmed === "" ? undefined : trimmed.slice(0, 200);
}

/** The last nine digits of a phone number; a hash (anything with letters) stays as it is. */
function standardisePhone(text: string | undefined): string | undefined {
  const phone = present(text);
  if (phone === undefined || /[a-z_]/i.test(phone)) return phone;
  const digits = phone.replace(/\D/g, "");
  return digits.length < 6 ? undefined : digits.slice(-9);
}

/** Standardises one record. Values that cannot be read count as missing. */
export function standardiseRecord(record: LinkageRecord): StandardRecord {
  const role = present(record.role);
  const relationship = present(record.relationship)?.toLowerCase();
  return {
    id: record.id,
    name: standardiseName(record.nameParts),
    sex: present(record.sex),
    birth: standardiseBirth(record.birthDate, record.birthEstimated === true),
    place: present(record.place)?.toUpperCase(),
    origin: present(record.origin)?.toUpperCase(),
    phone: standardisePhone(record.phone),
    identifiers: [
      ...new Set(
        (record.identifiers ?? [])
          .map(present)
          .filter((one) => one !== undefined)
          .map((one) => plainIdentifier(one) ?? one),
      ),
    ].sort(),
    household: present(record.household),
    role:
      role === "head"
        ? "head"
        : relationship === undefined || relationship === "unknown"
          ? role
          : relationship,
    householdSize: record.householdSize,
  };
}
