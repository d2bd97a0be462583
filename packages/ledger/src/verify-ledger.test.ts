import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { arbitraryEntry } from "../test/arbitrary-entry.ts";
import { NO_PREVIOUS, openEntry, sealEntry } from "./entry/seal.ts";
import type { LedgerEntry } from "./index.ts";
import { CompactRange } from "./merkle/compact-range.ts";
import { leafHash } from "./merkle/hash.ts";
import { verifyLedger } from "./verify-ledger.ts";

function sealed(entries: readonly LedgerEntry[]): {
  bytes: Uint8Array[];
  head: { size: number; root: Uint8Array };
} {
  const range = new CompactRange();
  let previous: Uint8Array = NO_PREVIOUS;
  const bytes = entries.map((entry) => {
    const next = sealEntry(entry, previous);
    previous = leafHash(next);
    range.append(previous);
    return next;
  });
  return { bytes, head: { size: range.size, root: range.root() } };
}

const ledgers = fc.array(arbitraryEntry, { minLength: 1, maxLength: 12 }).map((entries) => ({
  entries,
  ...sealed(entries),
}));
const RUNS = { seed: 5, numRuns: 150 };

describe("verifying a ledger", () => {
  test("finds it sound as it was written, with the root that was computed while writing", async () => {
    await fc.assert(
      fc.asyncProperty(ledgers, async ({ bytes, head }) => {
        expect(await verifyLedger(bytes, head)).toEqual({ kind: "sound", ...head });
        expect(await verifyLedger(bytes)).toEqual({ kind: "sound", ...head });
      }),
      RUNS,
    );
  });

  test("finds any changed byte, at the entry or the one after it", async () => {
    await fc.assert(
      fc.asyncProperty(
        ledgers,
        fc.nat(),
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        async (ledger, i, j, mask) => {
          const { bytes, head } = ledger;
          const index = i % bytes.length;
          const changed = bytes[index]!.slice();
          changed[j % changed.length]! ^= mask;
          const verdict = await verifyLedger(bytes.with(index, changed), head);
          expect(verdict.kind).toBe("broken");
          expect([index, index + 1]).toContain(verdict.kind === "broken" ? verdict.index : undefined);
        },
      ),
      RUNS,
    );
  });

  test("names the changed entry itself where the hashes kept beside the entries are given", async () => {
    await fc.assert(
      fc.asyncProperty(ledgers, fc.nat(), fc.nat(), async ({ bytes }, i, j) => {
        const index = i % bytes.length;
        const stored = bytes.map((entry) => ({ bytes: entry, leafHash: leafHash(entry) }));
        const changed = bytes[index]!.slice();
        changed[j % changed.length]! ^= 1;
        const verdict = await verifyLedger(stored.with(index, { ...stored[index]!, bytes: changed }));
        expect(verdict).toEqual({ kind: "broken", index, reason: "hash" });
      }),
      RUNS,
    );
  });

  test("finds two entries swapped, at the first of them", async () => {
    await fc.assert(
      fc.asyncProperty(ledgers, fc.nat(), fc.nat(), async ({ bytes, head }, i, j) => {
        const [first, second] = [i % bytes.length, j % bytes.length].sort((a, b) => a - b) as [
          number,
          number,
        ];
        fc.pre(first !== second);
        const swapped = bytes.with(first, bytes[second]!).with(second, bytes[first]!);
        expect(await verifyLedger(swapped, head)).toEqual({ kind: "broken", index: first, reason: "chain" });
      }),
      RUNS,
    );
  });

  test("finds an entry dropped, repeated or cut off at the end", async () => {
    await fc.assert(
      fc.asyncProperty(ledgers, fc.nat(), async ({ bytes, head }, i) => {
        const index = i % bytes.length;
        const last = index === bytes.length - 1;
        expect(await verifyLedger(bytes.toSpliced(index, 1), head)).toEqual({
          kind: "broken",
          index,
          reason: last ? "missing" : "chain",
        });
        expect(await verifyLedger(bytes.toSpliced(index, 0, bytes[index]!), head)).toMatchObject({
          kind: "broken",
        });
        expect(await verifyLedger(bytes.slice(0, index), head)).toEqual({
          kind: "broken",
          index,
          reason: "missing",
        });
      }),
      RUNS,
    );
  });

  test("finds an entry changed and all after it written again, which only a checkpoint can show", async () => {
    await fc.assert(
      fc.asyncProperty(ledgers, fc.nat(), async ({ entries, head }, i) => {
        const index = i % entries.length;
        const earlier = "2019-01-01T00:00:00.000Z";
        const rewritten = sealed(entries.with(index, { ...entries[index]!, at: earlier }));
        expect(await verifyLedger(rewritten.bytes)).toMatchObject({ kind: "sound" });
        expect(await verifyLedger(rewritten.bytes, head)).toEqual({
          kind: "broken",
          index: entries.length - 1,
          reason: "root",
        });
      }),
      RUNS,
    );
  });

  test("accepts a ledger that has grown since the checkpoint", async () => {
    const [before, after] = [
      fc.sample(arbitraryEntry, { seed: 6, numRuns: 5 }),
      fc.sample(arbitraryEntry, { seed: 7, numRuns: 3 }),
    ];
    const { head } = sealed(before);
    const grown = sealed([...before, ...after]);
    expect(await verifyLedger(grown.bytes, head)).toEqual({ kind: "sound", ...grown.head });
    expect(openEntry(grown.bytes[0]!).entry).toEqual(openEntry(sealed(before).bytes[0]!).entry);
  });
});
