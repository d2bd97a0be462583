/**
 * Agreements and populations are generated; every value carries a token that is found nowhere else. What leaves is
 * searched, as bytes, for the tokens and names of what no clause grants.
 */
import {
  ATTRIBUTES,
  type AttributeName,
  ATTRIBUTE_NAMES as CATALOGUE,
  type DisclosedPerson,
  type DisclosurePlan,
  TIERS as EVERY_TIER,
  type MatchRecord,
  type Tier,
  type Transformation,
} from "@accord/vocabulary";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compileDisclosure } from "../src/disclosure/compile.ts";
import { type Agreement, agreementDigest, applyPlan, checkRecords, planUnder } from "../src/index.ts";
import { clause, disclosedPerson, draft, hashKey, matchRecord, type States, valuesWith } from "./fixtures.ts";

/** All that statements speak of: assistance is told in answers on distribution lists alone, which have a shape of their own. */
const ATTRIBUTE_NAMES: readonly AttributeName[] = CATALOGUE.filter(
  (attribute) => attribute !== "person.assistance",
);
const TIERS = EVERY_TIER.filter((tier) => tier !== "assistance");

const RUNS = { numRuns: 300, seed: 20260101 };

function mayBe(tier: Tier, attribute: AttributeName): readonly Transformation[] {
  if (tier !== "match") {
    return ATTRIBUTES[attribute].transformations.filter((one) => one !== "hash" && one !== "present");
  }
  return ATTRIBUTES[attribute].subject === "household" ? [] : ATTRIBUTES[attribute].transformations;
}

const agreements: fc.Arbitrary<Agreement> = fc
  .tuple(
    ...["iom", "wfp"].flatMap((from) =>
      TIERS.flatMap((tier) =>
        ATTRIBUTE_NAMES.map((attribute) =>
          fc.option(
            fc
              .constantFrom(...mayBe(tier, attribute), "none" as const)
              .map((transformation) => ({ from, tier, attribute, transformation })),
            { nil: undefined },
          ),
        ),
      ),
    ),
  )
  .map((chosen) =>
    draft({
      clauses: chosen
        .filter((one) => one !== undefined && mayBe(one.tier, one.attribute).length > 0)
        .map((one, index) =>
          clause({
            ...one,
            id: `c${index}`,
            to: one?.from === "iom" ? "wfp" : "iom",
            purposes: [one?.tier === "referral" ? "referral" : "deduplicationOfPersons"],
            retentionDays: 30,
          }),
        ),
    }),
  );

/** Tokens that no attribute's name, P-code or base64 header has in it. */
const persons = fc.uniqueArray(
  fc.record({
    token: fc.stringMatching(/^[qxz]{4}[b-y]{8}$/),
    digits: fc.stringMatching(/^9[0-9]{8}$/),
    notKnown: fc.subarray([...ATTRIBUTE_NAMES], { maxLength: 4 }),
  }),
  { minLength: 1, maxLength: 6, selector: (person) => person.token.slice(0, 8) },
);
type Person = { token: string; digits: string; notKnown: readonly AttributeName[] };

const directions = fc.record({ from: fc.constantFrom("iom", "wfp"), tier: fc.constantFrom(...TIERS) });

function statesOf(person: Person, attributes: readonly AttributeName[]): States {
  const values = valuesWith(person.token, person.digits);
  const states: States = {};
  for (const attribute of attributes) {
    states[attribute] = person.notKnown.includes(attribute)
      ? { state: "notKnown" }
      : { state: "known", value: values[attribute] };
  }
  return states;
}

function record(plan: DisclosurePlan, ref: string, states: States): MatchRecord & DisclosedPerson {
  if (plan.tier === "match") return matchRecord(states, ref) as MatchRecord & DisclosedPerson;
  const of = (subject: "person" | "household") => {
    const own = Object.entries(states).filter(
      ([attribute]) => ATTRIBUTES[attribute as AttributeName].subject === subject,
    );
    return disclosedPerson(Object.fromEntries(own), { ref, source: plan.from, subject }).statements;
  };
  return { ref, statements: [...of("person"), ...of("household")] } as unknown as MatchRecord &
    DisclosedPerson;
}

const granted = (plan: DisclosurePlan) => plan.grants.map((grant) => grant.attribute);
const send = (plan: DisclosurePlan, population: readonly Person[]) =>
  population.map((person, index) =>
    applyPlan(plan, record(plan, `p${index}`, statesOf(person, granted(plan))), { hashKey }),
  );

/** What of a value must not be in the bytes where the clause does not grant it, or not in full. */
function traces(
  attribute: AttributeName,
  transformation: Transformation | undefined,
  person: Person,
): string[] {
  const { token, digits } = person;
  const code = token.slice(0, 8).toUpperCase();
  const values = valuesWith(token, digits);
  const birth = (values["person.birthDate"] as { date: string }).date;
  const all: Partial<Record<AttributeName, string[]>> = {
    "person.name": [`N${token}`, `F${token}`],
    "person.birthDate": [birth],
    "person.membership": [`H${token}`],
    "person.location": [`SS0707${code}`, `L${token}`],
    "person.encounterPlace": [`SS0505${code}`, `M${token}`],
    "person.origin": [`SS0303${code}`, `O${token}`],
    "person.phone": [digits],
    "person.agencyId": [`A${token}`],
    "person.cardNumber": [`C${token}`],
    "person.rationCard": [`R${token}`],
    "person.fingerprints": [(values["person.fingerprints"] as { template: string }[])[0]?.template ?? ""],
    "person.vulnerabilities": [`V${token}`],
    "household.number": [`Z${token}`],
  };
  if (transformation === "none") return [];
  const own = all[attribute] ?? [];
  return transformation === undefined ? [...own, `"${attribute}"`] : own;
}

/** Two agreements of the same parties, whose scopes may meet or not, for one or two purposes each. */
const pairs = fc
  .tuple(
    agreements,
    agreements,
    fc.array(
      fc.record({
        programmes: fc.constantFrom(["GFD"], ["CBT"], ["GFD", "CBT"], []),
        referral: fc.boolean(),
        consent: fc.boolean(),
        retentionDays: fc.integer({ min: 0, max: 90 }),
        protectedLocation: fc.constantFrom("person" as const, "place" as const),
        children: fc.boolean(),
      }),
      { minLength: 2, maxLength: 2 },
    ),
  )
  .map(
    ([one, other, terms]) =>
      [one, other].map((agreement, index): Agreement => {
        const { programmes, referral, consent, retentionDays, protectedLocation, children } = terms[index]!;
        return {
          ...agreement,
          scope: { ...agreement.scope, programmes: [...programmes] },
          exclusions: {
            ...agreement.exclusions,
            protectedLocation,
            categories: children ? ["childWithoutGuardianConsent"] : [],
          },
          purposes: ["deduplicationOfPersons", "referral"],
          purpose: referral ? "referral" : "deduplicationOfPersons",
          clauses: agreement.clauses.map((each, place) => ({
            ...each,
            retentionDays,
            purposes:
              place % 5 === 0
                ? ["deduplicationOfPersons", "referral"]
                : [referral ? "referral" : "deduplicationOfPersons"],
            basis: consent
              ? { kind: "consent" as const }
              : { kind: "other" as const, legalBasis: "vitalInterest" as const, reference: "Decision 4" },
          })),
        };
      }) as [Agreement, Agreement],
  );
const besides = (agreement: Agreement) => [{ digest: agreementDigest(agreement), agreement }];

describe("under any two agreements that stand beside each other", () => {
  it("what leaves is within what each allows where both speak of the same, and the receiver holds it to that", () => {
    let conflicts = 0;
    let searched = 0;
    fc.assert(
      fc.property(pairs, persons, directions, ([one, other], population, direction) => {
        const plan = planUnder({ agreement: one, alongside: besides(other) }, direction);
        const alone = compileDisclosure(one, direction);
        expect(granted(plan)).toEqual(granted(alone));
        if (plan.grants.length === 0) return;
        const records = send(plan, population);
        expect(checkRecords(plan, records)).toBeUndefined();
        const bytes = JSON.stringify(records);
        const [a, b] = [one.scope.programmes, other.scope.programmes];
        const meet = a.length === 0 || b.length === 0 || a.some((each) => b.includes(each));
        for (const grant of plan.grants) {
          const clauses = [one, other].map((agreement) =>
            agreement.clauses.find(
              ({ from, tier, attribute }) =>
                from === direction.from && tier === direction.tier && attribute === grant.attribute,
            ),
          );
          const [mine, theirs] = clauses;
          const both =
            meet &&
            theirs !== undefined &&
            mine!.purposes.some((purpose) => theirs.purposes.includes(purpose));
          for (const clause of both ? [mine!, theirs] : [mine!]) {
            expect(grant.retentionDays).toBeLessThanOrEqual(clause.retentionDays);
            if (clause.basis.kind === "consent") expect(grant.consent).toBe(true);
            for (const person of population.filter((each) => !each.notKnown.includes(grant.attribute))) {
              for (const trace of traces(grant.attribute, clause.transformation, person)) {
                searched += 1;
                expect(bytes).not.toContain(trace);
              }
            }
          }
          if (!both) {
            expect(grant).toEqual(alone.grants.find((each) => each.attribute === grant.attribute));
            continue;
          }
          const limits =
            JSON.stringify(grant) !==
            JSON.stringify(alone.grants.find((each) => each.attribute === grant.attribute));
          expect(grant.limitedBy ?? []).toEqual(limits ? [agreementDigest(other)] : []);
          if (limits) conflicts += 1;
          expect(plan.exclusions.children).toBe(
            [one, other].some((each) => each.exclusions.categories.length > 0),
          );
          expect(plan.exclusions.protectedLocation).toBe(
            [one, other].some((each) => each.exclusions.protectedLocation === "person") ? "person" : "place",
          );
        }
      }),
      RUNS,
    );
    expect(conflicts).toBeGreaterThan(200);
    expect(searched).toBeGreaterThan(1000);
  });

  it("and a record as one of them alone would send it is refused where the other is stricter", () => {
    let refused = 0;
    fc.assert(
      fc.property(pairs, persons, directions, ([one, other], population, direction) => {
        const plan = planUnder({ agreement: one, alongside: besides(other) }, direction);
        const alone = compileDisclosure(one, direction);
        const cut = plan.grants.filter(
          ({ attribute, transformation }) =>
            transformation !== alone.grants.find((grant) => grant.attribute === attribute)?.transformation &&
            population.some((person) => !person.notKnown.includes(attribute)),
        );
        if (plan.grants.length === 0 || cut.length === 0) return;
        expect(checkRecords(plan, send(alone, population))?.rule).toBe("valueNotTransformed");
        refused += 1;
      }),
      RUNS,
    );
    expect(refused).toBeGreaterThan(20);
  });
});

describe("under any agreement, for any population", () => {
  it("nothing outside the clauses is in the bytes that leave, and the receiver's check agrees", () => {
    let searched = 0;
    fc.assert(
      fc.property(agreements, persons, directions, (agreement, population, direction) => {
        const plan = compileDisclosure(agreement, direction);
        if (plan.grants.length === 0) return;
        const sent = send(plan, population);
        const bytes = JSON.stringify(sent);
        for (const attribute of ATTRIBUTE_NAMES) {
          const transformation = plan.grants.find((grant) => grant.attribute === attribute)?.transformation;
          for (const person of population) {
            for (const trace of traces(attribute, transformation, person)) {
              searched += 1;
              if (bytes.includes(trace)) throw new Error(`${attribute} left under ${transformation}`);
            }
          }
        }
        expect(checkRecords(plan, JSON.parse(bytes))).toBeUndefined();
      }),
      RUNS,
    );
    expect(searched).toBeGreaterThan(1000);
  });

  it("what is granted as it is does arrive", () => {
    fc.assert(
      fc.property(agreements, persons, directions, (agreement, population, direction) => {
        const plan = compileDisclosure(agreement, direction);
        if (plan.grants.length === 0) return;
        const bytes = JSON.stringify(send(plan, population));
        for (const { attribute, transformation } of plan.grants) {
          if (transformation !== "none") continue;
          for (const person of population) {
            if (person.notKnown.includes(attribute)) continue;
            expect(bytes).toContain(JSON.stringify(valuesWith(person.token, person.digits)[attribute]));
          }
        }
      }),
      { ...RUNS, numRuns: 50 },
    );
  });

  it("a record that was read too widely is not sent at all", () => {
    fc.assert(
      fc.property(agreements, persons, directions, fc.nat(), (agreement, population, direction, pick) => {
        const plan = compileDisclosure(agreement, direction);
        const [person] = population;
        const outside = ATTRIBUTE_NAMES.filter((attribute) => !granted(plan).includes(attribute));
        const extra = outside[pick % outside.length];
        if (person === undefined || extra === undefined) return;
        const over = record(plan, "p0", statesOf(person, [...granted(plan), extra]));
        let caught: unknown;
        try {
          applyPlan(plan, over, { hashKey });
        } catch (error) {
          caught = error;
        }
        expect(caught).toMatchObject({
          code: plan.grants.length === 0 ? "agreement.nothing_granted" : "agreement.not_granted",
        });
        expect(JSON.stringify(caught)).not.toContain(person.token);
      }),
      RUNS,
    );
  });

  it("a batch with one field outside is refused whole, naming the record and never the value", () => {
    const kinds = new Set<string>();
    fc.assert(
      fc.property(
        agreements,
        persons,
        directions,
        fc.nat(),
        fc.nat(),
        (agreement, population, direction, who, pick) => {
          const plan = compileDisclosure(agreement, direction);
          if (plan.grants.length === 0) return;
          const sent = send(plan, population);
          const at = who % sent.length;
          const person = population[at] as Person;
          const raw = ATTRIBUTE_NAMES.filter((attribute) => {
            const grant = plan.grants.find((one) => one.attribute === attribute);
            return grant === undefined || grant.transformation !== "none";
          });
          const outside = raw[pick % raw.length];
          if (outside === undefined) return;
          const states = { ...statesOf({ ...person, notKnown: [] }, [outside]) };
          const over = record(plan, `p${at}`, states);
          const batch = sent.map((one, index) => (index === at ? merged(one, over) : one));
          const refusal = checkRecords(plan, batch);
          expect(refusal).toMatchObject({ recordIndex: at, attribute: outside });
          kinds.add(refusal?.rule ?? "");
          expect(JSON.stringify(refusal)).not.toContain(person.token);
          expect(JSON.stringify(refusal)).not.toContain(person.digits);
        },
      ),
      RUNS,
    );
    expect(kinds).toEqual(new Set(["attributeNotGranted", "valueNotTransformed"]));
  });
});

function merged(sent: MatchRecord | DisclosedPerson, over: MatchRecord | DisclosedPerson) {
  return "states" in sent && "states" in over
    ? { ref: sent.ref, states: { ...sent.states, ...over.states } }
    : {
        ref: sent.ref,
        statements: [...(sent as DisclosedPerson).statements, ...(over as DisclosedPerson).statements],
      };
}
