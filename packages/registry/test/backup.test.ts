import { randomUUID } from "node:crypto";
import { known } from "@accord/vocabulary";
import { sql } from "kysely";
import { afterAll, describe, expect, it } from "vitest";
import {
  addFingerprints,
  type BackupBlock,
  dataKeyPages,
  ensureDataKeys,
  erasePersons,
  exportPersons,
  fingerprintTemplates,
  holdsNothing,
  type OwnedKey,
  openBlock,
  openStore,
  restoreDataKeys,
  restorer,
  type Store,
  savePartner,
  searchPersons,
  writeData,
} from "../src/index.ts";
import { type TestServer, testServer } from "./stores.ts";
import { register, registration, testContext } from "./world.ts";

const KEY = new Uint8Array(32).fill(7);
const OTHER_KEY = new Uint8Array(32).fill(8);
const TEMPLATE = Uint8Array.from({ length: 300 }, (_, at) => (at * 37) % 251);
const server: TestServer | undefined = await testServer();
afterAll(() => server?.stop());

const stores = [
  { name: "PGlite", open: (key: Uint8Array) => openStore({ kind: "memory" }, { wrappingKey: key }) },
  {
    name: "PostgreSQL",
    open: async (key: Uint8Array) =>
      openStore({ kind: "postgres", url: await server!.newDatabase("plain") }, { wrappingKey: key }),
  },
];

const blocksOf = async (store: Store): Promise<readonly BackupBlock[]> => {
  const blocks: BackupBlock[] = [];
  await ensureDataKeys(store);
  await writeData(store, async (block) => {
    blocks.push(block);
  });
  return blocks;
};

async function keysOf(store: Store): Promise<readonly OwnedKey[]> {
  const all: OwnedKey[] = [];
  for await (const page of dataKeyPages(store)) all.push(...page);
  return all;
}

/** A new store with what the blocks hold, as far as the keys open them. */
async function restored(
  open: (key: Uint8Array) => Promise<Store>,
  blocks: readonly BackupBlock[],
  keys: readonly OwnedKey[],
): Promise<{ store: Store; forgotten: number }> {
  const store = await open(OTHER_KEY);
  await store.migrate();
  expect(await holdsNothing(store)).toBe(true);
  const opened = new Map(keys.map(({ owner, key }) => [owner, key]));
  let forgotten = 0;
  await store.transaction(async (session) => {
    await restoreDataKeys(session, keys);
    const { restore, finish } = await restorer(session);
    for (const block of blocks) {
      const rows = openBlock(block, opened);
      if (rows === undefined) forgotten += 1;
      else await restore(block.table, rows);
    }
    await finish();
  });
  return { store, forgotten };
}

const personsOf = async (store: Store) => {
  const persons = [];
  for await (const person of exportPersons(store)) persons.push(person);
  return persons;
};

describe.each(stores)("a backup of a store on $name", ({ name, open }) => {
  if (name === "PostgreSQL" && server === undefined) {
    it.skip("needs DATABASE_URL or PostgreSQL's binaries");
    return;
  }

  it("gives back every person, phone and template under another wrapping key, and goes on counting", async () => {
    const store = await open(KEY);
    await store.migrate();
    const context = testContext();
    await filled(store, context);
    const target = await restored(open, await blocksOf(store), await keysOf(store));
    expect(target.forgotten).toBe(0);
    expect(await personsOf(target.store)).toEqual(await personsOf(store));
    expect(await searchPersons(target.store, { identifier: "+211912345678" })).toHaveLength(3);
    const templates = [];
    for await (const page of fingerprintTemplates(target.store, { agency: "IOM" })) templates.push(page);
    expect(JSON.stringify(templates)).toContain(String(TEMPLATE[5]));
    const tables = async (of: Store) =>
      (
        await sql<{ of: string; rows: string }>`
          select 'statement' as of, count(*)::text as rows from statement union all
          select 'identifier', count(*)::text from identifier union all
          select 'consent', count(*)::text from consent union all
          select 'household', count(*)::text from household order by 1`.execute(of.db)
      ).rows;
    expect(await tables(target.store)).toEqual(await tables(store));
    await register(target.store, { ...testContext(), newId: () => randomUUID() }, registration("after"));
    await store.close();
    await target.store.close();
  }, 120_000);

  it("shows no value of a person but under that person's key", async () => {
    const store = await open(KEY);
    await store.migrate();
    await filled(store, testContext());
    await savePartner(store, { id: "wfp", name: "World Food Programme", card: {} });
    const plain = (await blocksOf(store)).filter((block) => block.owners.length === 0);
    const text = plain.map((block) => Buffer.from(block.content).toString("utf8")).join("\n");
    expect(text).toContain("World Food Programme");
    for (const value of ["Nyakim", "Gatwech", "912345678", "HH-ONE", "1988", "SS0707"]) {
      expect(text, value).not.toContain(value);
    }
    await store.close();
  }, 120_000);

  it("from before an erasure has forgotten the person, once the keys of after it are used", async () => {
    const store = await open(KEY);
    await store.migrate();
    const context = testContext();
    const [first] = await filled(store, context);
    const before = await blocksOf(store);
    const oldKeys = await keysOf(store);
    await erasePersons(store, context, { persons: [first!], reason: "request", by: "an officer" });
    const newKeys = await keysOf(store);
    expect(oldKeys.filter(({ owner }) => owner === `person:${first}`)).toHaveLength(1);
    expect(newKeys.filter(({ owner }) => owner === `person:${first}`)).toHaveLength(0);
    const target = await restored(open, before, newKeys);
    expect(target.forgotten).toBeGreaterThan(3);
    const persons = await personsOf(target.store);
    expect(persons.map(({ id }) => id)).not.toContain(first);
    expect(persons).toHaveLength(2);
    expect(JSON.stringify(persons)).not.toContain("Gatwechsecret");
    // The household that the person alone was in is forgotten as well.
    expect(
      (await sql<{ n: string }>`select count(*)::text as n from household`.execute(target.store.db)).rows,
    ).toEqual([{ n: "1" }]);
    await store.close();
    await target.store.close();
  }, 120_000);
});

async function filled(store: Store, context: ReturnType<typeof testContext>): Promise<readonly string[]> {
  const alone = registration("secret", {
    household: "one",
    householdStates: { "household.number": known("HH-ONE") },
  });
  const persons = await register(
    store,
    context,
    {
      ...alone,
      states: {
        ...alone.states,
        "person.name": known({ parts: ["Nyakim", "Gatwechsecret"], script: "Latn" }),
        "person.membership": known({ household: "one", role: "head", relationship: "self" }),
      },
    },
    registration("B", { household: "two", householdStates: { "household.number": known("HH-TWO") } }),
    registration("C"),
  );
  await addFingerprints(store, context, [
    {
      identifier: { value: "secret" },
      position: 1,
      quality: 80,
      capturedAt: "2026-01-02T00:00:00Z",
      template: TEMPLATE,
    },
  ]);
  return persons;
}
