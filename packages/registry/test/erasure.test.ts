import { randomBytes } from "node:crypto";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AccordError, known } from "@accord/vocabulary";
import { sql } from "kysely";
import { afterAll, describe, expect, it } from "vitest";
import {
  acknowledgeOutbox,
  addFingerprints,
  applyDisclosed,
  erasePersons,
  erasureOf,
  keepConsentTexts,
  openRequest,
  openStore,
  pinScope,
  putOutbox,
  readDisclosedPersons,
  recordLinks,
  refreshStatistics,
  type Store,
  sayConsent,
  scrubStore,
  unscrubbedErasures,
} from "../src/index.ts";
import { serverWithFiles, type TestServer } from "./stores.ts";
import { disclosed, plan, register, registration, testContext } from "./world.ts";

const server: TestServer | undefined = await serverWithFiles();
afterAll(() => server?.stop());

const KEY = new Uint8Array(32).fill(7);
const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});
const newFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), "accord-erasure-"));
  folders.push(folder);
  return folder;
};

/** Everything about one person that nobody else has. */
const SECRET = {
  givenName: "Zquovarial",
  familyName: "Wexandrithe",
  phone: "+211917364520",
  card: "CARD-7719-QX-41",
  identifier: "BRV-ZZ-90817263",
  birthDate: "1931-07-19",
  place: "Kwajok-Zebediah",
  witness: "Ombrellinatha Witness",
  guardianWords: "I do not want my brother-in-law Tzovarak to know",
  partnerSaid: "Partnerside-Quillomexa",
  evidence: "evidence-names-Zquovarial",
} as const;
const TEMPLATE = randomBytes(400);

const stores = [
  {
    name: "PGlite",
    open: async () => {
      const folder = newFolder();
      return { store: await openStore({ kind: "embedded", folder }, { wrappingKey: KEY }), files: folder };
    },
  },
  {
    name: "PostgreSQL",
    open: async () => ({
      store: await openStore({ kind: "postgres", url: await server!.newDatabase() }, { wrappingKey: KEY }),
      files: server!.files!,
    }),
  },
];

describe.each(stores)("a person erased from $name", ({ name, open }) => {
  if (name === "PostgreSQL" && server?.files === undefined) {
    it.skip("needs PostgreSQL's binaries, and a user as whom its server may run");
    return;
  }

  it("is in no file of the store, of its write-ahead log or of a copy, once the erasure is scrubbed", async () => {
    const { store, files } = await open();
    const context = testContext();
    try {
      await store.migrate();
      const wrapped = await fill(store, context);
      await sql`checkpoint`.execute(store.db);
      const needles: Record<string, Uint8Array> = {
        ...Object.fromEntries(Object.entries(SECRET).map(([field, value]) => [field, Buffer.from(value)])),
        wrappedKey: wrapped.key,
        sealedTemplate: wrapped.template,
      };
      const sealedOnly = ["phone", "witness", "guardianWords"];
      const before = foundIn(files, needles);
      for (const field of Object.keys(needles)) {
        // What is sealed must never have been there in plain words; all else must, or the search proves nothing.
        if (sealedOnly.includes(field)) expect(before[field], field).toBeUndefined();
        else expect(before[field], field).toBeDefined();
      }
      expect(foundIn(files, { template: TEMPLATE.subarray(0, 32) })).toEqual({});

      await erasePersons(store, context, { persons: [wrapped.person], reason: "request", by: "an officer" });
      expect(Object.keys(foundIn(files, needles)).length).toBeGreaterThan(0);
      expect(await unscrubbedErasures(store)).toMatchObject([{ persons: 1, reason: "request" }]);

      const scrubbed = await scrubStore(store, context);
      expect(scrubbed).toMatchObject({ erasures: 1, left: [] });
      expect(foundIn(files, needles)).toEqual({});
      expect(await unscrubbedErasures(store)).toEqual([]);
      expect((await erasureOf(store, wrapped.person))?.scrubbedAt).toBeDefined();

      const backup = newFolder();
      cpSync(files, join(backup, "copy"), { recursive: true });
      expect(foundIn(backup, needles)).toEqual({});
      expect(foundIn(files, { neighbour: Buffer.from("Nyakimneighbour") }).neighbour).toBeDefined();
    } finally {
      await store.close();
    }
    expect(foundIn(files, { name: Buffer.from(SECRET.givenName) })).toEqual({});
  }, 240_000);
});

it("an erasure stays owed while a message from before it waits for a partner", async () => {
  const store = await openStore({ kind: "memory" }, { wrappingKey: KEY });
  const context = testContext();
  await store.migrate();
  const [person] = await register(store, context, registration("A"));
  const message = {
    id: "x/1",
    exchange: "x",
    partner: "WFP",
    body: Buffer.from("who"),
    createdAt: context.now(),
  };
  await putOutbox(store, [message]);
  await erasePersons(store, context, { persons: [person!], reason: "request", by: "one" });
  expect(await scrubStore(store, context)).toMatchObject({
    erasures: 0,
    left: [expect.stringMatching(/messages that wait/)],
  });
  await acknowledgeOutbox(store, "x/1", context.now());
  expect(await scrubStore(store, context)).toMatchObject({ erasures: 1, left: [] });
  await store.close();
}, 120_000);

it("nobody is erased where one of those named is not known", async () => {
  const store = await openStore({ kind: "memory" }, { wrappingKey: KEY });
  const context = testContext();
  await store.migrate();
  const [person] = await register(store, context, registration("A"));
  const unknown = "00000000-0000-7000-8000-0000000000ff";
  const erase = erasePersons(store, context, { persons: [person!, unknown], reason: "request", by: "one" });
  await expect(erase).rejects.toThrow(AccordError);
  expect(await erasureOf(store, person!)).toBeUndefined();
  await store.close();
});

/** Registers persons, and one with all that a person can have on file; says what of them must be found. */
async function fill(
  store: Store,
  context: ReturnType<typeof testContext>,
): Promise<{ person: string; key: Uint8Array; template: Uint8Array }> {
  const neighbours = Array.from({ length: 40 }, (_, at) => {
    const made = registration(`N${at}`);
    const parts = ["Nyakimneighbour", `Number${at}`];
    return { ...made, states: { ...made.states, "person.name": known({ parts, script: "Latn" }) } };
  });
  await register(store, context, ...neighbours);
  const [person] = await register(
    store,
    context,
    registration("secret", {
      identifiers: [{ issuer: "IOM", kind: "brave", value: SECRET.identifier }],
      household: "household of one",
      householdStates: { "household.number": known("HH-OF-ONE") },
      states: {
        "person.name": known({ parts: [SECRET.givenName, SECRET.familyName], script: "Latn" }),
        "person.birthDate": known({ precision: "day", date: SECRET.birthDate }),
        "person.phone": known(SECRET.phone),
        "person.cardNumber": known(SECRET.card),
        "person.location": known({ pcode: "SS0707", name: SECRET.place }),
        "person.membership": known({ household: "household of one", role: "head", relationship: "self" }),
      },
    }),
  );
  await addFingerprints(store, context, [
    {
      identifier: { value: SECRET.identifier },
      position: 1,
      quality: 80,
      capturedAt: "2026-01-02T00:00:00Z",
      template: TEMPLATE,
    },
  ]);
  const [text] = await keepConsentTexts(store, context, [
    { language: "en", version: "1", text: "May we share what you told us with WFP? You are free to say no." },
  ]);
  await sayConsent(store, context, {
    person: person!,
    recipient: "WFP",
    purpose: "deduplication",
    event: "given",
    textDigest: text!.digest,
    understanding: "repeatedInOwnWords",
    expression: "witness",
    askedBy: "one",
    details: { witness: { name: SECRET.witness } },
  });
  await openRequest(store, context, {
    person: person!,
    kind: "erasure",
    language: "en",
    identifiedBy: "card",
    by: "one",
    days: 30,
    words: SECRET.guardianWords,
  });
  await store.transaction(async (transaction) => {
    const shared = plan("linked", ["person.name", "person.phone"]);
    await pinScope(transaction, context, { exchange: "x1", plan: shared, refOf: (id) => `ref-${id}` });
    await readDisclosedPersons(transaction, context, {
      exchange: "x1",
      plan: shared,
      householdRef: (id) => id,
      refs: [`ref-${person}`],
    });
  });
  await recordLinks(store, context, [
    {
      agreement: "digest-1",
      partner: "WFP",
      person: person!,
      partnerRef: "theirs",
      probability: 0.99,
      evidence: { left: SECRET.evidence },
      decidedBy: "policy",
    },
  ]);
  await applyDisclosed(store, context, {
    agreement: "digest-1",
    partner: "WFP",
    retentionUntil: {},
    records: [
      {
        ref: "theirs",
        statements: [
          disclosed("s1", { "person.origin": known({ pcode: "SS0101", name: SECRET.partnerSaid }) }),
        ],
      },
    ],
  });
  await refreshStatistics(store);
  await sql`analyze`.execute(store.db);
  const keys = await sql<{ wrapped: Uint8Array }>`
    select wrapped from data_key where owner = ${`person:${person}`}`.execute(store.db);
  const sealed = await sql<{ template: Uint8Array }>`
    select template from fingerprint where person = ${person}::uuid`.execute(store.db);
  return {
    person: person!,
    key: keys.rows[0]!.wrapped,
    template: sealed.rows[0]!.template.subarray(0, 64),
  };
}

/** In which files each of the byte strings stands; those that stand nowhere are absent. */
function foundIn(
  folder: string,
  needles: Readonly<Record<string, Uint8Array>>,
): Readonly<Record<string, readonly string[]>> {
  const found: Record<string, string[]> = {};
  for (const file of filesBelow(folder)) {
    const bytes = readFileSync(file);
    for (const [field, needle] of Object.entries(needles)) {
      if (bytes.includes(Buffer.from(needle)))
        found[field] = [...(found[field] ?? []), file.slice(folder.length)];
    }
  }
  return found;
}

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}
