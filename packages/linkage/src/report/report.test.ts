import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { accuracyByThreshold, accuracyOf, bestThreshold } from "./accuracy.ts";
import { clericalSample, estimateFromSample } from "./clerical-sample.ts";
import { ageBand, errorsByGroup } from "./group-errors.ts";
import { levelWeights } from "./match-weights.ts";
import { reliabilityOf } from "./reliability.ts";
import { type ReportContent, reportFiles } from "./report.ts";
import { unlinkableShares } from "./unlinkables.ts";
import { percentOf, waterfallOf } from "./waterfall.ts";
import { shareOf } from "./wilson-interval.ts";

/** The names of a document's elements that are not closed in order; empty where it is well-formed. */
function unclosed(xml: string): string[] {
  const open: string[] = [];
  for (const [, close, name = "", empty] of xml.matchAll(/<(\/)?([a-z]+)[^<>]*?(\/)?>/gi)) {
    if (empty !== undefined) continue;
    if (close === undefined) open.push(name);
    else if (open.at(-1) === name) open.pop();
    else return [...open, `/${name}`];
  }
  return open;
}

const contentNamed = (name: string): ReportContent => ({
  title: name,
  registries: [name, "other"],
  facts: [[name, name]],
  model: {
    prior: 0.001,
    thresholds: { link: 0.9, review: 0.2 },
    comparisons: [
      {
        name,
        levels: [
          { label: "same", m: 0.9, u: 0.01 },
          { label: name, m: 0.1, u: 0.99 },
        ],
      },
    ],
  },
  completeness: [{ column: name, filled: [0.5, 1] }],
  unlinkables: unlinkableShares([-2, 3, 7]),
  examples: [
    {
      title: name,
      steps: waterfallOf({ prior: -9, evidence: [{ comparison: name, level: name, weight: 3 }] }),
    },
  ],
  accuracy: accuracyByThreshold([{ probability: 0.9, same: true }], 2),
  reliability: reliabilityOf([{ probability: 0.9, same: true }]),
  groups: errorsByGroup([{ linked: true, same: true, groups: { [name]: name } }]),
});

describe("a linkage report", () => {
  it("is well-formed and carries no markup of its own, whatever columns are called", () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: "binary" }), fc.constant("<script>alert(1)</script>\u0000\u202e&\"'")),
        (name) => {
          for (const [file, text] of reportFiles(contentNamed(`x${name}`))) {
            if (file.endsWith(".svg")) {
              expect(unclosed(text)).toEqual([]);
              expect(text).toMatch(/role="img" aria-labelledby=/);
            }
            if (!file.endsWith(".json")) expect(text).not.toContain("<script");
          }
        },
      ),
      { seed: 11, numRuns: 60 },
    );
  });

  it("has each chart as a file, the data as JSON and all of it as a page", () => {
    const files = reportFiles(contentNamed("given name"));
    expect([...files.keys()].sort()).toEqual(
      [
        "completeness.svg",
        "groups.svg",
        "m-and-u.svg",
        "match-weights.svg",
        "reliability.svg",
        "report.html",
        "report.json",
        "threshold.svg",
        "unlinkables.svg",
        "waterfall-1.svg",
      ].sort(),
    );
    expect(JSON.parse(files.get("report.json") ?? "")).toMatchObject({
      facts: { "given name": "given name" },
    });
  });
});

describe("the figures of a report", () => {
  it("give shares with the score interval of Wilson", () => {
    // Worked out with R's prop.test(8, 10, correct = FALSE).
    expect(shareOf(8, 10)).toMatchObject({ value: 0.8 });
    expect(shareOf(8, 10).low).toBeCloseTo(0.490162, 5);
    expect(shareOf(8, 10).high).toBeCloseTo(0.943318, 5);
    expect(shareOf(0, 0)).toMatchObject({ low: 0, high: 1 });
  });

  it("count true pairs that no rule brought among the missed", () => {
    expect(accuracyOf(8, 10, 16)).toMatchObject({ precision: { value: 0.8 }, recall: { value: 0.5 } });
    expect(accuracyOf(8, 10, 16).f1).toBeCloseTo((2 * 0.8 * 0.5) / 1.3, 12);
  });

  it("find the threshold of the highest F1", () => {
    const pairs = [0.99, 0.97, 0.85, 0.4, 0.3].map((probability, at) => ({ probability, same: at < 3 }));
    expect(bestThreshold(accuracyByThreshold(pairs, 3))).toMatchObject({ threshold: 0.8, f1: 1 });
  });

  it("weigh a level by m against u, and end a waterfall at the pair's weight", () => {
    expect(levelWeights(contentNamed("a").model)[0]?.bits).toBeCloseTo(Math.log2(90), 12);
    const steps = waterfallOf({
      prior: -10,
      evidence: [
        { comparison: "sex", level: "same", weight: 1 },
        { comparison: "name", level: "same", weight: 12 },
      ],
    });
    expect(steps.map(({ label }) => label)).toEqual(["before any evidence", "name", "sex", "together"]);
    expect(steps.at(-1)).toMatchObject({ to: 3, detail: "88.9%" });
  });

  it("never call a decision certain", () => {
    const evidence = [{ comparison: "card", level: "same", weight: 60 }];
    expect(waterfallOf({ prior: -10, evidence }).at(-1)?.detail).toBe("over 99.9999%");
  });

  it("write probabilities so that near certainty is not certainty", () => {
    expect([0.5, 0.963, 0.99, 0.99997, 1, 0].map(percentOf)).toEqual([
      "50%",
      "96.3%",
      "99%",
      "99.997%",
      "100%",
      "0%",
    ]);
  });

  it("say that probabilities are reliable where they are", () => {
    const pairs = Array.from({ length: 1000 }, (_, at) => ({ probability: 0.75, same: at % 4 !== 0 }));
    expect(reliabilityOf(pairs)).toMatchObject({ brier: 0.1875, calibrationError: 0 });
  });

  it("count the records that cannot reach a weight", () => {
    const shares = unlinkableShares([-1, 2, 2, 9]);
    expect(shares.find(({ weight }) => weight === 0)).toMatchObject({ share: 0.25, probability: 0.5 });
    expect(shares.find(({ weight }) => weight === 3)?.share).toBe(0.75);
  });

  it("keep groups apart", () => {
    const errors = errorsByGroup([
      { linked: false, same: true, groups: { age: ageBand(3) } },
      { linked: true, same: true, groups: { age: ageBand(30) } },
      { linked: true, same: false, groups: { age: ageBand(30) } },
    ]);
    expect(errors).toMatchObject([
      { group: "00 to 04", missed: { count: 1, of: 1 }, wrong: { of: 0 } },
      { group: "18 to 59", missed: { count: 0, of: 1 }, wrong: { count: 1, of: 2 } },
    ]);
  });

  it("estimate precision and recall from a sample that is drawn unevenly", () => {
    // Exactly `probability` of the pairs of each hundredth are one person.
    const pairs = Array.from({ length: 20_000 }, (_, at) => {
      const probability = ((at % 100) + 0.5) / 100;
      return { left: `l${at}`, right: `r${at}`, probability, same: Math.floor(at / 100) / 200 < probability };
    });
    const linked = pairs.filter((pair) => pair.probability >= 0.5);
    const truth = linked.filter((pair) => pair.same).length / linked.length;
    const strata = clericalSample(pairs, 1000);
    expect(strata.reduce((sum, { drawn }) => sum + drawn.length, 0)).toBeLessThan(1100);
    const { precision, recall } = estimateFromSample(strata, 0.5, (pair) => pair.same);
    expect(precision.value).toBeCloseTo(truth, 1);
    expect(recall.value).toBeCloseTo(0.75, 1);
  });
});
