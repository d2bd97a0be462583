import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { LedgerError, proveSubject, subjectsOf, subjectTag, verifySubject } from "../index.ts";

const key = (n: number) => {
  const bytes = new Uint8Array(32);
  new DataView(bytes.buffer).setUint32(0, n);
  return bytes;
};
const nonce = new Uint8Array(16).fill(7);

describe("the subjects of an entry", () => {
  test("can each be proven by their own key, among any number of others, and nobody else can", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 70 }), fc.nat(), (count, pick) => {
        const keys = Array.from({ length: count }, (_, n) => key(n));
        const { subjects, tags } = subjectsOf(keys, nonce);
        const own = keys[pick % count]!;
        const proof = proveSubject(own, subjects, tags)!;
        expect(verifySubject(own, subjects, proof)).toBe(true);
        expect(verifySubject(key(count), subjects, proof)).toBe(false);
        expect(proveSubject(key(count), subjects, tags)).toBeUndefined();
        for (const changed of [
          { ...subjects, nonce: "00".repeat(16) },
          { ...subjects, root: "00".repeat(32) },
          { ...subjects, nonce: "" },
          { ...subjects, root: "" },
        ]) {
          expect(verifySubject(own, changed, proof)).toBe(false);
        }
        expect(verifySubject(own, subjects, { ...proof, position: count })).toBe(false);
      }),
      { seed: 3, numRuns: 60 },
    );
  });

  test("do not show who they are from one entry to the next, nor in which order they came", () => {
    const keys = [key(1), key(2), key(3)];
    const first = subjectsOf(keys, nonce);
    const next = subjectsOf(keys, new Uint8Array(16).fill(8));
    expect(next.tags).not.toContainEqual(first.tags[0]);
    expect(next.subjects.root).not.toBe(first.subjects.root);
    expect(subjectsOf([...keys].reverse(), nonce)).toEqual(first);
  });

  test("have the tag that HMAC-SHA-256 gives", () => {
    // printf '\7%.0s' {1..16} | openssl dgst -sha256 -mac HMAC -macopt hexkey:0000…00 (32 bytes)
    expect(Buffer.from(subjectTag(new Uint8Array(32), "07".repeat(16))).toString("hex")).toBe(
      "95ef0f1bb84738df1f8805dfd87ef976de8d5707f90128aed4c300deb89cb1f2",
    );
  });

  test("need a key of 32 bytes and a nonce of 16", () => {
    expect(() => subjectTag(new Uint8Array(31), "07".repeat(16))).toThrow(LedgerError);
    expect(() => subjectTag(new Uint8Array(32), "07")).toThrow(LedgerError);
  });
});
