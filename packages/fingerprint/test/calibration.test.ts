import { describe, expect, it } from "vitest";
import { syntheticImpostors } from "../bench/impostors.ts";
import { scoreOf } from "../src/calibration/calibration.ts";
import { CALIBRATION } from "../src/calibration/table.ts";
import { band, fuseScores, matchWeight } from "../src/index.ts";
import { randomFrom } from "./generate.ts";

describe("the calibrated score", () => {
  it("never falls as similarity rises, starts at 0 and ends at 200", () => {
    let before = 0;
    for (let similarity = 0; similarity < 200; similarity += 0.25) {
      const score = scoreOf(similarity, CALIBRATION);
      expect(score).toBeGreaterThanOrEqual(before);
      before = score;
    }
    expect(scoreOf(0, CALIBRATION)).toBe(0);
    expect(before).toBe(200);
  });

  it("does not understate the false match rate of synthetic fingers it was not measured on", () => {
    const scores = syntheticImpostors(450, 99).map((similarity) => scoreOf(similarity, CALIBRATION));
    for (const threshold of [10, 20, 30]) {
      const share = scores.filter((score) => score >= threshold).length / scores.length;
      expect(share).toBeLessThan(1.2 * 10 ** (-threshold / 10));
    }
  });
});

describe("fused scores", () => {
  it("are those of one finger where there is one, and 0 where there is none", () => {
    expect(fuseScores([])).toBe(0);
    expect(fuseScores([73])).toBeCloseTo(73);
    expect(fuseScores([0, 0])).toBe(0);
  });

  it("keep their meaning for two and four unrelated fingers", () => {
    const random = randomFrom(5);
    for (const fingers of [2, 4]) {
      let above = 0;
      for (let trial = 0; trial < 100_000; trial++) {
        const scores = Array.from({ length: fingers }, () => -10 * Math.log10(1 - random()));
        if (fuseScores(scores) >= 20) above++;
      }
      expect(above / 100_000).toBeGreaterThan(0.009);
      expect(above / 100_000).toBeLessThan(0.011);
    }
  });

  it("fall where a second finger was compared and did not match", () => {
    expect(fuseScores([80, 0])).toBeLessThan(80);
    expect(fuseScores([80, 60])).toBeGreaterThan(110);
  });
});

describe("the match weight", () => {
  it("rises by log2(10) bits for ten points of score", () => {
    expect(matchWeight([{ score: 70, quality: 60 }]) - matchWeight([{ score: 60, quality: 60 }])).toBeCloseTo(
      Math.log2(10),
    );
  });

  it("is evidence against where nothing matched, more so the better the impressions", () => {
    const good = matchWeight([{ score: 0, quality: 80 }]);
    const poor = matchWeight([{ score: 0, quality: 20 }]);
    expect(good).toBeLessThan(poor);
    expect(poor).toBeLessThan(-1);
    expect(
      matchWeight([
        { score: 70, quality: 60 },
        { score: 0, quality: 80 },
      ]),
    ).toBeLessThan(matchWeight([{ score: 70, quality: 60 }]));
  });

  it("is 0 without fingers and stays within its bounds", () => {
    expect(matchWeight([])).toBe(0);
    expect(matchWeight([{ score: 200 }, { score: 200 }])).toBe(40);
    expect(matchWeight(Array.from({ length: 10 }, () => ({ score: 0, quality: 90 })))).toBe(-12);
  });
});

describe("the bands", () => {
  it("are unique below 80, duplicate from 120, and a human's decision between", () => {
    expect([0, 79.9, 80, 119.9, 120, 200].map((score) => band(score))).toEqual([
      "unique",
      "unique",
      "adjudicate",
      "adjudicate",
      "duplicate",
      "duplicate",
    ]);
    expect(band(50, { version: "x", uniqueBelow: 10, duplicateFrom: 40 })).toBe("duplicate");
  });
});
