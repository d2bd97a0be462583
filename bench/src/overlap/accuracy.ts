import { createHash } from "node:crypto";
import { type Agreement, draftAgreement, generateSigningKey, TEMPLATE_OVERLAP } from "@accord/agreement";
import { overlapSlots } from "@accord/exchange";
import { keyedPerson } from "@accord/exchange/overlap";
import { arrange, countsOf, estimate, type KeySet, pairsOf, Stream } from "@accord/overlap";
import { population, type RegisteredPerson, register } from "@accord/synthesis";
import type { AttributeStates } from "@accord/vocabulary";
import { count, type Row, type Table } from "../table.ts";

const TAG_BYTES = 12;

/** What the template's keys estimate of synthetic registries with the field's errors, beside the truth. */
export function accuracy(people: number, seeds: readonly number[]): Table {
  const rows = seeds.map((seed): Row => {
    const sides = (["IOM", "WFP"] as const).map((agency) => registrations(people, seed, agency));
    const [one = new Map(), other = new Map()] = sides;
    const truth = [...one.keys()].filter((person) => other.has(person)).length;
    const found = estimateOf([...one.values()], [...other.values()]);
    const off = ((found.persons - truth) / truth) * 100;
    return {
      what: `${count(one.size)} and ${count(other.size)} persons, seed ${seed}`,
      measured: `${count(found.persons)} (${count(found.low)}–${count(found.high)})`,
      against: `truth: ${count(truth)}; ${off >= 0 ? "+" : ""}${off.toFixed(1)}%, ${found.low <= truth && truth <= found.high ? "within" : "OUTSIDE"} the interval`,
    };
  });
  return { question: "How near is the estimate to the truth, with the template's keys?", rows };
}

/** A registry after its own duplicates are gone: one registration of each person. */
function registrations(people: number, seed: number, agency: "IOM" | "WFP"): Map<number, RegisteredPerson> {
  const of = new Map<number, RegisteredPerson>();
  for (const household of register(population({ people, seed }), { agency, seed })) {
    for (const member of household.members) if (!of.has(member.truePerson)) of.set(member.truePerson, member);
  }
  return of;
}

function estimateOf(one: readonly RegisteredPerson[], other: readonly RegisteredPerson[]) {
  const slots = overlapSlots(agreement(), "estimate");
  const setOf = (persons: readonly RegisteredPerson[]) =>
    arrange(
      persons.map((person) =>
        keyedPerson({ ref: person.id, states: statesOf(person), numbers: {} }, slots, {
          self: "iom",
          byCounty: false,
        }),
      ),
      {
        slots: slots.length,
        smallestGroup: 10,
        stream: new Stream(createHash("sha256").update("order").digest()),
      },
    );
  const [a, b] = [setOf(one), setOf(other)];
  const counts = countsOf(pairsOf(tagsOf(a, "a", slots.length), tagsOf(b, "b", slots.length), slots.length), {
    own: a.groups,
    partner: b.groups,
  });
  return estimate({
    bySlots: counts.bySlots,
    exact: slots.map((slot) => slot.exact),
    sides: [
      { persons: one.length, slots: a.slots },
      { persons: other.length, slots: b.slots },
    ],
  });
}

/** In place of the group's tags: the keys' hashes, which are equal where those would be. */
function tagsOf({ keys }: KeySet, side: string, slots: number): Uint8Array {
  return Buffer.concat(
    keys.map((key, place) =>
      createHash("sha256")
        .update(key === undefined ? `${side} ${place}` : `${place % slots} ${key}`)
        .digest()
        .subarray(0, TAG_BYTES),
    ),
  );
}

function statesOf({ name, sex, birth, origin, phone, rationCard }: RegisteredPerson): AttributeStates {
  const known = (value: unknown) => ({ state: "known" as const, value });
  return {
    "person.name": known({ parts: name.parts, script: name.script }),
    "person.sex": known(sex),
    "person.birthDate": known({ precision: "year", date: String(birth.year) }),
    ...(origin === undefined ? {} : { "person.origin": known({ pcode: origin.pcode }) }),
    ...(phone === undefined ? {} : { "person.phone": known(phone) }),
    ...(rationCard === undefined ? {} : { "person.rationCard": known(rationCard) }),
  };
}

function agreement(): Agreement {
  const party = (id: string) => ({
    id,
    name: id,
    kind: "internationalOrganisation" as const,
    role: "controller" as const,
    signing: { required: 1 as const, signatories: [] },
    signingKey: generateSigningKey().publicKey,
    contact: { dataProtection: "office", breach: "office" },
  });
  return draftAgreement({
    parties: [party("iom"), party("wfp")],
    scope: { places: ["SS"] },
    validFrom: "2026-01-01",
    impactAssessment: { reference: "none", completedOn: "2025-12-01" },
    terms: { overlap: TEMPLATE_OVERLAP },
  });
}
