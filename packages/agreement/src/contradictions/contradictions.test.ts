import { describe, expect, it } from "vitest";
import { clause, draft, signatory } from "../../test/fixtures.ts";
import type { Agreement } from "../schema/agreement.ts";
import { type Overlap, TEMPLATE_OVERLAP } from "../schema/overlap.ts";
import { contradictions } from "./contradictions.ts";

const base = draft();
const without = (drop: (c: Agreement["clauses"][number]) => boolean) => ({
  clauses: base.clauses.filter((c) => !drop(c)),
});
const withClause = (over: Parameters<typeof clause>[0]) => ({
  clauses: [...base.clauses, clause({ id: "extra", ...over })],
});
const matching = (over: Partial<Agreement["matching"]>) => ({ matching: { ...base.matching, ...over } });
const policy = (linkFrom: number, adjudicateFrom: number) =>
  matching({ policy: { linkFrom, adjudicateFrom, oneToOne: true } });
const scope = (over: Partial<Agreement["scope"]>) => ({ scope: { ...base.scope, ...over } });
const authority = (over: Partial<Agreement["authority"]>) => ({ authority: { ...base.authority, ...over } });
const overlap = (over: Partial<Overlap>) => ({ overlap: { ...TEMPLATE_OVERLAP, ...over } });
const [iom, wfp] = base.parties;
const match = (attribute: string) => without((c) => c.tier === "match" && c.attribute === attribute);

const named: [string, "error" | "warning", Partial<Agreement>][] = [
  ["parties.same", "error", { parties: [iom, { ...wfp, id: "iom" }] }],
  ["parties.same_key", "error", { parties: [iom, { ...wfp, signingKey: iom.signingKey }] }],
  [
    "parties.no_controller",
    "error",
    {
      parties: [
        { ...iom, role: "processor", instructions: "Compare." },
        { ...wfp, role: "processor", instructions: "Compare." },
      ],
    },
  ],
  ["overlap.key_repeated", "error", overlap({ estimateBy: ["phone", "phone"] })],
  ["overlap.one_key", "warning", overlap({ estimateBy: ["phone"] })],
  ["overlap.names_only", "warning", overlap({ estimateBy: ["nameAndBirthYear", "nameAndOrigin"] })],
  [
    "overlap.ceiling_below_exchange",
    "warning",
    overlap({ ceilings: { personsPerRun: 999_999, runsPerDay: 1 } }),
  ],
  ["overlap.stop_below_told", "warning", overlap({ stopBelow: 9 })],
  ["purpose.not_agreed", "error", { purpose: "statistics" }],
  ["purpose.repeated", "error", { purposes: [base.purpose, base.purpose] }],
  ["parties.joint_alone", "error", { parties: [{ ...iom, role: "controller" }, wfp] }],
  [
    "parties.no_instructions",
    "error",
    {
      parties: [
        { ...iom, role: "controller" },
        { ...wfp, role: "processor" },
      ],
    },
  ],
  ["parties.instructions_to_controller", "error", { parties: [{ ...iom, instructions: "Do." }, wfp] }],
  [
    "parties.processor_targets",
    "warning",
    {
      purposes: [...base.purposes, "targeting"],
      parties: [
        { ...iom, role: "controller" },
        { ...wfp, role: "processor", instructions: "Compare, and delete." },
      ],
      ...withClause({ attribute: "person.category", purposes: ["deduplicationOfPersons", "targeting"] }),
    },
  ],
  ["parties.no_country", "error", { parties: [iom, { ...wfp, kind: "government" }] }],
  ["exclusions.party_denied", "error", { parties: [iom, { ...wfp, kind: "commercial" }] }],
  [
    "exclusions.party_denied",
    "error",
    {
      exclusions: {
        ...base.exclusions,
        recipients: { classes: [], named: ["world food programme "] },
      },
    },
  ],
  [
    "signing.too_few_signatories",
    "error",
    { parties: [{ ...iom, signing: { required: 2, signatories: [signatory("a", 11)] } }, wfp] },
  ],
  [
    "signing.repeated",
    "error",
    {
      parties: [
        { ...iom, signing: { required: 2, signatories: [signatory("a", 11), signatory("b", 11)] } },
        wfp,
      ],
    },
  ],
  [
    "signing.node_key",
    "error",
    { parties: [{ ...iom, signing: { required: 1, signatories: [signatory("a", 1)] } }, wfp] },
  ],
  [
    "clauses.purpose_not_agreed",
    "error",
    withClause({ attribute: "person.category", purposes: ["targeting"] }),
  ],
  [
    "clauses.purpose_not_exchanged",
    "warning",
    withClause({ attribute: "person.category", purposes: ["updateOfRecords"] }),
  ],
  [
    "clauses.purpose_repeated",
    "error",
    withClause({
      attribute: "person.category",
      purposes: ["deduplicationOfPersons", "deduplicationOfPersons"],
    }),
  ],
  [
    "clauses.special_without_consent",
    "warning",
    withClause({
      attribute: "person.disability",
      basis: { kind: "other", legalBasis: "vitalInterest", reference: "Cluster decision 4" },
    }),
  ],
  ["validity.reversed", "error", { validUntil: "2025-12-31" }],
  ["review.after_end", "error", { reviewBy: "2028-01-01" }],
  ["review.before_start", "error", { reviewBy: "2025-06-01" }],
  [
    "impact_assessment.after_start",
    "warning",
    { impactAssessment: { reference: "x", completedOn: "2026-02-01" } },
  ],
  [
    "circuit_breaker.reversed",
    "error",
    { circuitBreaker: { expectedOverlap: { minimum: 0.6, maximum: 0.4 }, maximumDuplicateShare: 0.1 } },
  ],
  [
    "circuit_breaker.open",
    "warning",
    { circuitBreaker: { expectedOverlap: { minimum: 0, maximum: 1 }, maximumDuplicateShare: 0.1 } },
  ],
  [
    "ceilings.day_below_exchange",
    "warning",
    { ceilings: { personsPerExchange: 10, recordsPerDay: 9, recordsInTotal: 99 } },
  ],
  [
    "ceilings.total_below_exchange",
    "warning",
    { ceilings: { personsPerExchange: 10, recordsPerDay: 10, recordsInTotal: 9 } },
  ],
  ["scope.no_place", "error", scope({ places: [] })],
  ["scope.place_within", "warning", scope({ places: ["SS07", "SS0707"] })],
  ["scope.place_repeated", "warning", scope({ places: ["SS07", "SS07"] })],
  ["scope.dates_reversed", "error", scope({ registeredFrom: "2025-02-01", registeredUntil: "2025-01-01" })],
  ["clauses.none", "error", { clauses: [] }],
  ["clauses.id_repeated", "error", withClause({ id: base.clauses[0]?.id ?? "", from: "wfp", to: "iom" })],
  ["clauses.repeated", "error", withClause({ attribute: "person.name" })],
  ["clauses.to_itself", "error", withClause({ to: "iom" })],
  ["clauses.not_a_party", "error", withClause({ to: "unhcr" })],
  [
    "clauses.transformation",
    "error",
    withClause({ attribute: "person.sex", transformation: "county", from: "wfp", to: "iom" }),
  ],
  [
    "clauses.not_a_value",
    "error",
    withClause({ attribute: "person.rationCard", transformation: "hash", tier: "linked" }),
  ],
  ["clauses.household_at_match", "error", withClause({ attribute: "household.size" })],
  [
    "clauses.no_retention",
    "error",
    withClause({ attribute: "person.origin", tier: "linked", retentionDays: 0 }),
  ],
  ["clauses.match_retained", "warning", withClause({ attribute: "person.category", retentionDays: 91 })],
  [
    "clauses.necessity",
    "error",
    withClause({ attribute: "person.disability", tier: "linked", necessity: " " }),
  ],
  ["clauses.necessity", "warning", withClause({ attribute: "person.origin", tier: "linked", necessity: "" })],
  ["matching.not_a_party", "error", matching({ by: "unhcr" })],
  ["matching.adjudicator_not_a_party", "error", matching({ adjudicationBy: "unhcr" })],
  ["matching.adjudicator_does_not_match", "warning", matching({ adjudicationBy: "either" })],
  ["matching.thresholds", "error", policy(0.8, 0.8)],
  [
    "matching.fingerprint_bands",
    "error",
    matching({ fingerprintPolicy: { version: "1", uniqueBelow: 12, duplicateFrom: 8 } }),
  ],
  ["matching.name_not_granted", "error", match("person.name")],
  [
    "matching.name_hashed",
    "warning",
    {
      clauses: base.clauses.map((c) =>
        c.tier === "match" && c.attribute === "person.name" ? { ...c, transformation: "hash" as const } : c,
      ),
    },
  ],
  [
    "matching.blocking_not_granted",
    "error",
    without((c) => c.tier === "match" && ["person.birthDate", "person.fingerprints"].includes(c.attribute)),
  ],
  ["matching.household_not_granted", "warning", match("person.membership")],
  ["authority.nobody", "error", authority({ default: "unhcr" })],
  ["authority.nobody", "error", authority({ attributes: { "person.phone": "unhcr" } })],
  [
    "authority.never_sent",
    "error",
    {
      ...without((c) => c.tier === "linked" && c.from === "iom" && c.attribute === "person.phone"),
      ...authority({ attributes: { "person.phone": "iom" } }),
    },
  ],
  ["authority.nothing_exchanged", "warning", authority({ attributes: { "person.disability": "iom" } })],
];

describe("a draft", () => {
  it("made from the template contradicts nothing", () => {
    expect(contradictions(base)).toEqual([]);
  });

  it.each(named)("is told of %s as an %s, once, with where and remedy", (code, level, change) => {
    const found = contradictions({ ...base, ...change }).filter((one) => one.code === code);
    expect(found).toHaveLength(1);
    expect(found[0]?.level).toBe(level);
    expect(found[0]?.where).not.toBe("");
    expect(found[0]?.remedy).not.toBe("");
  });

  it("is told of places that the gazetteer does not have", () => {
    const isKnownPlace = (pcode: string) => pcode !== "SS0303";
    expect(contradictions(base, { isKnownPlace }).map(({ code, where }) => [code, where])).toEqual([
      ["scope.unknown_place", "scope.places.SS0303"],
    ]);
  });

  it("may match by fingerprints without birth date, and by birth year alone", () => {
    expect(contradictions({ ...base, ...match("person.birthDate") })).toEqual([]);
    expect(contradictions({ ...base, ...match("person.fingerprints") })).toEqual([]);
  });

  it("is told of errors before warnings", () => {
    const levels = contradictions({ ...base, clauses: [] }).map((one) => one.level);
    expect(levels).toEqual([...levels].sort());
    expect(new Set(levels).size).toBe(2);
  });
});
