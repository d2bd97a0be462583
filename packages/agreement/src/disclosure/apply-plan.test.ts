import { describe, expect, it } from "vitest";
import {
  clause,
  disclosedPerson,
  draft,
  hashKey,
  matchRecord,
  type States,
  valuesWith,
} from "../../test/fixtures.ts";
import type { Agreement } from "../schema/agreement.ts";
import type { Clause } from "../schema/clause.ts";
import { applyPlan } from "./apply-plan.ts";
import { compileDisclosure } from "./compile.ts";
import { hashText } from "./hash.ts";

const coded = (code: string) => expect.objectContaining({ code });
const values = valuesWith("abcdefghijkl", "912345678");
const planOf = (...clauses: Partial<Clause>[]) =>
  compileDisclosure(draft({ clauses: clauses.map((over, index) => clause({ id: `c${index}`, ...over })) }), {
    from: "iom",
    tier: clauses[0]?.tier ?? "match",
  });
const state = (value: unknown) => ({ state: "known" as const, value });

describe("compileDisclosure", () => {
  it("takes the clauses of one direction and tier, and the terms that bind a disclosure", () => {
    const agreement = draft({
      clauses: [
        clause({ id: "a" }),
        clause({ id: "b", tier: "linked" }),
        clause({ id: "c", from: "wfp", to: "iom" }),
      ],
    });
    expect(compileDisclosure(agreement, { from: "iom", tier: "match" })).toMatchObject({
      from: "iom",
      to: "wfp",
      purpose: "deduplicationOfPersons",
      grants: [
        {
          clause: "a",
          attribute: "person.name",
          transformation: "none",
          retentionDays: 14,
          consent: true,
          purposes: ["deduplicationOfPersons"],
        },
      ],
      scope: { places: ["SS07", "SS0303"], statuses: ["active", "departed", "deceased"] },
      exclusions: {
        protectedLocation: "person",
        unaccompaniedChildren: true,
        children: false,
        origins: [],
      },
      consentRequired: true,
      consentToBeCovered: true,
      maximumPersons: 1_000_000,
    });
    expect(compileDisclosure(agreement, { from: "iom", tier: "roster" }).grants).toEqual([]);
  });

  it("leaves out clauses for other purposes than the exchange's, and tells consent clause by clause", () => {
    const other = { kind: "other", legalBasis: "vitalInterest", reference: "Decision 4" } as const;
    const agreement = draft({
      clauses: [
        clause({ id: "a", purposes: ["updateOfRecords"] }),
        clause({ id: "b", attribute: "person.sex", basis: other }),
        clause({ id: "c", attribute: "person.origin" }),
        clause({ id: "d", attribute: "person.phone", tier: "linked" }),
      ],
    });
    const match = compileDisclosure(agreement, { from: "iom", tier: "match" });
    expect(match.grants.map(({ clause: id, consent }) => [id, consent])).toEqual([
      ["b", false],
      ["c", true],
    ]);
    expect(match).toMatchObject({ consentRequired: false, consentToBeCovered: false });
    expect(compileDisclosure(agreement, { from: "iom", tier: "linked" })).toMatchObject({
      consentRequired: true,
      consentToBeCovered: false,
    });
  });

  it("gives an authority nobody of its country where the deny list has authorities of the country of origin", () => {
    const [iom, wfp] = draft().parties;
    const { exclusions } = draft();
    const plan = (over: Partial<Agreement>) => compileDisclosure(draft(over), { from: "iom", tier: "match" });
    const ministry = { ...wfp, kind: "government" as const, country: "SS" };
    expect(plan({ parties: [iom, ministry] }).exclusions.origins).toEqual(["SS"]);
    expect(
      plan({ parties: [{ ...iom, kind: "government", country: "SD" }, wfp] }).exclusions.origins,
    ).toEqual([]);
    const open = { ...exclusions, recipients: { classes: [], named: [] } };
    expect(plan({ parties: [iom, ministry], exclusions: open }).exclusions.origins).toEqual([]);
  });

  it("refuses two clauses of one direction, tier and attribute, and a stranger", () => {
    const agreement = draft({ clauses: [clause({ id: "a" }), clause({ id: "b", transformation: "hash" })] });
    expect(() => compileDisclosure(agreement, { from: "iom", tier: "match" })).toThrow(
      coded("agreement.clause_repeated"),
    );
    expect(() => compileDisclosure(agreement, { from: "unhcr", tier: "match" })).toThrow(
      coded("agreement.not_a_party"),
    );
  });
});

describe("applyPlan", () => {
  it("transforms each value as its clause says", () => {
    const plan = planOf(
      { attribute: "person.name" },
      { attribute: "person.birthDate", transformation: "birthYear" },
      { attribute: "person.location", transformation: "county" },
      { attribute: "person.origin", transformation: "state" },
      { attribute: "person.phone", transformation: "hash" },
      { attribute: "person.vulnerabilities", transformation: "present" },
    );
    const states: States = {};
    for (const { attribute } of plan.grants) states[attribute] = state(values[attribute]);
    expect(applyPlan(plan, matchRecord(states), { hashKey })).toEqual({
      ref: "p1",
      states: {
        "person.name": state({ parts: ["Nabcdefghijkl", "Fabcdefghijkl"], script: "Latn" }),
        "person.birthDate": state({ precision: "year", date: "1923" }),
        "person.location": state({ pcode: "SS0707" }),
        "person.origin": state({ pcode: "SS03" }),
        "person.phone": state(hashText("person.phone", "+211 912 345 678", hashKey)),
        "person.vulnerabilities": state(true),
      },
    });
  });

  it("keeps that a birth year was estimated", () => {
    const plan = planOf({ attribute: "person.birthDate", transformation: "birthYear" });
    const record = matchRecord({ "person.birthDate": state({ precision: "estimated", date: "1984" }) });
    expect(applyPlan(plan, record)).toEqual(record);
  });

  it("keeps the three kinds of nothing apart", () => {
    const plan = planOf({ attribute: "person.phone", transformation: "hash" }, { attribute: "person.sex" });
    const record = matchRecord({
      "person.phone": { state: "withheld" },
      "person.sex": { state: "declined" },
    });
    expect(applyPlan(plan, record)).toEqual(record);
  });

  it("throws where an attribute is not granted, whatever its state, and does not name the value", () => {
    const plan = planOf({ attribute: "person.sex" });
    for (const held of [
      state("+211912345678"),
      { state: "withheld" as const },
      { state: "notKnown" as const },
    ]) {
      expect(() => applyPlan(plan, matchRecord({ "person.phone": held }))).toThrow(
        expect.objectContaining({ code: "agreement.not_granted", where: "person.phone" }),
      );
    }
    const stranger = { ref: "p1", states: { "person.secret": state("abcdefghijkl") } } as never;
    expect(() => applyPlan(plan, stranger)).toThrow(
      expect.objectContaining({ code: "agreement.not_granted", where: "an unknown attribute" }),
    );
  });

  it("throws where a value of another shape would ride in a granted attribute", () => {
    const plan = planOf({ attribute: "person.location" });
    const value = { pcode: "SS0707", phone: "+211912345678" };
    expect(() => applyPlan(plan, matchRecord({ "person.location": state(value) }))).toThrow(
      coded("agreement.value_malformed"),
    );
  });

  it("throws where a statement is not the sender's own: there is no onward transfer", () => {
    const plan = planOf({ attribute: "person.sex", tier: "linked" });
    const states = { "person.sex": state("male") };
    expect(() => applyPlan(plan, disclosedPerson(states, { source: "unhcr" }))).toThrow(
      coded("agreement.foreign_statement"),
    );
    expect(() => applyPlan(plan, disclosedPerson(states, { source: "wfp" }))).toThrow(
      coded("agreement.foreign_statement"),
    );
    expect(applyPlan(plan, disclosedPerson(states))).toEqual(disclosedPerson(states));
  });

  it("throws where a household's attribute stands in a person's statement", () => {
    const plan = planOf({ attribute: "household.size", tier: "linked" });
    const states = { "household.size": state(7) };
    expect(() => applyPlan(plan, disclosedPerson(states))).toThrow(coded("agreement.not_granted"));
    const household = disclosedPerson(states, { subject: "household" });
    expect(applyPlan(plan, household)).toEqual(household);
  });

  it("leaves out what a statement has beyond its agreed fields, such as when it was recorded", () => {
    const plan = planOf({ attribute: "person.sex", tier: "linked" });
    const person = disclosedPerson({ "person.sex": state("male") });
    const over = {
      ...person,
      statements: person.statements.map((s) => ({ ...s, recordedAt: "x", note: "y" })),
    };
    expect(applyPlan(plan, over)).toEqual(person);
  });

  it("throws where the record is of another tier, and where a hash has no key or a short one", () => {
    const plan = planOf({ attribute: "person.phone", transformation: "hash" });
    const record = matchRecord({ "person.phone": state(values["person.phone"]) });
    expect(() => applyPlan(plan, disclosedPerson({}))).toThrow(coded("agreement.wrong_tier"));
    expect(() => applyPlan(planOf({ tier: "linked" }), record)).toThrow(coded("agreement.wrong_tier"));
    expect(() => applyPlan(plan, record)).toThrow(coded("agreement.hash_key_missing"));
    expect(() => applyPlan(plan, record, { hashKey: new Uint8Array(16) })).toThrow(
      coded("agreement.hash_key_short"),
    );
  });
});
