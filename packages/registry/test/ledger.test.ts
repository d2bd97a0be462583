import { createHash, createHmac } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  appendLedgerEntries,
  erasePersons,
  filesOfPerson,
  findSubjectEntries,
  keepCheckpoint,
  keepEvidence,
  keepReceipts,
  keepSubjects,
  keepWitnessedLog,
  latestCheckpoint,
  ledgerSize,
  listCheckpoints,
  listEvidence,
  readReceipts,
  readSubjectTags,
  readWitnessedLog,
  type Store,
  subjectKeys,
} from "../src/index.ts";
import { bothStores, type TestServer, testServer } from "./stores.ts";
import { register, registration, testContext } from "./world.ts";

const KEY = new Uint8Array(32).fill(7);
const server: TestServer | undefined = await testServer();
afterAll(() => server?.stop());

const tag = (key: Uint8Array, nonce: string) => createHmac("sha256", key).update(nonce).digest();
const sorted = (tags: Buffer[]) => tags.sort(Buffer.compare);

describe.each(bothStores(server, KEY))("beside the ledger on $name", ({ name, open }) => {
  if (name === "PostgreSQL" && server === undefined) {
    it.skip("needs DATABASE_URL or PostgreSQL's binaries");
    return;
  }
  let store: Store;
  beforeAll(async () => {
    store = await open();
    await store.migrate();
  });
  afterAll(() => store.close());

  async function entryWith(nonce: string, tags: Buffer[]): Promise<number> {
    const index = await ledgerSize(store);
    await appendLedgerEntries(store, [{ index, bytes: Buffer.from(nonce), hash: Buffer.alloc(32) }]);
    await keepSubjects(store, { entry: index, nonce, tags });
    return index;
  }

  it("a person's tag is found among any number of others, and at its very place", async () => {
    const own = Buffer.alloc(32, 1);
    const others = (count: number, salt: string) =>
      Array.from({ length: count }, (_, n) => createHash("sha256").update(`${salt}${n}`).digest());
    const expected: { entry: number; nonce: string; position: number }[] = [];
    for (const [at, count] of [0, 1, 2, 10, 500, 20_000].entries()) {
      const nonce = `nonce-${at}`;
      const tags = sorted([...others(count, nonce), tag(own, nonce)]);
      const entry = await entryWith(nonce, tags);
      expected.push({ entry, nonce, position: tags.findIndex((each) => each.equals(tag(own, nonce))) });
      await entryWith(`without-${at}`, sorted(others(count + 1, `without${at}`)));
    }
    expect(await findSubjectEntries(store, (nonce) => tag(own, nonce))).toEqual(expected);
    expect(await findSubjectEntries(store, (nonce) => tag(Buffer.alloc(32, 2), nonce))).toEqual([]);
    expect(await readSubjectTags(store, expected[2]!.entry)).toHaveLength(3);
    expect(await readSubjectTags(store, 1_000_000)).toEqual([]);
  });

  it("a person's key is the same each time, another's is another, and an erased person has none", async () => {
    const context = testContext("iom");
    const [one, two] = (await register(store, context, registration("a"), registration("b"))) as [
      string,
      string,
    ];
    const keys = await subjectKeys(store, [one, two], true);
    expect(keys.get(one)).toHaveLength(32);
    expect(keys.get(one)).not.toEqual(keys.get(two));
    expect(await subjectKeys(store, [one], false)).toEqual(new Map([[one, keys.get(one)]]));
    expect(await filesOfPerson(store, one)).toEqual([one]);
    await erasePersons(store, context, { persons: [one], reason: "request", by: "local" });
    expect(await subjectKeys(store, [one, two], false)).toEqual(new Map([[two, keys.get(two)]]));
    expect(await filesOfPerson(store, "nobody")).toEqual([]);
  });

  it("the largest checkpoint is told, and one that was cosigned is not replaced by one that was not", async () => {
    const at = "2026-03-01T08:00:00.000Z";
    expect(await latestCheckpoint(store, { cosigned: false })).toBeUndefined();
    await keepCheckpoint(store, { size: 3, note: "three", cosigned: true, at });
    await keepCheckpoint(store, { size: 3, note: "other", cosigned: false, at });
    await keepCheckpoint(store, { size: 5, note: "five", cosigned: false, at });
    expect(await latestCheckpoint(store, { cosigned: true })).toMatchObject({ size: 3, note: "three" });
    expect(await latestCheckpoint(store, { cosigned: false })).toMatchObject({ size: 5 });
    await keepCheckpoint(store, { size: 5, note: "cosigned", cosigned: true, at });
    expect((await listCheckpoints(store)).map(({ note }) => note)).toEqual(["cosigned", "three"]);
  });

  it("what a log showed last is kept for each log, evidence against it for good, and receipts once each", async () => {
    const root = new Uint8Array(32).fill(3);
    expect(await readWitnessedLog(store, "a")).toBeUndefined();
    await keepWitnessedLog(store, { origin: "a", size: 1, root, note: "one" });
    await keepWitnessedLog(store, { origin: "a", size: 2, root, note: "two" });
    expect(await readWitnessedLog(store, "a")).toEqual({ origin: "a", size: 2, root, note: "two" });
    const evidence = {
      origin: "a",
      at: "2026-03-01T08:00:00.000Z",
      code: "c",
      held: undefined,
      shown: "shown",
    };
    await keepEvidence(store, evidence);
    await keepEvidence(store, { ...evidence, shown: "again" });
    expect(await listEvidence(store)).toEqual([evidence]);
    const receipt = { exchange: "e", agency: "iom", index: 4, proof: "p" };
    await keepReceipts(store, [receipt, { ...receipt, index: 2 }]);
    await keepReceipts(store, [{ ...receipt, proof: "later" }]);
    expect((await readReceipts(store, { exchange: "e", agency: "iom" })).map(({ proof }) => proof)).toEqual([
      "p",
      "later",
    ]);
    expect(await readReceipts(store, { exchange: "e", agency: "wfp" })).toEqual([]);
  });
});
