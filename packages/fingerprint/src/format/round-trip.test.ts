import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fuzz } from "../../test/fuzz.ts";
import { ANY_RECORD } from "../../test/records.ts";
import {
  FingerprintFormatError,
  type FingerprintRecord,
  readRecord,
  readTemplates,
  writeRecord,
} from "../index.ts";

const readAs = (bytes: Uint8Array, record: FingerprintRecord): FingerprintRecord =>
  readRecord(bytes, record.format.startsWith("iso-card") ? { card: record.format as "iso-card-normal" } : {});

describe.each(Object.entries(ANY_RECORD))("%s", (name, records) => {
  it("is read as it was written, every field, and written as it was read, every bit", () => {
    fc.assert(
      fc.property(records, (record) => {
        const bytes = writeRecord(record);
        const again = readAs(bytes, record);
        expect(again).toEqual(record);
        expect(writeRecord(again)).toEqual(bytes);
      }),
      { numRuns: 200, seed: 19794 },
    );
  });

  it("may stand in a larger buffer filled up with zeros, but with nothing else", () => {
    if (name === "NBIS's text") return;
    fc.assert(
      fc.property(
        records.filter((record) => !("carrier" in record && record.carrier === "bare")),
        fc.integer({ min: 1, max: 64 }),
        (record, zeros) => {
          const bytes = writeRecord(record);
          const padded = new Uint8Array(bytes.length + zeros);
          padded.set(bytes);
          expect(readAs(padded, record)).toEqual(record);
          padded[padded.length - 1] = 1;
          expect(() => readAs(padded, record)).toThrow(FingerprintFormatError);
        },
      ),
      { numRuns: 60, seed: 378 },
    );
  });

  it("gives a typed error or what can be written again, whatever becomes of its bytes: ten thousand mutations", () => {
    const written = fc.sample(records, { numRuns: 100, seed: 2005 });
    const isCard = name === "card minutiae";
    const { parsed, refused } = fuzz(
      {
        name,
        seeds: written.map(writeRecord),
        parse: (bytes) => readTemplates(bytes, isCard ? { card: "iso-card-normal" } : {}).record,
        isTyped: (error) => error instanceof FingerprintFormatError,
        check: (found, bytes) => {
          const record = found as FingerprintRecord;
          const rewritten = writeRecord(record);
          if (!isDeepStrictEqual(readAs(rewritten, record), record)) throw new Error("read otherwise");
          const same = Buffer.from(rewritten).equals(bytes.subarray(0, rewritten.length));
          if (!same && record.format !== "xyt") throw new Error("written otherwise");
        },
      },
      10_000,
      4,
    );
    expect(parsed).toBeGreaterThan(300);
    expect(refused).toBeGreaterThan(300);
  });
});

it("noise is never taken for a template", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      expect(() => readRecord(bytes)).toThrow(FingerprintFormatError);
    }),
    { numRuns: 2_000, seed: 7 },
  );
});
