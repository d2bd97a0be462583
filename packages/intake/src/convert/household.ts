import type { Mapping } from "../mapping/mapping.ts";
import type { Surroundings } from "./convert-attribute.ts";
import { type Control, compileChoice } from "./convert-control.ts";
import { compileKey, LONGEST_KEY } from "./key.ts";

/** A person's place in a household; `key` is undefined where the row names none. */
export interface Household {
  readonly key: string | undefined;
  readonly role: string;
  readonly relationship: string;
}

export function compileHousehold(
  mapping: Mapping,
  around: Surroundings,
): (cells: readonly string[]) => Control<Household | undefined> {
  const { household } = mapping;
  if (household === undefined) return () => ({ value: undefined });
  const readKey = compileKey(household.key, around);
  const readRole = compileChoice(household.role, around);
  const readRelationship = compileChoice(household.relationship, around);
  return (cells) => {
    const key = readKey(cells);
    if (key === undefined) return { value: undefined };
    if (key.length > LONGEST_KEY) {
      return {
        column: household.key.join(", "),
        problem: `the household's key has more than ${LONGEST_KEY} characters`,
        remedy: "Correct the key.",
      };
    }
    const role = readRole(cells);
    if (!("value" in role)) return role;
    const relationship = readRelationship(cells);
    if (!("value" in relationship)) return relationship;
    return { value: { key, role: role.value, relationship: relationship.value } };
  };
}
