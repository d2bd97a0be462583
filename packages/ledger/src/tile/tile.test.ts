import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { disclosure } from "../../test/arbitrary-entry.ts";
import { logInMemory } from "../../test/log-folder.ts";
import { cosignedCheckpoint, policy } from "../../test/signed-log.ts";
import {
  exportTiles,
  formatBundle,
  Ledger,
  LedgerError,
  memoryStorage,
  parseBundle,
  parseTilePath,
  tileNames,
  tilePath,
  treeFromTiles,
  verifyTiles,
} from "../index.ts";

async function ledgerOf(size: number): Promise<Ledger> {
  const ledger = await Ledger.open(memoryStorage());
  for (let persons = 0; persons < size; persons++) await ledger.append(disclosure({ persons }));
  return ledger;
}

describe("a tile's path", () => {
  test("is the one of the specification's example", () => {
    expect(tilePath({ level: 0, index: 1_234_067, width: 256 })).toBe("tile/0/x001/x234/067");
    expect(tilePath({ level: "entries", index: 0, width: 7 })).toBe("tile/entries/000.p/7");
    expect(tilePath({ level: 1, index: 1000, width: 255 })).toBe("tile/1/x001/000.p/255");
  });

  test("is read back, whatever the tile", () => {
    const names = fc.record({
      level: fc.oneof(fc.constant("entries" as const), fc.integer({ min: 0, max: 63 })),
      index: fc.nat({ max: 10 ** 9 }),
      width: fc.integer({ min: 1, max: 256 }),
    });
    fc.assert(
      fc.property(names, (name) => {
        expect(parseTilePath(tilePath(name))).toEqual(name);
      }),
    );
  });

  test.each([
    "tile/64/000",
    "tile/01/000",
    "tile/0/00",
    "tile/0/0000",
    "tile/0/x000/001",
    "tile/0/000/001",
    "tile/0/x001",
    "tile/0/000.p/0",
    "tile/0/000.p/256",
    "tile/0/000.p/01",
    "tile/0/000/",
    "tile/data/000",
    "tile/0/../../keys.json",
    "/tile/0/000",
  ])("is not %s", (path) => {
    expect(parseTilePath(path)).toBeUndefined();
  });

  test("stands for as many tiles as the specification counts in a log of 70,000", () => {
    const names = [...tileNames(70_000)];
    const at = (level: number | "entries", full: boolean) =>
      names.filter((name) => name.level === level && (name.width === 256) === full).map(({ width }) => width);
    expect([at(0, true).length, at(0, false)]).toEqual([273, [112]]);
    expect([at(1, true).length, at(1, false)]).toEqual([1, [17]]);
    expect([at(2, true).length, at(2, false)]).toEqual([0, [1]]);
    expect(at("entries", true).length).toBe(273);
    expect([...tileNames(256)].map(tilePath)).toEqual(["tile/entries/000", "tile/0/000", "tile/1/000.p/1"]);
    expect([...tileNames(0)]).toEqual([]);
  });
});

describe("an entry bundle", () => {
  test("gives its entries back, of any length that an entry has", () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 20 }), (entries) => {
        expect(parseBundle(formatBundle(entries)).map((entry) => [...entry])).toEqual(
          entries.map((entry) => [...entry]),
        );
      }),
    );
  });

  test.each([[[0]], [[0, 2, 1]], [[0, 1, 7, 0]]])("that ends within an entry is refused: %j", (bytes) => {
    expect(() => parseBundle(Uint8Array.from(bytes))).toThrow(LedgerError);
  });
});

describe("a log's files", () => {
  const SIZE = 600;

  async function exported(size = SIZE) {
    const ledger = await ledgerOf(size);
    const log = logInMemory();
    await exportTiles(ledger, await cosignedCheckpoint(ledger), log);
    return { ledger, log };
  }

  test("are enough for an auditor with the policy", async () => {
    const { ledger, log } = await exported();
    expect(await verifyTiles(log, policy)).toMatchObject({
      kind: "sound",
      checkpoint: { size: SIZE, root: await ledger.root(), cosignatures: [{}, {}, {}] },
    });
    expect((await treeFromTiles(log, SIZE)).root()).toEqual(await ledger.root());
  });

  test("of an empty log are its checkpoint alone", async () => {
    const { log } = await exported(0);
    expect([...log.files.keys()]).toEqual(["checkpoint"]);
    expect((await verifyTiles(log, policy)).kind).toBe("sound");
  });

  test("show any changed byte of any of them", async () => {
    const { log } = await exported(300);
    const paths = [...log.files.keys()];
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...paths),
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        async (path, at, mask) => {
          const whole = log.files.get(path)!;
          // Of a checkpoint only the text is changed here: a signature may become one of a key that nobody knows.
          const length =
            path === "checkpoint" ? new TextDecoder().decode(whole).indexOf("\n\n") : whole.length;
          const changed = whole.slice();
          changed[at % length]! ^= mask;
          log.files.set(path, changed);
          const outcome = await verifyTiles(log, policy).then(
            (verdict) => verdict.kind,
            (error: unknown) => (error instanceof LedgerError ? error.code : "fault"),
          );
          log.files.set(path, whole);
          expect(["sound", "fault"]).not.toContain(outcome);
        },
      ),
      { seed: 9, numRuns: 150 },
    );
  });

  test("show a missing tile, and accept a full one where a partial one was taken away", async () => {
    const { ledger, log } = await exported(300);
    log.files.delete("tile/0/000");
    await expect(verifyTiles(log, policy)).rejects.toMatchObject({ code: "ledger.tile_missing" });
    const grown = await ledgerOf(512);
    log.files.delete("tile/0/001.p/44");
    log.files.delete("tile/entries/001.p/44");
    for (const path of ["tile/0/000", "tile/0/001", "tile/entries/001"]) {
      log.files.set(path, (await grown.tile(parseTilePath(path)!))!);
    }
    expect(await verifyTiles(log, policy)).toMatchObject({
      kind: "sound",
      checkpoint: { root: await ledger.root() },
    });
  });

  test("are refused without the quorum's cosignatures, and from a log that the policy does not know", async () => {
    const { log } = await exported(3);
    const note = new TextDecoder().decode(log.files.get("checkpoint"));
    const lines = note.split("\n");
    const without = (name: string) => lines.filter((line) => !line.includes(name)).join("\n");
    log.files.set("checkpoint", new TextEncoder().encode(without("witness.example/third")));
    await expect(verifyTiles(log, policy)).rejects.toMatchObject({ code: "ledger.policy_quorum_missed" });
    await expect(verifyTiles(log, { ...policy, logs: [] })).rejects.toMatchObject({
      code: "ledger.policy_log_unknown",
    });
  });
});
