import { type AttributeStates, known } from "@accord/vocabulary";
import type { Mapping } from "../mapping/mapping.ts";
import type { Problem } from "../problem.ts";
import type { Registration, RowOutcome } from "../registration.ts";
import { rowDigest } from "../row-digest.ts";
import { compileAttributes } from "./attributes.ts";
import { compileConsents } from "./consents.ts";
import type { Surroundings } from "./convert-attribute.ts";
import { type Control, compileChoice, compileDay, compileInstant, startOfDay } from "./convert-control.ts";
import { compileHousehold, type Household } from "./household.ts";
import { compileIdentifiers } from "./identifiers.ts";
import { compileKey, problemOfKey } from "./key.ts";
import { compileProgramme } from "./programme.ts";

export type ReadRow = (line: number, cells: readonly string[]) => RowOutcome;

/**
 * Compiles a mapping, with where its columns stand, into a function of one row. The function remembers the keys it has
 * seen: a key is rejected the second time.
 */
export function compileRow(indexes: ReadonlyMap<string, number>, mapping: Mapping): ReadRow {
  const around: Surroundings = {
    // Every column that the mapping names has been bound; -1 reads as an empty cell.
    indexOf: (column) => indexes.get(column) ?? -1,
    tokens: mapping,
    fromWorkbook: mapping.format.kind === "xlsx",
  };
  const readKey = compileKey(mapping.person.key, around);
  const readHousehold = compileHousehold(mapping, around);
  const readRegisteredAt = compileDay(mapping.registeredAt, around);
  const readAssertedAt =
    mapping.assertedAt === undefined ? undefined : compileInstant(mapping.assertedAt, around);
  const readMethod = compileChoice(mapping.method, around);
  const readProtect = compileChoice(mapping.protectLocation, around);
  const readProgramme = compileProgramme(mapping, around);
  const readAttributes = compileAttributes(mapping, around);
  const readIdentifiers = compileIdentifiers(mapping, around);
  const readConsents = compileConsents(mapping, around);
  const lines = new Map<string, number>();

  return (line, cells) => {
    const reject: Problem[] = [];
    const take = <T>(control: Control<T>): T | undefined => {
      if ("value" in control) return control.value;
      reject.push(control);
      return undefined;
    };
    const key = readKey(cells);
    const earlier = key === undefined ? undefined : lines.get(key);
    const keyProblem = problemOfKey(key, earlier);
    if (keyProblem !== undefined) reject.push({ column: mapping.person.key.join(", "), ...keyProblem });
    else if (key !== undefined) lines.set(copied(key), line);

    const registeredAt = take(readRegisteredAt(cells));
    const assertedAt =
      readAssertedAt === undefined
        ? registeredAt === undefined
          ? undefined
          : startOfDay(registeredAt)
        : take(readAssertedAt(cells));
    const method = take(readMethod(cells));
    const protectLocation = take(readProtect(cells));
    const household = take(readHousehold(cells));

    // A row without its date is rejected; its other cells are still looked at, so that one pass finds all problems.
    const said = readAttributes({ cells, registeredAt });
    reject.push(...said.reject);
    const consents = readConsents(cells, reject);
    const programme = readProgramme(cells);
    if (
      reject.length > 0 ||
      key === undefined ||
      registeredAt === undefined ||
      assertedAt === undefined ||
      method === undefined ||
      protectLocation === undefined
    ) {
      return {
        kind: "reject",
        line,
        ...(mapping.person.keyIsPersonal || key === undefined ? {} : { key }),
        reject,
      };
    }
    const content: Omit<Registration, "rowDigest"> = {
      externalKey: key,
      identifiers: readIdentifiers(cells),
      household: household?.key,
      householdStates: household?.key === undefined ? {} : said.householdStates,
      states: withMembership(said.states, household),
      method,
      assertedAt,
      registeredAt,
      ...(programme === undefined ? {} : { programme }),
      protectLocation,
      consents,
    };
    return {
      kind: "registration",
      line,
      registration: { ...content, rowDigest: rowDigest(content) },
      warnings: said.warnings,
    };
  };
}

function withMembership(states: AttributeStates, household: Household | undefined): AttributeStates {
  if (household?.key === undefined) return states;
  const { key, role, relationship } = household;
  return { ...states, "person.membership": known({ household: key, role, relationship }) };
}

/** A key is a slice of the file's text, which it would keep in memory for as long as it is remembered. */
function copied(key: string): string {
  return Buffer.from(key, "utf8").toString("utf8");
}
