import { describe, expect, test } from "vitest";
import { type ComparablePerson, compareWithin, isCorroborated } from "../index.ts";
import type { PairEvidence } from "./compare-registries.ts";

const evidence = (
  change: Partial<PairEvidence> = {},
  levels: Readonly<Record<string, string>> = {},
): PairEvidence => ({
  prior: -16,
  parts: { biography: 26, household: 0, fingerprints: 0, relativesFingerprints: 0 },
  comparisons: Object.entries(levels).map(([comparison, level]) => ({ comparison, level, weight: 1 })),
  labels: [],
  fingerprintScore: undefined,
  sameHousehold: false,
  alone: { nameAndBirthYear: "none", biography: "link", fingerprints: "none" },
  ...change,
});
const sureBits = { biography: 26, household: 3, fingerprints: 0, relativesFingerprints: 0 };

describe("a probable duplicate", () => {
  test.each([
    [
      "namesakes of one site and age alone",
      evidence({}, { ownName: "same", lineage: "one part same" }),
      false,
    ],
    ["fingerprints beyond the lower band", evidence({ fingerprintScore: 90 }), true],
    ["fingerprints below it", evidence({ fingerprintScore: 70 }), false],
    ["other members who match too", evidence({ parts: sureBits }), true],
    ["a phone in common", evidence({}, { phone: "same" }), true],
    ["a card in common", evidence({}, { identifier: "one in common" }), true],
    ["the whole name in all its parts", evidence({}, { ownName: "same", lineage: "both parts same" }), true],
    [
      "two entries of one household, whatever their names",
      evidence({ sameHousehold: true, parts: sureBits }),
      false,
    ],
    [
      "two entries of one household with the same fingers",
      evidence({ sameHousehold: true, fingerprintScore: 90 }),
      true,
    ],
  ])("by %s", (_, found, corroborated) => {
    expect(isCorroborated(found, 80)).toBe(corroborated);
  });
});

test("the words that corroborate are those that the linkage gives", async () => {
  const person = (id: string, given: string, phone: string): ComparablePerson => ({
    id,
    templates: [],
    record: {
      id,
      nameParts: [given, "Gatluak", "Deng"],
      sex: "female",
      birthDate: "1984-05-12",
      place: "SS0707S01",
      phone,
      identifiers: [`rationCard:RC${phone.slice(-7)}`],
      household: `household of ${id}`,
    },
  });
  const persons = [
    person("a", "Nyandeng", "+211912345678"),
    person("b", "Nyandeng", "+211912345678"),
    ...["Nyabol", "Achol", "Nyakim", "Adut", "Nyaruach"].map((name, index) =>
      person(name, name, `+21192000000${index}`),
    ),
  ];
  const { pairs } = await compareWithin(
    persons,
    { linkFrom: 0.95, adjudicateFrom: 0.5, oneToOne: false },
    () => undefined,
  );
  const pair = pairs.find((each) => each.left === "a" && each.right === "b");
  const levels = Object.fromEntries(
    (pair?.evidence.comparisons ?? []).map((each) => [each.comparison, each.level]),
  );
  expect(levels).toMatchObject({
    ownName: "same",
    lineage: "both parts same",
    phone: "same",
    identifier: "one in common",
  });
});
