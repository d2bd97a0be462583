import { AccordError } from "@accord/vocabulary";
import type { z } from "zod";
import type { Mapping } from "../mapping/mapping.ts";
import { askWhetherSwapped, attributesOf, type Of } from "./assemble-attributes.ts";
import type { Candidate, SampledColumn } from "./columns.ts";
import { consentOf, headerWords, type Target } from "./header-words.ts";
import type { FileSample } from "./sample-file.ts";
import { DECLINED_WORDS, NOT_KNOWN_WORDS, RELATIONSHIP_WORDS, YES_NO_WORDS } from "./value-words.ts";

type MappingInput = z.input<typeof Mapping>;

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
    throw new AccordError("intake.no_key", "no column can be the person's key", {
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
    // Who left the cell empty did not ask for protection; a word that is not known must not mean "no".
    document.protectLocation = {
      rules: [{ column: protect.column, values: { ...YES_NO_WORDS, "": false } }],
    };
  }
  const programme = of("programme");
  if (programme !== undefined) document.programme = { column: programme.column };
  return { document, questions };
}

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
