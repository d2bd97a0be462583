import type { AttributeName, Transformation } from "@accord/vocabulary";
import { describe, expect, it } from "vitest";
import { clause, disclosedPerson, draft, matchRecord, templateWith } from "../../test/fixtures.ts";
import { compileDisclosure } from "../disclosure/compile.ts";
import type { Clause } from "../schema/clause.ts";
import { checkRecords } from "./check-records.ts";

const planOf = (...clauses: Partial<Clause>[]) =>
  compileDisclosure(draft({ clauses: clauses.map((over, index) => clause({ id: `c${index}`, ...over })) }), {
    from: "iom",
    tier: clauses[0]?.tier ?? "match",
  });
const state = (value: unknown) => ({ state: "known" as const, value });
const HASH = `hmac-sha256:${"A".repeat(43)}`;

describe("checkRecords, of a value", () => {
  const impression = (template: string) => [
    { position: 1, quality: 80, format: "ISO_19794_2_2005", capturedAt: "2025-03-01T09:00:00Z", template },
  ];
  const image = Buffer.from([0xff, 0xd8, 0xff, 0xe0, ...new Array(60).fill(1)]).toString("base64");
  const lying = Buffer.concat([Buffer.from(templateWith("x"), "base64"), Buffer.from("photo")]).toString(
    "base64",
  );

  const cases: [AttributeName, Transformation, unknown[], unknown[]][] = [
    ["person.sex", "none", ["female"], ["F", 1, null, ["female"]]],
    [
      "person.birthDate",
      "birthYear",
      [
        { precision: "year", date: "1984" },
        { precision: "estimated", date: "1984" },
      ],
      [
        { precision: "day", date: "1984-05-12" },
        { precision: "month", date: "1984-05" },
        { precision: "year", date: "1984-05-12" },
        { precision: "year", date: "1984", note: "x" },
        1984,
      ],
    ],
    [
      "person.location",
      "county",
      [{ pcode: "SS0707" }, { pcode: "SS07" }],
      [{ pcode: "SS070701" }, { pcode: "SS0707AB" }, { pcode: "SS0707", name: "Malakal" }, "SS0707"],
    ],
    ["person.origin", "state", [{ pcode: "SS07" }, { pcode: "SS" }], [{ pcode: "SS0707" }]],
    ["person.phone", "hash", [HASH], ["+211912345678", "A".repeat(43), `${HASH}A`, { hash: HASH }]],
    ["person.phone", "present", [true], [false, "+211912345678", 1]],
    [
      "person.name",
      "hash",
      [{ parts: [HASH], script: "Zyyy" }],
      [
        { parts: ["Nyakim"], script: "Latn" },
        { parts: [HASH, "Nyakim"], script: "Zyyy" },
        { parts: [HASH], script: "Zyyy", transliteration: ["Nyakim"] },
        HASH,
      ],
    ],
    ["person.rationCard", "none", ["RC-1"], ["", 17]],
    [
      "person.fingerprints",
      "none",
      [impression(templateWith("minutiae"))],
      [impression(image), impression(lying), impression(""), []],
    ],
    ["person.fingerprints", "present", [true], [impression(templateWith("minutiae"))]],
  ];

  it.each(cases)("holds %s to the shape that %s gives", (attribute, transformation, right, wrong) => {
    const plan = planOf({ attribute, transformation });
    for (const value of right)
      expect(checkRecords(plan, [matchRecord({ [attribute]: state(value) })])).toBeUndefined();
    for (const value of wrong) {
      const refusal = checkRecords(plan, [matchRecord({ [attribute]: state(value) })]);
      expect(refusal, JSON.stringify(value)).toMatchObject({
        rule: transformation === "none" ? "valueShape" : "valueNotTransformed",
        attribute,
        clause: "c0",
        recordIndex: 0,
      });
      expect(JSON.stringify(refusal)).not.toMatch(/211912|Nyakim|1984|Malakal/);
    }
  });

  it("lets the three kinds of nothing through, and no value with them", () => {
    const plan = planOf({ attribute: "person.phone", transformation: "hash" });
    for (const nothing of ["notKnown", "declined", "withheld"]) {
      const record = { ref: "p", states: { "person.phone": { state: nothing } } };
      expect(checkRecords(plan, [record])).toBeUndefined();
      const smuggled = { ref: "p", states: { "person.phone": { state: nothing, value: "+211912345678" } } };
      expect(checkRecords(plan, [smuggled])?.rule).toBe("recordShape");
    }
  });
});

describe("checkRecords, of a record", () => {
  const plan = planOf({ attribute: "person.sex" }, { attribute: "person.location" });
  const good = (ref: string) => matchRecord({ "person.sex": state("male") }, ref);

  it("refuses the whole batch for one attribute that is not granted, in any state, and says where", () => {
    for (const held of [state("+211912345678"), { state: "withheld" as const }]) {
      const bad = matchRecord({ "person.sex": state("male"), "person.phone": held }, "p2");
      expect(checkRecords(plan, [good("p1"), bad, good("p3")])).toEqual({
        rule: "attributeNotGranted",
        recordIndex: 1,
        attribute: "person.phone",
        message: "No clause grants person.phone from iom at tier match.",
      });
    }
  });

  it("does not repeat the name of an attribute that the catalogue does not have", () => {
    for (const name of ["Nyakim", "constructor", "toString"]) {
      const states = JSON.parse(`{"${name}": {"state": "known", "value": "x"}}`);
      const refusal = checkRecords(plan, [{ ref: "p1", states }]);
      expect(refusal).toEqual({
        rule: "attributeUnknown",
        recordIndex: 0,
        message: "An attribute is not in the catalogue.",
      });
    }
  });

  it("refuses a key that the schema library would pass over in silence, and nesting without end", () => {
    const hidden = '{"ref":"p1","states":{"__proto__":{"state":"known","value":"x"}}}';
    const inside =
      '{"ref":"p1","states":{"person.sex":{"state":"known","value":"male","__proto__":{"a":1}}}}';
    const deep = `{"ref":"p1","states":${"[".repeat(9000)}${"]".repeat(9000)}}`;
    for (const record of [hidden, inside, deep]) {
      expect(checkRecords(plan, [JSON.parse(record)])?.rule).toBe("recordShape");
    }
  });

  it("refuses what is not a record, or has fields beside those agreed", () => {
    const odd = [null, 7, [], {}, { ref: "p1" }, { ref: "", states: {} }, { ...good("p1"), photo: "x" }];
    for (const record of odd) expect(checkRecords(plan, [record])?.rule).toBe("recordShape");
    const linked = planOf({ attribute: "person.sex", tier: "linked" });
    const person = disclosedPerson({ "person.sex": state("male") });
    const noted = {
      ...person,
      statements: [{ ...person.statements[0], recordedAt: "2025-03-01T09:00:00Z" }],
    };
    expect(checkRecords(linked, [person])).toBeUndefined();
    expect(checkRecords(linked, [noted])?.rule).toBe("recordShape");
    expect(checkRecords(linked, [good("p1")])?.rule).toBe("recordShape");
    expect(checkRecords(plan, [person])?.rule).toBe("recordShape");
  });

  it("refuses a person who is in the batch twice", () => {
    expect(checkRecords(plan, [good("p1"), good("p1")])).toMatchObject({
      rule: "repeatedRecord",
      recordIndex: 1,
    });
  });

  it("refuses a statement of another source, even the receiver's own put into its mouth", () => {
    const linked = planOf({ attribute: "person.sex", tier: "linked" });
    for (const source of ["wfp", "unhcr"]) {
      const record = disclosedPerson({ "person.sex": state("male") }, { source });
      expect(checkRecords(linked, [record])).toMatchObject({ rule: "sourceNotSender", recordIndex: 0 });
    }
  });

  it("refuses a household's attribute in a person's statement", () => {
    const linked = planOf({ attribute: "household.size", tier: "linked" });
    const states = { "household.size": state(4) };
    expect(checkRecords(linked, [disclosedPerson(states)])?.rule).toBe("attributeOfOtherSubject");
    expect(checkRecords(linked, [disclosedPerson(states, { subject: "household" })])).toBeUndefined();
  });

  it("refuses a person whose visible place is outside the scope, however coarse", () => {
    const at = (pcode: string) => [matchRecord({ "person.location": state({ pcode }) })];
    for (const inside of ["SS0701", "SS07", "SS0303", "SS03", "SS"]) {
      expect(checkRecords(plan, at(inside)), inside).toBeUndefined();
    }
    for (const outside of ["SS0101", "SS0304", "SS02", "ET07"]) {
      expect(checkRecords(plan, at(outside)), outside).toMatchObject({
        rule: "placeOutOfScope",
        attribute: "person.location",
        clause: "c1",
      });
    }
  });

  it("refuses who comes from an excluded country, and whose status is outside the scope", () => {
    const wide = planOf(
      { attribute: "person.origin", transformation: "none" },
      { attribute: "person.lifeStatus" },
    );
    const plan = {
      ...wide,
      scope: { ...wide.scope, statuses: ["active" as const] },
      exclusions: { ...wide.exclusions, origins: ["SD"] },
    };
    const with_ = (states: Parameters<typeof matchRecord>[0]) => checkRecords(plan, [matchRecord(states)]);
    expect(with_({ "person.origin": state({ pcode: "SS07" }) })).toBeUndefined();
    expect(with_({ "person.origin": state({ pcode: "SD01" }) })).toMatchObject({
      rule: "personExcluded",
      attribute: "person.origin",
      clause: "c0",
    });
    expect(with_({ "person.lifeStatus": state("present") })).toBeUndefined();
    expect(with_({ "person.lifeStatus": state("departed") })?.rule).toBe("statusOutOfScope");
    const linked = { ...planOf({ attribute: "person.origin", tier: "linked" }), exclusions: plan.exclusions };
    const record = disclosedPerson({ "person.origin": state({ pcode: "SD01" }) });
    expect(checkRecords(linked, [record])?.rule).toBe("personExcluded");
  });

  it("holds to the ceilings over all batches", () => {
    const small = { ...plan, maximumPersons: 3 };
    const batch = [good("p1"), good("p2")];
    expect(checkRecords(small, batch, { personsBefore: 1 })).toBeUndefined();
    expect(checkRecords(small, batch, { personsBefore: 2 })?.rule).toBe("tooManyPersons");
    expect(checkRecords(plan, batch, { today: { records: 8, ceiling: 10 } })).toBeUndefined();
    expect(checkRecords(plan, batch, { today: { records: 9, ceiling: 10 } })?.rule).toBe(
      "tooManyRecordsToday",
    );
    expect(checkRecords(plan, batch, { total: { records: 8, ceiling: 10 } })).toBeUndefined();
    expect(checkRecords(plan, batch, { total: { records: 9, ceiling: 10 } })?.rule).toBe(
      "tooManyRecordsInTotal",
    );
  });
});
