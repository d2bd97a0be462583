import { expect, test } from "vitest";
import { decide, decideBy } from "./decide.ts";
import type { UndecidedPair } from "./scored-pair.ts";

const POLICY = { linkFrom: 0.99, adjudicateFrom: 0.5, oneToOne: true };

function pairOf(
  left: string,
  right: string,
  parts: Partial<UndecidedPair["parts"]>,
  rest: Partial<UndecidedPair> = {},
): UndecidedPair {
  const all = { biography: 0, household: 0, fingerprints: 0, relativesFingerprints: 0, ...parts };
  const prior = -12;
  const weight = prior + all.biography + all.household + all.fingerprints + all.relativesFingerprints;
  return {
    left,
    right,
    probability: 1 / (1 + 2 ** -weight),
    weight,
    parts: all,
    prior,
    evidence: [],
    contradictory: false,
    sameNameAndBirthYear: false,
    ...rest,
  };
}

const decisionOf = (...pairs: UndecidedPair[]) =>
  decide(pairs, POLICY).map(({ decision, labels }) => [decision, ...labels]);

test("a pair is linked, adjudicated or left by its posterior probability", () => {
  const pairs = [
    pairOf("a", "1", { biography: 25 }),
    pairOf("b", "2", { biography: 15 }),
    pairOf("c", "3", { biography: 5 }),
  ];
  expect(decide(pairs, POLICY).map(({ decision }) => decision)).toEqual(["link", "adjudicate", "none"]);
});

test("strong fingerprints beside another sex and a doubtful biography are a conflict for a human", () => {
  const pair = pairOf(
    "a",
    "1",
    { biography: 2, fingerprints: 40 },
    { fingerprintScore: 150, contradictory: true },
  );
  expect(decisionOf(pair)).toEqual([["adjudicate", "conflict"]]);
});

test("fingerprints below a score of 80 never link by themselves", () => {
  const pair = pairOf("a", "1", { biography: 1, fingerprints: 25 }, { fingerprintScore: 75 });
  expect(decisionOf(pair)).toEqual([["adjudicate", "weakFingerprints"]]);
});

test("fingerprints from 120 link by themselves, between the bands only with a biography in favour", () => {
  const strong = pairOf("a", "1", { biography: -3, fingerprints: 40 }, { fingerprintScore: 125 });
  const middling = pairOf("b", "2", { biography: -3, fingerprints: 40 }, { fingerprintScore: 100 });
  const supported = pairOf("c", "3", { biography: 3, fingerprints: 40 }, { fingerprintScore: 100 });
  expect(decisionOf(strong, middling, supported)).toEqual([
    ["link"],
    ["adjudicate", "weakFingerprints"],
    ["link"],
  ]);
});

test("different fingers overrule a certain biography, and a doubtful outcome is labelled a conflict", () => {
  const refuted = pairOf("a", "1", { biography: 20, fingerprints: -15 }, { fingerprintScore: 3 });
  const doubtful = pairOf("b", "2", { biography: 24, fingerprints: -10 }, { fingerprintScore: 3 });
  expect(decisionOf(refuted, doubtful)).toEqual([["none"], ["adjudicate", "conflict"]]);
});

test("two members of one household that fit nearly alike wait for a human", () => {
  const homes = { leftHousehold: "H", rightHousehold: "K" };
  const decisions = decisionOf(
    pairOf("twin", "1", { biography: 25 }, homes),
    pairOf("twin", "2", { biography: 23 }, homes),
  );
  expect(decisions).toEqual([
    ["adjudicate", "ambiguous"],
    ["adjudicate", "outranked", "ambiguous"],
  ]);
});

test("a second record of a linked person in another household is put forward as a duplicate", () => {
  const decisions = decisionOf(
    pairOf("a", "1", { biography: 25 }, { leftHousehold: "H", rightHousehold: "K" }),
    pairOf("a", "2", { biography: 24 }, { leftHousehold: "H", rightHousehold: "L" }),
  );
  expect(decisions).toEqual([["link"], ["adjudicate", "possibleDuplicate"]]);
});

test("each basis decides by its own parts alone", () => {
  const pairs = [
    pairOf("a", "1", { biography: 14, household: 8 }),
    pairOf("b", "2", { fingerprints: 30 }, { fingerprintScore: 130 }),
    pairOf("c", "3", { biography: 2 }, { sameNameAndBirthYear: true }),
  ];
  const links = (basis: Parameters<typeof decideBy>[1]) =>
    decideBy(pairs, basis, POLICY)
      .filter(({ decision }) => decision === "link")
      .map(({ left }) => left);
  expect(links("all")).toEqual(["a", "b"]);
  expect(links("biography")).toEqual(["a"]);
  expect(links("biographyWithoutHouseholds")).toEqual([]);
  expect(links("fingerprints")).toEqual(["b"]);
  expect(links("nameAndBirthYear")).toEqual(["c"]);
});

test("the decision names the first kind of evidence that suffices", () => {
  const decided = decide(
    [
      pairOf("a", "1", { biography: 25 }),
      pairOf("b", "2", { biography: 14, household: 8 }),
      pairOf("c", "3", { biography: 1, fingerprints: 30 }, { fingerprintScore: 130 }),
      pairOf("d", "4", { biography: 12, fingerprints: 10 }, { fingerprintScore: 85 }),
    ],
    POLICY,
  );
  expect(decided.map(({ decidedBy }) => decidedBy)).toEqual([
    "biography",
    "household",
    "fingerprints",
    "combined",
  ]);
});
