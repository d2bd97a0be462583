import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isHeldOut, namePairs, namePairsFolder } from "../../test/name-pairs.ts";
import { jaroWinkler } from "./jaro-winkler.ts";
import { nameKeys } from "./name-keys.ts";
import { nameSimilarity } from "./similarity.ts";
import { standardiseName } from "./standard-name.ts";
import { foldToAscii } from "./transliterate.ts";

describe("the similarity of names", () => {
  it.each([
    ["Nyandeng", "Nyadeng"],
    ["Gatluak", "Gatlwak"],
    ["Majok", "Majock"],
    ["Deng", "Dheng"],
    ["Achol", "Acol"],
    ["Mohamed", "Mahamed"],
    ["Garang", "قرنق"],
    ["Abd al-Rahman Hassan", "Hassan Abdurrahman"],
    ["عبد الرحمن", "Abdel Rahman"],
    ["Salva Kiir Mayardit", "سلفا كير ميارديت"],
    ["Majokdeng", "Majok Deng"],
    ["أحمد", "احمد"],
    ["Bill Smith", "William Smyth"],
    ["Dr. Hajj Osman", "عثمان"],
  ])("of %s and %s is high", (one, other) => {
    expect(nameSimilarity(one, other)).toBeGreaterThan(0.88);
  });

  it.each([
    ["علي", "زيد"],
    ["Deng", "Garang"],
    ["محمد", "Garang"],
    ["Nyandeng Chol", "Achol Majok"],
  ])("of %s and %s is low", (one, other) => {
    expect(nameSimilarity(one, other)).toBeLessThan(0.8);
  });

  const name = fc.array(
    fc.oneof(
      fc.constantFrom("Deng", "Majok", "محمد", "علي", "Bill", "J", "bin", "Al-Nur"),
      fc.string({ unit: "binary" }),
    ),
    { maxLength: 6 },
  );
  it("lies between 0 and 1, is symmetric, and 1 of a name and itself, whatever is written", () => {
    fc.assert(
      fc.property(name, name, (a, b) => {
        const [one, other] = [a.join(" "), b.join(" ")];
        const likeness = nameSimilarity(one, other);
        expect(likeness).toBeGreaterThanOrEqual(0);
        expect(likeness).toBeLessThanOrEqual(1);
        expect(nameSimilarity(other, one)).toBeCloseTo(likeness, 12);
        if (standardiseName(one) !== undefined) expect(nameSimilarity(one, one)).toBeCloseTo(1, 12);
      }),
      { seed: 3, numRuns: 300 },
    );
  });

  it("reads no more of a name of four kilobytes than it must", () => {
    const long = "Deng ".repeat(1000);
    expect(standardiseName(long)?.sounds.length).toBeLessThanOrEqual(12);
    expect(nameSimilarity(long, `${"x".repeat(4096)}`)).toBeLessThan(0.7);
  });
});

const folder = namePairsFolder();
describe.skipIf(folder === undefined)("on pairs of spellings that nothing was learnt from", () => {
  const heldOut = folder === undefined ? [] : namePairs(folder).filter(isHeldOut);
  // Impostors: each Arabic spelling with the Latin one that stands a third of the list further on.
  const impostors = heldOut
    .map(({ arabic }, index) => ({
      arabic,
      latin: heldOut[(index + Math.floor(heldOut.length / 3)) % heldOut.length]?.latin ?? "",
    }))
    .filter((pair, index) => pair.latin !== heldOut[index]?.latin);

  const equalErrorRate = (likeness: (arabic: string, latin: string) => number): number => {
    const scores = (pairs: typeof heldOut) =>
      Float64Array.from(pairs, ({ arabic, latin }) => likeness(arabic, latin)).sort();
    const [same, different] = [scores(heldOut), scores(impostors)];
    let [best, rate] = [1, 1];
    for (let index = 0, below = 0; index < same.length; index++) {
      const threshold = same[index] ?? 0;
      while (below < different.length && (different[below] ?? 0) < threshold) below++;
      const missed = index / same.length;
      const taken = (different.length - below) / different.length;
      if (Math.abs(missed - taken) < best) [best, rate] = [Math.abs(missed - taken), (missed + taken) / 2];
    }
    return rate;
  };
  const plain = equalErrorRate((arabic, latin) => jaroWinkler(foldToAscii(arabic), foldToAscii(latin)));

  it("has less than a third of the equal-error rate of Jaro–Winkler over a plain transliteration", () => {
    expect(plain).toBeGreaterThan(0.06);
    expect(equalErrorRate(nameSimilarity)).toBeLessThan(plain / 3);
  }, 60_000);

  it("has less than half of it where SQL compares the best of several readings", () => {
    const best = (arabic: string, latin: string): number => {
      const sound = nameKeys(latin)?.sound ?? "";
      return Math.max(0, ...(nameKeys(arabic)?.readings ?? []).map((reading) => jaroWinkler(reading, sound)));
    };
    expect(equalErrorRate(best)).toBeLessThan(plain / 2);
  }, 60_000);
});
