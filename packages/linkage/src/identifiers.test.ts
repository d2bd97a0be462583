import fc from "fast-check";
import { expect, it } from "vitest";
import { deletionNeighbourhood, identifierKind, plainIdentifier } from "./identifiers.ts";

const digits = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 6, maxLength: 12 });
const written = (parts: readonly number[]) => `card:${parts.join("")}`;

it("gives two numbers one slip apart an element in common", () => {
  fc.assert(
    fc.property(digits, fc.nat(), fc.integer({ min: 0, max: 9 }), (number, somewhere, digit) => {
      const at = somewhere % number.length;
      const next = (at + 1) % number.length;
      const swapped = number.with(at, number[next] ?? 0).with(next, number[at] ?? 0);
      const slips = [number.with(at, digit), number.toSpliced(at, 1), number.toSpliced(at, 0, digit)];
      if (next > at) slips.push(swapped);
      const near = new Set(deletionNeighbourhood(written(number)));
      for (const slip of slips) {
        expect(deletionNeighbourhood(written(slip)).some((one) => near.has(one))).toBe(true);
      }
    }),
  );
});

it("never leaves out a character of the kind, so that kinds stay apart", () => {
  expect(deletionNeighbourhood("a:123456").every((one) => identifierKind(one) === "a")).toBe(true);
});

it("takes numbers and cards for plain, but no hash, no short number and no word", () => {
  expect(plainIdentifier("card:SS-12 345.67")).toBe("card:SS1234567");
  expect(plainIdentifier("card:rc1234567")).toBe("card:RC1234567");
  for (const other of [
    `card:${"0123456789abcdef".repeat(4)}`,
    `card:hmac-sha256:${"A1b2C3d4E5".repeat(4)}xyz`,
    "card:12345",
    "card:Nyandeng1",
    "card:' OR '1'='1",
    "card:",
    "",
  ]) {
    expect(plainIdentifier(other)).toBeUndefined();
  }
});
