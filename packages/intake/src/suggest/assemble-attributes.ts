import type { z } from "zod";
import type { Mapping } from "../mapping/mapping.ts";
import type { Candidate, SampledColumn } from "./columns.ts";
import type { Target } from "./header-words.ts";
import type { FileSample } from "./sample-file.ts";
import {
  CATEGORY_WORDS,
  LIFE_STATUS_WORDS,
  SEX_WORDS,
  VULNERABILITY_WORDS,
  YES_NO_WORDS,
} from "./value-words.ts";

type Attributes = z.input<typeof Mapping>["attributes"];

/** Finds the column chosen for a target. */
export type Of = (target: Target) => SampledColumn | undefined;

/** Above this share of first-of-January birth dates, they stand for years. One day in 365 would be 0.003. */
const FIRST_OF_JANUARY_SHARE = 0.1;

/** The converters of the attributes that the chosen columns give. */
export function attributesOf(
  sample: FileSample,
  chosen: readonly Candidate[],
  of: Of,
  key: SampledColumn,
  questions: string[],
): Attributes {
  const attributes: Attributes = { "person.agencyId": { kind: "text", column: key.column } };
  const names = nameColumns(of);
  if (names.length > 0) attributes["person.name"] = { kind: "name", columns: names };
  else questions.push("No column was found for the person's name.");

  const values = (target: Target, words: Readonly<Record<string, string | boolean>>) => {
    const column = of(target);
    return column === undefined
      ? undefined
      : { kind: "values" as const, column: column.column, values: { ...words } };
  };
  const text = (target: Target) => {
    const column = of(target);
    return column === undefined ? undefined : { kind: "text" as const, column: column.column };
  };
  const pcodes = chosen
    .filter(({ target }) => target === "location.pcode")
    .map(({ column }) => column)
    .sort((a, b) => longestText(b) - longestText(a))
    .slice(0, 6);
  const phone = of("person.phone");
  const size = of("household.size");
  const needs = of("person.vulnerabilities");
  const inHousehold = of("household.key") !== undefined;
  const found: { [Name in keyof Attributes]: Attributes[Name] | undefined } = {
    "person.sex": values("person.sex", SEX_WORDS),
    "person.birthDate": birthDateOf(sample, of, questions),
    "person.location": placeOf(pcodes, of("location.name")),
    "person.origin": placeOf(
      [of("origin.pcode")].filter((column) => column !== undefined),
      of("origin.name"),
    ),
    "person.category": values("person.category", CATEGORY_WORDS),
    "person.phone":
      phone === undefined
        ? undefined
        : { kind: "phone", column: phone.column, country: "SS", onInvalid: "notKnown" },
    "person.cardNumber": text("person.cardNumber"),
    "person.rationCard": text("person.rationCard"),
    "person.disability": values("person.disability", YES_NO_WORDS),
    "person.vulnerabilities":
      needs === undefined ? undefined : { kind: "list", column: needs.column, separator: separatorOf(needs) },
    "person.lifeStatus": values("person.lifeStatus", LIFE_STATUS_WORDS),
    "household.size":
      size === undefined || !inHousehold ? undefined : { kind: "integer", column: size.column },
    "household.number": inHousehold ? text("household.key") : undefined,
    "household.vulnerability": inHousehold
      ? values("household.vulnerability", VULNERABILITY_WORDS)
      : undefined,
  };
  for (const [name, converter] of Object.entries(found)) {
    if (converter !== undefined) attributes[name as keyof Attributes] = converter;
  }
  return attributes;
}

function nameColumns(of: Of): string[] {
  const parts = (["name.given", "name.father", "name.grandfather", "name.family"] as const)
    .map(of)
    .filter((column) => column !== undefined);
  const full = of("name.full");
  const columns = parts.length >= 2 || full === undefined ? parts : [full];
  return columns.map(({ column }) => column);
}

function placeOf(codes: readonly SampledColumn[], name: SampledColumn | undefined) {
  if (codes.length === 0) return undefined;
  const pcode = codes.map(({ column }) => column);
  return { kind: "place" as const, pcode, ...(name === undefined ? {} : { name: name.column }) };
}

function birthDateOf(sample: FileSample, of: Of, questions: string[]): Attributes["person.birthDate"] {
  const birth = of("person.birthDate");
  const age = of("person.age");
  const registered = of("registeredAt");
  const fromAge =
    age === undefined
      ? undefined
      : {
          kind: "age" as const,
          column: age.column,
          // The age 99 is an age here; a register that means "not known" by it must say so.
          ...(registered === undefined
            ? { at: { constant: sample.writtenOn } }
            : { at: { column: registered.column, formats: [registered.dates.format] } }),
        };
  if (birth === undefined) return fromAge;
  askWhetherSwapped(birth, questions);
  const estimated = of("birthDate.estimated");
  const exact = birth.dates.format === "YYYY" ? ("year" as const) : ("day" as const);
  const isJanuary = (text: string): boolean => /^(0?1[/.-]0?1[/.-]\d{4}|\d{4}[-/]?01[-/]?01)$/.test(text);
  const januaries = birth.texts.filter(isJanuary).length;
  const standForYears = januaries > birth.texts.length * FIRST_OF_JANUARY_SHARE;
  if (standForYears) {
    questions.push(`Many dates in ${birth.column} are the first of January; they are read as years.`);
  }
  const fromDate = {
    kind: "birthDate" as const,
    column: birth.column,
    formats: [birth.dates.format],
    ...(standForYears ? { firstOfJanuary: "year" as const } : {}),
    ...(estimated === undefined
      ? {}
      : {
          precision: {
            column: estimated.column,
            values: Object.fromEntries(
              Object.entries(YES_NO_WORDS).map(([word, yes]) => [word, yes ? ("estimated" as const) : exact]),
            ),
          },
        }),
  };
  return fromAge === undefined ? fromDate : { kind: "first", of: [fromDate, fromAge] };
}

function separatorOf({ texts }: SampledColumn): string {
  const separators = [";", "|", ",", "/"];
  const counts = separators.map((separator) => texts.filter((text) => text.includes(separator)).length);
  return separators[counts.indexOf(Math.max(...counts))] ?? ";";
}

function longestText({ texts }: SampledColumn): number {
  return Math.max(0, ...texts.map((text) => text.length));
}

/** Adds the question whether days and months are the other way round, where the dates do not tell. */
export function askWhetherSwapped({ column, dates }: SampledColumn, questions: string[]): void {
  if (dates.ambiguous)
    questions.push(`${column} could have the month before the day: ${dates.format} is assumed.`);
}
