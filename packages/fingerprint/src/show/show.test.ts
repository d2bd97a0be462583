import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { impressionOf, masterFinger, randomFrom } from "../../test/generate.ts";
import { scoreMeaning, showTemplate, showVerification, templateOf, verify, writePng } from "../index.ts";
import { motionOf, turnDegrees } from "./pair-motion.ts";

const random = randomFrom(17);
const master = masterFinger(random, 7);
const [probe, reference] = [impressionOf(master, random), impressionOf(master, random)];
const stranger = impressionOf(masterFinger(random, 2), random);
const image = writePng({ width: 4, height: 4, pixels: new Uint8Array(16).fill(200) });
const verification = verify(probe, reference);

/** Names of the elements of a document; throws where it is not well-formed XML of elements, attributes and text. */
function elementsOf(document: string): string[] {
  const open: string[] = [];
  const names: string[] = [];
  for (const [piece] of document.matchAll(/<[^>]*>|[^<]+/g)) {
    if (!piece.startsWith("<")) {
      if (/[>]|&(?!(amp|lt|gt|quot|#39);)/.test(piece)) throw new Error(`text ${piece}`);
      continue;
    }
    const tag =
      /^<(\/?)([a-zA-Z]+)((?: [a-zA-Z0-9-]+="[^"<>&]*(?:&(?:amp|lt|gt|quot|#39);[^"<>&]*)*")*)(\/?)>$/.exec(
        piece,
      );
    if (tag === null) throw new Error(`tag ${piece.slice(0, 80)}`);
    if (tag[1] === "/") {
      if (open.pop() !== tag[2]) throw new Error(`closing ${tag[2]}`);
    } else {
      names.push(tag[2]!);
      if (tag[4] === "") open.push(tag[2]!);
    }
  }
  if (open.length > 0) throw new Error(`left open: ${open.join()}`);
  return names;
}

const occurrences = (text: string, part: string) => text.split(part).length - 1;

describe("a template shown", () => {
  const points = {
    cores: [{ x: 100, y: 90, angle: 64 }],
    deltas: [{ x: 30, y: 200, angles: [0, 80, 170] as const }],
  };

  it("has a mark with a tip for each minutia, and a description for those who do not see it", () => {
    const document = showTemplate({ template: probe, image, singularPoints: points, name: "scan 3" });
    const names = elementsOf(document);
    expect(names.filter((name) => name === "title")).toHaveLength(1 + probe.count);
    expect(document).toContain("data:image/png;base64,iVBOR");
    expect(document).toMatch(/<desc>scan 3, left index finger: \d+ by \d+ pixels, quality \d+ of 100/);
    expect(document).toContain(">1 core<");
    expect(document).toContain(">1 delta<");
  });

  it("is well-formed whatever the name holds", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: "binary" }), fc.string({ unit: "grapheme" })), (name) => {
        elementsOf(showTemplate({ template: probe, name }));
      }),
      { numRuns: 200, seed: 3 },
    );
    const document = showTemplate({ template: probe, name: `<script>alert("1")</script>]]>\u0000\ud800` });
    expect(elementsOf(document)).not.toContain("script");
  });

  it("points each minutia counter-clockwise from the right", () => {
    const one = templateOf({ ...probe, width: 100, height: 100 }, [{ x: 50, y: 40, angle: 64, kind: 1 }]);
    expect(showTemplate({ template: one })).toContain('transform="rotate(-90)"');
  });

  it("shows poor minutiae fainter", () => {
    const rated = (quality: number) =>
      showTemplate({ template: templateOf(probe, [{ x: 5, y: 4, angle: 0, kind: 1, quality }]) });
    expect(rated(1)).toContain('opacity="0.31"');
    expect(rated(100)).toContain('opacity="1"');
  });

  it("may be empty", () => {
    expect(elementsOf(showTemplate({ template: templateOf(probe, []) }))).toContain("desc");
  });
});

describe("a comparison shown", () => {
  it.each(["overlaid", "side-by-side"] as const)(
    "%s: numbers every pair and lists its evidence",
    (layout) => {
      const document = showVerification(
        { template: probe, image },
        { template: reference, image },
        verification,
        { layout },
      );
      elementsOf(document);
      const places = layout === "overlaid" ? 1 : 2;
      for (const number of [1, verification.pairs.length])
        expect(occurrences(document, `>${number}</text>`)).toBe(places + 1);
      expect(document).toContain(`Score ${Math.round(verification.score * 10) / 10}.`);
      expect(occurrences(document, "<line ")).toBe(verification.pairs.length);
    },
  );

  it("of fingers that have nothing in common says so, side by side", () => {
    const nothing = { ...verify(probe, stranger), score: 0, pairs: [] };
    const document = showVerification({ template: probe }, { template: stranger }, nothing, {
      layout: "overlaid",
    });
    elementsOf(document);
    expect(document).toContain("No minutiae match.");
    expect(document).toContain("reference: right index finger");
  });

  it("lays the reference where the probe is, at the resolution of each", () => {
    const half = (value: number) => Math.round(value / 2);
    const smaller = {
      ...probe,
      x: probe.x.map(half),
      y: probe.y.map(half),
      resolution: probe.resolution / 2,
    };
    const pairs = Array.from({ length: probe.count }, (_, at) => ({ probe: at, reference: at, weight: 1 }));
    const motion = motionOf(probe, smaller, pairs)!;
    expect(motion.a).toBeCloseTo(2, 2);
    expect(turnDegrees(motion)).toBeCloseTo(0, 0);
    const quarter = { ...probe, x: probe.y, y: probe.x.map((x) => probe.width - 1 - x) };
    expect(turnDegrees(motionOf(probe, quarter, pairs)!)).toBeCloseTo(-90, 5);
  });
});

describe("the meaning of a score", () => {
  it("is a sentence", () => {
    expect(scoreMeaning(40)).toBe(
      "Different fingers score this high in about one of 10 thousand comparisons.",
    );
    expect(scoreMeaning(63.9)).toBe(
      "Different fingers score this high in about one of 2 million comparisons.",
    );
    expect(scoreMeaning(10)).toBe("Different fingers score this high in about one of 10 comparisons.");
    expect(scoreMeaning(0)).toBe("Nothing speaks for one and the same finger.");
    expect(scoreMeaning(200)).toBe("Different fingers practically never score this high.");
  });
});
