import fc from "fast-check";
import type { DisclosureEntry, LedgerEntry } from "../src/index.ts";

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
const at = fc
  .integer({ min: Date.UTC(2020, 0), max: Date.UTC(2030, 0) })
  .map((time) => new Date(time).toISOString());
const counts = fc.dictionary(
  fc.constantFrom("person.name", "person.sex", "person.birthDate", "household.size"),
  count,
);
const batch = {
  at,
  exchange: fc.constant(EXCHANGE),
  partner: fc.constantFrom("iom", "wfp"),
  agreement: hex(64),
  clauses: fc.uniqueArray(fc.constantFrom("m1", "m2", "match.iom.name", "L-3"), { maxLength: 4 }),
  purpose: fc.constantFrom("deduplicationOfPersons", "referral"),
  tier: fc.constantFrom("match" as const, "linked" as const, "roster" as const, "links" as const),
  persons: count,
  counts,
  commitment: hex(64),
};

export const arbitraryEntry: fc.Arbitrary<LedgerEntry> = fc.oneof(
  fc.record({ kind: fc.constant("disclosure" as const), ...batch }),
  fc.record({ kind: fc.constant("receipt" as const), ...batch }),
  fc.record({
    kind: fc.constant("refusal" as const),
    at,
    partner: batch.partner,
    code: fc.constant("agreement.attribute_not_granted"),
    commitment: hex(64),
  }),
  fc.record({
    kind: fc.constant("decision" as const),
    at,
    subject: fc.constantFrom("link" as const, "duplicate" as const),
    outcome: fc.constantFrom("confirmed" as const, "rejected" as const, "undone" as const),
    decidedBy: fc.constantFrom("policy" as const, "person" as const),
    count,
    reference: hex(32).map((digits) => `link:${digits}`),
  }),
  fc.record({
    kind: fc.constant("erasure" as const),
    at,
    reason: fc.constantFrom("purge" as const, "request" as const),
    persons: count,
    commitment: hex(64),
  }),
);
