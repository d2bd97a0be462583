import { known } from "@accord/vocabulary";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  decideDuplicate,
  exportPersons,
  findDuplicates,
  openAdjudications,
  openStore,
  personFile,
  proposePairs,
  recordLinks,
  type Session,
  type Store,
  searchPersons,
} from "../src/index.ts";
import { type TestServer, testServer } from "./stores.ts";
import { register, registration, testContext } from "./world.ts";

const KEY = new Uint8Array(32).fill(7);
const server: TestServer | undefined = await testServer();
afterAll(() => server?.stop());

/** Tables that hold nothing of a person that staff could read: accounts, agreements, the ledger, sealed bytes. */
const IMPERSONAL = new Set(["consent_text", "authority", "disclosure_terms", "exchange"]);

const stores = [
  {
    name: "PostgreSQL whose node is no superuser",
    open: async () =>
      openStore({ kind: "postgres", url: await server!.newDatabase("plain") }, { wrappingKey: KEY }),
  },
  { name: "PGlite", open: () => openStore({ kind: "memory" }, { wrappingKey: KEY }) },
  {
    name: "PostgreSQL",
    open: async () => openStore({ kind: "postgres", url: await server!.newDatabase() }, { wrappingKey: KEY }),
  },
];

describe.each(stores)("row security on $name", ({ name, open }) => {
  if (name.startsWith("PostgreSQL") && server === undefined) {
    it.skip("needs DATABASE_URL or PostgreSQL's binaries");
    return;
  }
  const context = testContext();
  let store: Store;
  let malakal: string;
  let rubkona: string;
  let nowhere: string;
  const count = async (session: Session, table: string) =>
    (await sql<{ n: number }>`select count(*)::int as n from ${sql.table(table)}`.execute(session.db))
      .rows[0]!.n;
  const personTables = async () =>
    (
      await sql<{ name: string }>`
        select relname as name from pg_class where relrowsecurity and relkind = 'r' order by 1`.execute(
        store.db,
      )
    ).rows.map((row) => row.name);

  beforeAll(async () => {
    store = await open();
    await store.migrate();
    const at = (pcode?: string) => ({
      states: {
        "person.name": known({ parts: ["Nyakim", "Gatwech"], script: "Latn" }),
        ...(pcode === undefined ? {} : { "person.location": known({ pcode }) }),
        "person.membership": known({
          household: "00000000-0000-7000-8000-000000000000",
          role: "head" as const,
        }),
      },
    });
    const ids = await register(
      store,
      context,
      registration("A", { ...at("SS0707"), household: "H1" }),
      registration("B", { ...at("SS0303"), household: "H2" }),
      registration("C", at()),
      registration("D", at("SS0707")),
    );
    [malakal, rubkona, nowhere] = ids as [string, string, string];
    await recordLinks(store, context, [
      {
        agreement: "a",
        partner: "WFP",
        person: rubkona,
        partnerRef: "r1",
        probability: 0.99,
        evidence: {},
        decidedBy: "policy",
      },
    ]);
    await decideDuplicate(store, context, { kept: malakal, duplicate: ids[3]!, by: "x", evidence: {} });
    await proposePairs(store, context, [
      { pair: { kind: "own", a: malakal, b: rubkona }, probability: 0.7, evidence: {}, evidenceDigest: "e" },
    ]);
  });
  afterAll(() => store?.close());

  it("does not hold for the store's owner, who sees every person", async () => {
    expect(await count(store, "person")).toBe(4);
    expect((await searchPersons(store, { name: "Nyakim" })).length).toBe(4);
  });

  it("shows staff nothing of any table without sites, without a purpose, or with neither", async () => {
    for (const scope of [
      { sites: [], purpose: "" },
      { sites: ["*"], purpose: "" },
      { sites: [], purpose: "referral" },
    ]) {
      const staff = store.asStaff(scope);
      for (const table of await personTables()) expect(await count(staff, table), table).toBe(0);
      expect(await searchPersons(staff, { name: "Nyakim" })).toEqual([]);
      expect(await personFile(staff, malakal)).toBeUndefined();
    }
  });

  it("shows nothing in a later transaction of a connection that has had settings before", async () => {
    const staff = store.asStaff({ sites: ["*"], purpose: "referral" });
    expect(await count(staff, "person")).toBe(4);
    const later = store.transaction(async ({ db }) => {
      await sql`set local role accord_staff`.execute(db);
      return (await sql<{ n: number }>`select count(*)::int as n from person`.execute(db)).rows[0]!.n;
    });
    expect(await later).toBe(0);
    expect(await count(store, "person")).toBe(4);
  });

  it("shows staff the persons of their sites, and what belongs to those, whatever the query forgets", async () => {
    const staff = store.asStaff({ sites: ["SS07"], purpose: "referral" });
    expect((await searchPersons(staff, { name: "Nyakim" })).map((each) => each.location)).toEqual([
      "SS0707",
      "SS0707",
    ]);
    expect(await searchPersons(staff, { identifier: "B" })).toEqual([]);
    expect((await personFile(staff, malakal))?.household?.members).toHaveLength(1);
    expect(await personFile(staff, rubkona)).toBeUndefined();
    expect(await personFile(staff, nowhere)).toBeUndefined();
    expect(await findDuplicates(staff)).toHaveLength(1);
    for (const [table, rows] of Object.entries({ household: 1, statement: 2, identifier: 2, link: 0 }))
      expect(await count(staff, table), table).toBe(rows);
    const exported = [];
    for await (const person of exportPersons(staff)) exported.push(person.id);
    expect(exported).toHaveLength(2);
  });

  it("shows a pair only to who may see both of its persons", async () => {
    const pairs = async (sites: string[]) =>
      (await openAdjudications(store.asStaff({ sites, purpose: "referral" }))).length;
    expect(await pairs(["SS07"])).toBe(0);
    expect(await pairs(["SS03"])).toBe(0);
    expect(await pairs(["SS07", "SS03"])).toBe(1);
  });

  it("shows persons of no known place to those alone who see every place", async () => {
    expect(await personFile(store.asStaff({ sites: ["SS"], purpose: "referral" }), nowhere)).toBeUndefined();
    expect(await personFile(store.asStaff({ sites: ["*"], purpose: "referral" }), nowhere)).toBeDefined();
  });

  it("lets staff write nothing and change no table", async () => {
    const staff = store.asStaff({ sites: ["*"], purpose: "referral" });
    for (const statement of [
      "delete from person",
      "update person set sex = null",
      "insert into data_key values ('person:x', '')",
      "create table mine (id int)",
      "alter table person disable row level security",
    ]) {
      await expect(sql.raw(statement).execute(staff.db), statement).rejects.toMatchObject({
        sqlState: "42501",
      });
    }
    expect(await count(store, "person")).toBe(4);
  });

  it("refuses a scope that could be read as another", () => {
    for (const scope of [
      { sites: ["SS07,*"], purpose: "referral" },
      { sites: [""], purpose: "referral" },
      { sites: ["*"], purpose: "'; reset role" },
    ])
      expect(() => store.asStaff(scope)).toThrow(expect.objectContaining({ code: "access.bad_scope" }));
  });

  it("holds on each table that the staff's role may read and that says something of persons", async () => {
    const { rows } = await sql<{ name: string; secured: boolean }>`
      select relname as name, relrowsecurity as secured from pg_class
      where relkind in ('r', 'v', 'm', 'p') and relnamespace = 'public'::regnamespace
        and has_table_privilege('accord_staff', oid, 'select')`.execute(store.db);
    expect(rows.filter((row) => !row.secured && !IMPERSONAL.has(row.name))).toEqual([]);
    expect(rows.length).toBeGreaterThan(10);
  });
});

it.skipIf(server === undefined)(
  "a node whose database user may not have the staff's role does not start, and is told what to run",
  async () => {
    const store = await openStore({ kind: "postgres", url: await server!.newDatabase("bare") });
    try {
      await expect(store.migrate()).rejects.toMatchObject({ code: "store.no_staff_role" });
    } finally {
      await store.close();
    }
  },
);
