import { AccordError, ATTRIBUTES, type AttributeName, type AttributeState, known } from "@accord/vocabulary";
import { cellAt, folded, lookup } from "./convert/cell.ts";
import { compileConverter, type Surroundings, wholePattern } from "./convert/convert-attribute.ts";
import {
  type Control,
  compileChoice,
  compileDay,
  compileInstant,
  compileKey,
  startOfDay,
} from "./convert/convert-control.ts";
import type { Reading } from "./convert/reading.ts";
import { columnsOf } from "./mapping/columns-used.ts";
import type { Converter } from "./mapping/converter.ts";
import type { Mapping } from "./mapping/mapping.ts";
import type { Problem } from "./problem.ts";
import type { RegisteredConsent, RegisteredIdentifier, Registration, RowOutcome } from "./registration.ts";
import { rowDigest } from "./row-digest.ts";
import { bindColumns } from "./rows/header.ts";
import type { FileRow } from "./rows/row.ts";

const LONGEST_KEY = 80;

/**
 * Turns a file's rows into registrations. Each row gives one outcome, in order; a row that a mapping cannot read is a
 * reject with every problem it has, and so is a key that stood on an earlier line.
 *
 * @throws AccordError `INTAKE_HEADER_*` where the header lacks or repeats a column that the mapping reads
 */
export async function* registrationsFrom(
  rows: AsyncIterable<FileRow>,
  mapping: Mapping,
): AsyncGenerator<RowOutcome> {
  let read: ((line: number, cells: readonly string[]) => RowOutcome) | undefined;
  for await (const row of rows) {
    switch (row.kind) {
      case "header":
        read = compileRow(bindColumns(row.columns, mapping), mapping);
        break;
      case "unreadable":
        yield { kind: "reject", line: row.line, reject: row.reject };
        break;
      case "row":
        if (read === undefined) {
          throw new AccordError("INTAKE_HEADER_MISSING", "the rows have no header", {
            remedy: "Hand over the rows as readRows gives them.",
          });
        }
        yield read(row.line, row.cells);
    }
  }
}

function compileRow(
  indexes: ReadonlyMap<string, number>,
  mapping: Mapping,
): (line: number, cells: readonly string[]) => RowOutcome {
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
  const attributes = compileAttributes(mapping, around);
  const identifiers = compileIdentifiers(mapping, around);
  const consents = compileConsents(mapping, around);
  const lines = new Map<string, number>();

  return (line, cells) => {
    const reject: Problem[] = [];
    const warnings: Problem[] = [];
    const take = <T>(control: Control<T>): T | undefined => {
      if ("value" in control) return control.value;
      reject.push(control);
      return undefined;
    };
    const key = readKey(cells);
    const earlier = key === undefined ? undefined : lines.get(key);
    const keyProblem = problemOfKey(key, earlier);
    if (keyProblem !== undefined) reject.push({ column: mapping.person.key.join(", "), ...keyProblem });
    else if (key !== undefined) lines.set(key, line);

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

    const states: Partial<Record<AttributeName, AttributeState>> = {};
    const householdStates: Partial<Record<AttributeName, AttributeState>> = {};
    // Without its date a row is rejected anyway; its other cells are still looked at, so that one pass finds all.
    const context = { cells, registeredAt: registeredAt ?? "9999-12-31" };
    for (const { name, convert, keepsRow, column, isHousehold } of attributes) {
      const reading = checkedReading(name, convert(context), column);
      if (reading.kind === "nothing") continue;
      let state: AttributeState;
      if (reading.kind === "state") {
        state = reading.state;
      } else if (keepsRow) {
        warnings.push(reading.fault);
        state = { state: "notKnown" };
      } else {
        reject.push(reading.fault);
        continue;
      }
      (isHousehold ? householdStates : states)[name] = state;
    }
    if (household !== undefined && household.key !== undefined) {
      states["person.membership"] = known({
        household: household.key,
        role: household.role,
        relationship: household.relationship,
      });
    }
    const rowConsents = consents(cells, reject);
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
      identifiers: identifiers(cells),
      household: household?.key,
      householdStates: household?.key === undefined ? {} : householdStates,
      states,
      method,
      assertedAt,
      registeredAt,
      ...(programme === undefined ? {} : { programme }),
      protectLocation,
      consents: rowConsents,
    };
    return {
      kind: "registration",
      line,
      registration: { ...content, rowDigest: rowDigest(content) },
      warnings,
    };
  };
}

function problemOfKey(
  key: string | undefined,
  earlierLine: number | undefined,
): Omit<Problem, "column"> | undefined {
  if (key === undefined) {
    return { problem: "the person's key is empty", remedy: "Fill in the key, as the data source has it." };
  }
  if (key.length > LONGEST_KEY) {
    return {
      problem: `the person's key has more than ${LONGEST_KEY} characters`,
      remedy: "Correct the key; or name another key column in the mapping.",
    };
  }
  if (earlierLine !== undefined) {
    return {
      problem: `line ${earlierLine} has the same key`,
      remedy: "Keep one of the two rows; or name a key in the mapping that each person has alone.",
    };
  }
  return undefined;
}

/** Checks a known value against its attribute, so that nothing leaves here that the vocabulary would refuse. */
function checkedReading(name: AttributeName, reading: Reading, column: string): Reading {
  if (reading.kind !== "state" || reading.state.state !== "known") return reading;
  const parsed = ATTRIBUTES[name].schema.safeParse(reading.state.value);
  if (parsed.success) return { kind: "state", state: known(parsed.data) };
  return {
    kind: "fault",
    fault: {
      column,
      problem: `this cannot be a value of ${name}: it is too long, too short or out of range`,
      remedy: "Correct the cell.",
    },
  };
}

interface CompiledAttribute {
  readonly name: AttributeName;
  readonly convert: (row: { cells: readonly string[]; registeredAt: string }) => Reading;
  readonly keepsRow: boolean;
  readonly column: string;
  readonly isHousehold: boolean;
}

function compileAttributes(mapping: Mapping, around: Surroundings): CompiledAttribute[] {
  return Object.entries(mapping.attributes).flatMap(([name, converter]) =>
    converter === undefined
      ? []
      : [
          {
            name: name as AttributeName,
            convert: compileConverter(converter, around),
            keepsRow: keepsRow(converter),
            column: columnsOf(converter).join(", "),
            isHousehold: name.startsWith("household."),
          },
        ],
  );
}

function keepsRow(converter: Converter): boolean {
  if (converter.kind === "first") return converter.of.some(keepsRow);
  return converter.kind !== "constant" && converter.onInvalid === "notKnown";
}

interface Household {
  readonly key: string | undefined;
  readonly role: string;
  readonly relationship: string;
}

function compileHousehold(
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

function compileProgramme(
  mapping: Mapping,
  around: Surroundings,
): (cells: readonly string[]) => string | undefined {
  const { programme } = mapping;
  if (programme === undefined) return () => undefined;
  if ("constant" in programme) return () => programme.constant;
  const read = cellAt(around.indexOf(programme.column), mapping);
  return (cells) => {
    const text = read(cells);
    return typeof text === "string" ? text : undefined;
  };
}

function compileIdentifiers(
  mapping: Mapping,
  around: Surroundings,
): (cells: readonly string[]) => RegisteredIdentifier[] {
  const readers = mapping.identifiers.map(({ issuer, kind, column, pattern }) => ({
    issuer,
    kind,
    read: cellAt(around.indexOf(column), mapping),
    pattern: pattern === undefined ? undefined : wholePattern(pattern),
  }));
  return (cells) => {
    const found: RegisteredIdentifier[] = [];
    for (const { issuer, kind, read, pattern } of readers) {
      const value = read(cells);
      if (typeof value !== "string" || pattern?.test(value) === false) continue;
      found.push({ issuer, kind, value });
    }
    return found;
  };
}

/** Consents that the row states. Where nothing is written, nothing is said: nobody agrees by an empty cell. */
function compileConsents(
  mapping: Mapping,
  around: Surroundings,
): (cells: readonly string[], reject: Problem[]) => RegisteredConsent[] {
  const readers = mapping.consents.map((consent) => ({
    consent,
    index: "column" in consent ? around.indexOf(consent.column) : -1,
    find: lookup("column" in consent ? consent.values : {}),
  }));
  const silent = new Set([...mapping.notKnown, ...mapping.declined].map(folded));
  return (cells, reject) => {
    const found: RegisteredConsent[] = [];
    for (const { consent, index, find } of readers) {
      const { recipient, purpose } = consent;
      if ("constant" in consent) {
        found.push({ recipient, purpose, given: consent.constant });
        continue;
      }
      const text = cells[index] ?? "";
      const given = find(text);
      if (given !== undefined) found.push({ recipient, purpose, given });
      else if (text !== "" && !silent.has(folded(text))) {
        reject.push({
          column: consent.column,
          problem: "the mapping does not list this value",
          remedy: `Write one of: ${Object.keys(consent.values).join(", ")}; or add the value to the mapping.`,
        });
      }
    }
    return found;
  };
}
