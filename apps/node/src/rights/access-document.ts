import { type Language, PURPOSES, type Purpose, purposeInWords } from "@accord/agreement";
import { ATTRIBUTES, type AttributeState } from "@accord/vocabulary";
import type { Block, PrintedDocument } from "../print/print-pdf.ts";
import { ACCESS_WORDS, type AccessWords } from "./access-words.ts";
import { filled } from "./receipt-words.ts";
import type { SubjectAccess } from "./subject-access.ts";

/** The answer to a request for access on paper; `digest` is of the JSON that goes with it. */
export function accessDocument(access: SubjectAccess, language: Language, digest: string): PrintedDocument {
  const words = ACCESS_WORDS[language];
  const values = {
    agency: access.agency.name,
    date: access.madeAt.slice(0, 10),
    identified: access.identifiedBy,
  };
  return {
    title: filled(words.title, values),
    language,
    direction: language === "ar" ? "rtl" : "ltr",
    foot: `${access.agency.name} · ${access.madeAt.slice(0, 10)} · sha256 ${digest}`,
    madeAt: access.madeAt,
    blocks: [
      { kind: "paragraph", text: filled(words.intro, values) },
      ...heldBlocks(access, language, words),
      ...section(words.identifiers, words.identifierColumns, identifierRows(access), [1, 1, 2]),
      ...section(words.prints, words.printColumns, printRows(access)),
      ...section(words.decisions, words.decisionColumns, decisionRows(access, language, words)),
      ...disclosureBlocks(access, language, words),
      ...section(words.requests, words.requestColumns, requestRows(access)),
      ...section(words.proofs, words.proofColumns, proofRows(access, words), [1, 2, 2, 2]),
    ],
  };
}

function section(
  heading: string,
  headings: readonly string[],
  rows: readonly (readonly string[])[],
  widths?: readonly number[],
): readonly Block[] {
  if (rows.length === 0) return [];
  return [
    { kind: "heading", text: heading },
    { kind: "table", headings, rows, ...(widths === undefined ? {} : { widths }) },
  ];
}

function heldBlocks({ file }: SubjectAccess, language: Language, words: AccessWords): readonly Block[] {
  const rows = file.assertions.map((each) => [
    `${ATTRIBUTES[each.attribute].label[language]}${each.current ? ` ${words.current}` : ""}`,
    shown(each.state),
    `${each.source}, ${each.method}`,
    each.assertedAt.slice(0, 10),
  ]);
  const household = Object.entries(file.household?.current ?? {}).map(([name, state]) => [
    ATTRIBUTES[name as keyof typeof ATTRIBUTES].label[language],
    state === undefined ? "" : shown(state),
  ]);
  return [
    ...section(words.held, words.heldColumns, rows, [3, 3, 2, 1.5]),
    ...section(words.household, words.heldColumns.slice(0, 2), household),
  ];
}

const identifierRows = ({ file }: SubjectAccess) =>
  file.identifiers.map(({ kind, issuer, value }) => [kind, issuer, value]);

const printRows = ({ file }: SubjectAccess) =>
  file.encounters.map(({ capturedAt, source, fingers }) => [
    capturedAt.slice(0, 10),
    source,
    fingers.map(({ position }) => String(position)).join(", "),
  ]);

const decisionRows = ({ file }: SubjectAccess, language: Language, words: AccessWords) =>
  file.consents.map(({ recipient, purpose, given, assertedAt }) => [
    recipient,
    purposeOf(purpose, language),
    given ? words.yes : words.no,
    assertedAt.slice(0, 10),
  ]);

function disclosureBlocks(access: SubjectAccess, language: Language, words: AccessWords): readonly Block[] {
  const { disclosures } = access.file;
  if (disclosures.length === 0) {
    return [
      { kind: "heading", text: words.disclosed },
      { kind: "paragraph", text: words.notDisclosed },
    ];
  }
  const rows = disclosures.map((each) => [
    each.at.slice(0, 10),
    each.recipient,
    purposeOf(each.purpose, language),
    [each.agreementDigest.slice(0, 12), ...clausesOf(access, each.exchange, each.tier)].join(", "),
    each.attributes.map((name) => ATTRIBUTES[name].label[language]).join(", "),
  ]);
  return section(words.disclosed, words.disclosedColumns, rows, [1.5, 1, 2.5, 2.5, 3]);
}

/** The clauses under which an exchange disclosed the person at a tier, from the ledger's entries that concern them. */
function clausesOf({ ledger }: SubjectAccess, exchange: string, tier: string): readonly string[] {
  const clauses = ledger.flatMap(({ entry }) =>
    entry.kind === "disclosure" && entry.exchange === exchange && entry.tier === tier ? entry.clauses : [],
  );
  return [...new Set(clauses)].sort();
}

const requestRows = ({ rights }: SubjectAccess) =>
  rights.requests.map(({ kind, openedAt, outcome, ground }) => [
    kind,
    openedAt.slice(0, 10),
    [outcome ?? "…", ground].filter((part) => part !== undefined).join(": "),
  ]);

const proofRows = ({ ledger }: SubjectAccess, words: AccessWords) =>
  ledger.map(({ index, entry, proof }) => [
    String(index),
    entry.kind,
    entry.at.slice(0, 16).replace("T", " "),
    proof === undefined ? words.notYet : words.provable,
  ]);

const purposeOf = (purpose: string, language: Language): string =>
  PURPOSES.includes(purpose as Purpose) ? purposeInWords(purpose as Purpose, language) : purpose;

/** A value as text; of a shape with parts, its parts. Templates are never in it. */
function shown(state: AttributeState): string {
  if (state.state !== "known") return `(${state.state})`;
  return plainText(state.value);
}

function plainText(value: unknown): string {
  if (Array.isArray(value)) return value.map(plainText).join(", ");
  if (typeof value === "object" && value !== null) return Object.values(value).map(plainText).join(" ");
  return String(value);
}
