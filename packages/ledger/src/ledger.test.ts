import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { arbitraryEntry, disclosure } from "../test/arbitrary-entry.ts";
import {
  Ledger,
  type LedgerStorage,
  leafHash,
  memoryStorage,
  type StoredEntry,
  verifyConsistency,
  verifyInclusion,
  verifyLedger,
} from "./index.ts";

/** Storage whose entries since `begin` can be taken back, as a transaction's can. */
function transactional() {
  const entries: StoredEntry[] = [];
  let began = 0;
  const storage: LedgerStorage = {
    size: async () => entries.length,
    append: async (index, bytes, hash) => {
      if (index !== entries.length) throw new Error("unique index");
      entries.push({ bytes, leafHash: hash });
    },
    read: async (from, to) => entries.slice(from, to),
  };
  return {
    entries,
    storage,
    begin: () => {
      began = entries.length;
    },
    rollBack: () => {
      entries.length = began;
    },
  };
}

const count = (persons: number) => disclosure({ persons });

describe("a ledger", () => {
  test("gives the head, entries and proofs that verify against it", async () => {
    const ledger = await Ledger.open(memoryStorage());
    const heads = [await ledger.head()];
    for (let index = 0; index < 20; index++) {
      expect((await ledger.append(count(index))).index).toBe(index);
      heads.push(await ledger.head());
    }
    const last = heads.at(-1)!;
    for await (const { index, bytes, entry } of ledger.entries()) {
      expect(entry).toMatchObject({ persons: index });
      const proof = await ledger.inclusionProof(index);
      expect(verifyInclusion({ leaf: leafHash(bytes), index, ...last, proof })).toBe(true);
    }
    for (const { size, root } of heads) {
      const proof = await ledger.consistencyProof(size);
      const claim = { oldSize: size, oldRoot: root, newSize: last.size, newRoot: last.root, proof };
      expect(verifyConsistency(claim)).toBe(true);
      expect(await ledger.root(size)).toEqual(root);
    }
  });

  test("opened again from its storage has the same root and goes on with the same chain", async () => {
    const storage = memoryStorage();
    const first = await Ledger.open(storage);
    for (let index = 0; index < 5; index++) await first.append(count(index));
    const again = await Ledger.open(storage);
    expect(await again.head()).toEqual(await first.head());
    await again.append(count(5));
    expect(await verifyLedger(await storage.read(0, 6), await first.head())).toMatchObject({ kind: "sound" });
  });

  test("agrees with its storage after any mixture of appends, transactions taken back and looks at the root", async () => {
    const step = fc.oneof(
      fc.record({ kind: fc.constant("append" as const), entry: arbitraryEntry }),
      fc.record({ kind: fc.constant("look" as const) }),
      fc.record({ kind: fc.constant("begin" as const) }),
      fc.record({ kind: fc.constant("rollBack" as const) }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
        const { entries, storage, begin, rollBack } = transactional();
        const ledger = await Ledger.open(storage);
        for (const taken of steps) {
          if (taken.kind === "append") await ledger.append(taken.entry);
          else if (taken.kind === "begin") begin();
          else if (taken.kind === "rollBack") rollBack();
          else expect(await verifyLedger(entries, await ledger.head())).toMatchObject({ kind: "sound" });
        }
        const head = await ledger.head();
        expect(head.size).toBe(entries.length);
        expect(await verifyLedger(entries, head)).toEqual({ kind: "sound", ...head });
      }),
      { seed: 8, numRuns: 200 },
    );
  });

  test("gives the right root to calls that run at once while entries come in", async () => {
    const storage = memoryStorage();
    const ledger = await Ledger.open(storage);
    for (let index = 0; index < 3; index++) await ledger.append(count(index));
    const heads = await Promise.all([
      ledger.head(),
      ledger.append(count(3)).then(() => ledger.head()),
      ledger.head(),
    ]);
    for (const head of heads) {
      expect(await verifyLedger((await storage.read(0, head.size)).slice(), head)).toMatchObject({
        kind: "sound",
      });
    }
  });

  test("refuses to open where an entry was changed, and names it", async () => {
    const { entries, storage } = transactional();
    const ledger = await Ledger.open(storage);
    for (let index = 0; index < 4; index++) await ledger.append(count(index));
    const bytes = entries[2]!.bytes.slice();
    bytes[40]! ^= 1;
    entries[2] = { bytes, leafHash: leafHash(bytes) };
    await expect(Ledger.open(storage)).rejects.toMatchObject({ code: "ledger.storage_damaged" });
    entries[2] = { bytes, leafHash: entries[1]!.leafHash };
    await expect(Ledger.open(storage)).rejects.toMatchObject({ where: "entry 2" });
  });

  test("lets only one of two appends at the same index through", async () => {
    const ledger = await Ledger.open(memoryStorage());
    const outcomes = await Promise.allSettled([ledger.append(count(1)), ledger.append(count(2))]);
    expect(outcomes.map((outcome) => outcome.status).sort()).toEqual(["fulfilled", "rejected"]);
    expect((await ledger.head()).size).toBe(1);
  });
});
