import fc from "fast-check";
import type { Field } from "../src/entry/field.ts";
import { type DisclosureEntry, ENTRY_KINDS, type LedgerEntry } from "../src/index.ts";

/** Synthetic entries for tests. */
export const EXCHANGE = "0f8fad5b-d9cb-469f-a165-70867728950e";
export const AGREEMENT = "a".repeat(64);
export const AT = "2026-01-31T08:00:00.000Z";

export function disclosure(fields: Partial<DisclosureEntry> = {}): DisclosureEntry {
  return {
    kind: "disclosure",
    at: AT,
    exchange: EXCHANGE,
    partner: "wfp",
    agreement: AGREEMENT,
    clauses: ["m1", "match.iom.name"],
    purpose: "deduplicationOfPersons",
    tier: "match",
    persons: 2,
    counts: { "person.name": 2, "person.birthDate": 1 },
    commitment: "b".repeat(64),
    ...fields,
  };
}

const hex = (digits: number) =>
  fc
    .array(fc.constantFrom(..."0123456789abcdef"), { minLength: digits, maxLength: digits })
    .map((chars) => chars.join(""));
const count = fc.nat({ max: 100_000 });
const term = fc.constantFrom("iom", "wfp", "m1", "match.iom.name", "L-3", "dataProtectionOfficer", "12");

/** A value of a field, by the form that the field says it has. */
const BY_FORM: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  count,
  term,
  "64 hex digits": hex(64),
  "opaque identifier": fc.oneof(
    fc.constant(EXCHANGE),
    hex(32).map((digits) => `link:${digits}`),
  ),
  terms: fc.uniqueArray(term, { maxLength: 4 }),
  "counts by attribute": fc.dictionary(
    fc.constantFrom("person.name", "person.sex", "person.birthDate", "household.size"),
    count,
  ),
  instant: fc
    .integer({ min: Date.UTC(2020, 0), max: Date.UTC(2030, 0) })
    .map((time) => new Date(time).toISOString()),
  "count, nonce, root": fc.record({
    count: fc.integer({ min: 1, max: 100_000 }),
    nonce: hex(32),
    root: hex(64),
  }),
};

function arbitraryOf(field: Field<unknown>): fc.Arbitrary<unknown> {
  const words = [...field.form.matchAll(/`([^`]+)`/g)].map(([, word]) => word);
  const arbitrary = BY_FORM[field.form] ?? (words.length > 0 ? fc.constantFrom(...words) : undefined);
  if (arbitrary === undefined) throw new Error(`No values are made for a field of form ${field.form}.`);
  return arbitrary;
}

/** Entries of every kind, with any of their fields that may be left out. */
export const arbitraryEntry: fc.Arbitrary<LedgerEntry> = fc.oneof(
  ...Object.entries(ENTRY_KINDS).map(([kind, { required, optional }]) => {
    const fields = { ...required, ...optional } as Readonly<Record<string, Field<unknown>>>;
    const values = Object.fromEntries(
      Object.entries(fields).map(([name, field]) => [name, arbitraryOf(field)]),
    );
    return fc
      .record(
        { kind: fc.constant(kind), ...values },
        { requiredKeys: ["kind", ...Object.keys(required)] as never[] },
      )
      .map((entry) => entry as unknown as LedgerEntry);
  }),
);
