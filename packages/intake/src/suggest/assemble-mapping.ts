import { AccordError } from "@accord/vocabulary";
import type { z } from "zod";
import type { Mapping } from "../mapping/mapping.ts";
import type { Candidate, SampledColumn } from "./columns.ts";
import { consentOf, headerWords, type Target } from "./header-words.ts";
import type { FileSample } from "./sample-file.ts";
import {
  CATEGORY_WORDS,
  DECLINED_WORDS,
  LIFE_STATUS_WORDS,
  NOT_KNOWN_WORDS,
  RELATIONSHIP_WORDS,
  SEX_WORDS,
  VULNERABILITY_WORDS,
  YES_NO_WORDS,
} from "./value-words.ts";

type MappingInput = z.input<typeof Mapping>;
type Attributes = MappingInput["attributes"];

/** Above this share of first-of-January birth dates, they stand for years. One day in 365 would be 0.003. */
const FIRST_OF_JANUARY_SHARE = 0.1;

/** Puts chosen columns together to a mapping, with the questions that a person should settle. */
export function assembleMapping(
  sample: FileSample,
  columns: readonly SampledColumn[],
  chosen: readonly Candidate[],
): { document: MappingInput; questions: string[] } {
  const questions: string[] = [];
  const of = (target: Target): SampledColumn | undefined =>
    chosen.find((candidate) => candidate.target === target)?.column;
  const key = of("person.key") ?? uniqueColumn(columns, chosen, sample.rows.length);
  if (key === undefined) {
    throw new AccordError("INTAKE_NO_KEY", "no column can be the person's key", {
      where: sample.name,
      remedy: "Add a column in which each person has a value of their own.",
    });
  }
  if (of("person.key") === undefined) {
    questions.push(`No header names the person's key; ${key.column} is taken since its values differ.`);
  } else if (key.distinct < sample.rows.length) {
    questions.push(`${key.column} repeats or has gaps: is it the key of a person, or of a household?`);
  }
  const profile = profileOf(sample.columns);
  const document: MappingInput = {
    accordMapping: 1,
    name: `Suggested for ${sample.name}`.slice(0, 100),
    profile,
    format: sample.format,
    declined: DECLINED_WORDS,
    notKnown: NOT_KNOWN_WORDS,
    person: { key: [key.column], keyIsPersonal: true },
    attributes: attributesOf(sample, chosen, of, key, questions),
    identifiers: identifiersOf(profile, key, of),
    consents: consentsOf(chosen),
    registeredAt: registeredAtOf(sample, of, questions),
  };
  const household = of("household.key");
  if (household !== undefined) {
    document.household = { key: [household.column], ...placeInHousehold(of, questions) };
  }
  const protect = of("protectLocation");
  if (protect !== undefined) {
    document.protectLocation = {
      rules: [{ column: protect.column, values: YES_NO_WORDS }],
      // Who left the cell empty did not ask for protection.
      otherwise: false,
    };
  }
  const programme = of("programme");
  if (programme !== undefined) document.programme = { column: programme.column };
  return { document, questions };
}

type Of = (target: Target) => SampledColumn | undefined;

function uniqueColumn(
  columns: readonly SampledColumn[],
  chosen: readonly Candidate[],
  rows: number,
): SampledColumn | undefined {
  const taken = new Set(chosen.map(({ column }) => column));
  return columns.find(
    (column) => column.column !== "" && !taken.has(column) && column.distinct === rows && rows > 0,
  );
}

function profileOf(columns: readonly string[]): string {
  const words = ` ${columns.map(headerWords).join(" ")} `;
  return words.includes(" brave ") ? "brave" : words.includes(" scope ") ? "scope" : "imported";
}

function identifiersOf(profile: string, key: SampledColumn, of: Of): MappingInput["identifiers"] {
  const issuer = { brave: "IOM", scope: "WFP" }[profile];
  const card = of("person.cardNumber");
  const ration = of("person.rationCard");
  return [
    ...(issuer === undefined ? [] : [{ issuer, kind: "agencyId", column: key.column }]),
    ...(card === undefined || issuer === undefined
      ? []
      : [{ issuer, kind: "cardNumber", column: card.column }]),
    // Ration cards in the region are WFP's, whoever registers them.
    ...(ration === undefined ? [] : [{ issuer: "WFP", kind: "rationCard", column: ration.column }]),
  ];
}

function consentsOf(chosen: readonly Candidate[]): MappingInput["consents"] {
  return chosen.flatMap(({ target, column }) => {
    const consent = target === "consent" ? consentOf(column.column) : undefined;
    return consent === undefined ? [] : [{ ...consent, column: column.column, values: YES_NO_WORDS }];
  });
}

function registeredAtOf(sample: FileSample, of: Of, questions: string[]): MappingInput["registeredAt"] {
  const column = of("registeredAt");
  if (column === undefined) {
    questions.push(
      `No column gives the registration date; the day the file was written, ${sample.writtenOn}, stands for all.`,
    );
    return { constant: sample.writtenOn };
  }
  askWhetherSwapped(column, questions);
  return { column: column.column, formats: [column.dates.format] };
}

function askWhetherSwapped({ column, dates }: SampledColumn, questions: string[]): void {
  if (dates.ambiguous)
    questions.push(`${column} could have the month before the day: ${dates.format} is assumed.`);
}

function placeInHousehold(
  of: Of,
  questions: string[],
): Pick<NonNullable<MappingInput["household"]>, "role" | "relationship"> {
  const relationship = of("household.relationship");
  const head = of("household.head");
  const alternate = of("household.alternate");
  const heads = Object.fromEntries(
    Object.entries(RELATIONSHIP_WORDS)
      .filter(([, value]) => value === "self")
      .map(([word]) => [word, "head" as const]),
  );
  const yes = <T>(value: T): Record<string, T> =>
    Object.fromEntries(
      Object.entries(YES_NO_WORDS)
        .filter(([, isYes]) => isYes)
        .map(([word]) => [word, value]),
    );
  const rules = [
    ...(head === undefined ? [] : [{ column: head.column, values: yes("head" as const) }]),
    ...(relationship === undefined || head !== undefined
      ? []
      : [{ column: relationship.column, values: heads }]),
    ...(alternate === undefined ? [] : [{ column: alternate.column, values: yes("alternate" as const) }]),
  ];
  if (rules.length === 0) questions.push("No column says who is the head of a household.");
  return {
    role: rules.length === 0 ? { constant: "member" } : { rules, otherwise: "member" },
    relationship:
      relationship === undefined
        ? { constant: "notKnown" }
        : { rules: [{ column: relationship.column, values: RELATIONSHIP_WORDS }], otherwise: "notKnown" },
  };
}

function attributesOf(
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
