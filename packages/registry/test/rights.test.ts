import { known } from "@accord/vocabulary";
import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import {
  applyDisclosed,
  applyRoster,
  barredRefs,
  type ConsentText,
  closeRequest,
  confirmRetention,
  correctPerson,
  endObjection,
  erasePersons,
  exportPersons,
  isRestricted,
  keepConsentTexts,
  leftRefs,
  liftBar,
  liftRestriction,
  linkageRows,
  openRequest,
  openRequests,
  personFile,
  personsOfRefs,
  pinScope,
  readDisclosedPersons,
  readMatchRecords,
  recordConsents,
  recordLinks,
  recordObjection,
  requestWords,
  restrictPerson,
  retentionPreview,
  type Store,
  sayConsent,
  searchPersons,
  takeBack,
  takeExpired,
  takeNotice,
  untakenNotices,
} from "../src/index.ts";
import { bothStores, type TestServer, testServer } from "./stores.ts";
import { disclosed, plan, register, registration, testContext } from "./world.ts";

const KEY = new Uint8Array(32).fill(7);
const server: TestServer | undefined = await testServer();
afterAll(() => server?.stop());

const PLACE = { recipient: "WFP", purpose: "deduplication" };

describe.each(bothStores(server, KEY))("persons' rights on $name", ({ name, open }) => {
  if (name === "PostgreSQL" && server === undefined) {
    it.skip("needs DATABASE_URL or PostgreSQL's binaries");
    return;
  }
  let store: Store;
  let context = testContext();
  let text: ConsentText;
  beforeAll(async () => {
    store = await open();
    await store.migrate();
  });
  beforeEach(async () => {
    context = testContext();
    const { rows } = await sql<{ tables: string }>`
      select string_agg(quote_ident(tablename), ', ') as tables from pg_tables
      where schemaname = 'public' and tablename not like 'kysely%'`.execute(store.db);
    await sql.raw(`truncate ${rows[0]!.tables} cascade`).execute(store.db);
    const words = "May we share what you told us with WFP? You are free to say no.";
    text = (await keepConsentTexts(store, context, [{ language: "en", version: "1", text: words }]))[0]!;
  });
  afterAll(() => store.close());

  let exchanges = 0;
  /** The refs of who would be disclosed now, in an exchange of its own. */
  async function disclosable(consentRequired = true): Promise<readonly string[]> {
    const exchange = `x${++exchanges}`;
    const shared = plan("match", ["person.name"], { consentRequired, consentToBeCovered: consentRequired });
    await pinScope(store, context, { exchange, plan: shared, refOf: (id) => id });
    return (await matchRecords(exchange, consentRequired)).map((record) => record.ref);
  }
  const matchRecords = (exchange: string, consentRequired = true) =>
    readMatchRecords(store, context, {
      exchange,
      plan: plan("match", ["person.name"], { consentRequired, consentToBeCovered: consentRequired }),
      householdRef: (id) => id,
      limit: 100,
    });
  const given = (person: string, more: object = {}) =>
    sayConsent(store, context, {
      person,
      ...PLACE,
      event: "given",
      textDigest: text.digest,
      understanding: "repeatedInOwnWords",
      expression: "signature",
      askedBy: "staff",
      ...more,
    });
  const withdrawn = (person: string) =>
    sayConsent(store, context, { person, ...PLACE, event: "withdrawn", askedBy: "staff" });

  it("a withdrawal leaves the person out of the next query, of an exchange that runs too", async () => {
    const [stays, leaves] = await register(store, context, registration("A"), registration("B"));
    await pinScope(store, context, {
      exchange: "running",
      plan: plan("match", ["person.name"]),
      refOf: (id) => id,
    });
    expect((await matchRecords("running")).map((each) => each.ref)).toEqual([stays, leaves]);
    await withdrawn(leaves!);
    expect((await matchRecords("running")).map((each) => each.ref)).toEqual([stays]);
    expect(await disclosable()).toEqual([stays]);
    expect(await leftRefs(store, { exchange: "running", refs: [stays!, leaves!] })).toEqual(
      new Set([leaves]),
    );
    expect([
      ...(await personsOfRefs(store, { exchange: "running", refs: [stays!, leaves!] })).keys(),
    ]).toEqual([stays]);
  });

  it("a file that is imported again takes no withdrawal back; the person's own word does", async () => {
    const [person] = await register(store, context, registration("A"));
    await withdrawn(person!);
    await recordConsents(store, [
      { person: person!, ...PLACE, given: true, assertedAt: "2031-01-01T00:00:00Z" },
    ]);
    expect(await disclosable()).toEqual([]);
    await given(person!);
    expect(await disclosable()).toEqual([person]);
  });

  it("who said no is left out whatever the legal basis", async () => {
    const [silent, refuses] = await register(
      store,
      context,
      registration("A", { consents: [] }),
      registration("B", { consents: [] }),
    );
    await sayConsent(store, context, {
      person: refuses!,
      ...PLACE,
      event: "refused",
      askedBy: "staff",
      reason: "belief",
    });
    expect(await disclosable(false)).toEqual([silent]);
    expect(await disclosable(true)).toEqual([]);
  });

  it("a consent says how it was asked; a child's is a guardian's; a no asks for nothing", async () => {
    const [adult, child] = await register(
      store,
      context,
      registration("A", { consents: [] }),
      registration("B", {
        consents: [],
        states: { "person.birthDate": known({ precision: "year", date: "2012" }) },
      }),
    );
    await expect(given(adult!, { understanding: undefined })).rejects.toMatchObject({
      code: "consent.incomplete",
      where: "understanding",
    });
    await expect(given(adult!, { textDigest: "0".repeat(64) })).rejects.toMatchObject({
      code: "consent.text_unknown",
    });
    await expect(given(adult!, { expression: "mark" })).rejects.toMatchObject({
      code: "consent.witness_needed",
    });
    await expect(given(child!)).rejects.toMatchObject({ code: "consent.guardian_needed" });
    const guardian = { name: "Nyabol", relationship: "aunt" };
    await given(child!, { expression: "mark", details: { guardian, witness: { name: "Deng" } } });
    expect((await personFile(store, child!))!.consents).toMatchObject([
      { event: "given", language: "en", textVersion: "1", expression: "mark", details: { guardian } },
    ]);
    const { rows } = await sql<{ plain: boolean }>`
      select position('Nyabol'::bytea in details) > 0 as plain from consent where details is not null`.execute(
      store.db,
    );
    expect(rows).toEqual([{ plain: false }]);
    expect(await disclosable()).toEqual([child]);
    await withdrawn(child!);
    expect(await disclosable()).toEqual([]);
  });

  it("a withdrawal ends links with the recipient, and the recipient alone is told", async () => {
    const [person] = await register(store, context, registration("A"));
    const shared = plan("linked", ["person.name"], { agreementDigest: "digest-1" });
    await pinScope(store, context, { exchange: "x", plan: shared, refOf: () => "ours" });
    await readDisclosedPersons(store, context, {
      exchange: "x",
      plan: shared,
      householdRef: (id) => id,
      refs: ["ours"],
    });
    await recordLinks(store, context, [
      linkTo(person!, "WFP", "digest-1"),
      linkTo(person!, "UNHCR", "digest-2"),
    ]);
    await withdrawn(person!);
    expect(
      (await personFile(store, person!))!.links.map((link) => [link.partner, link.undoneAt === undefined]),
    ).toEqual([
      ["WFP", false],
      ["UNHCR", true],
    ]);
    const [notice, ...others] = await untakenNotices(store);
    expect(others).toEqual([]);
    expect(notice).toMatchObject({
      partner: "WFP",
      agreement: "digest-1",
      kind: "withdrawal",
      refs: ["ours"],
    });
    await takeNotice(store, { id: notice!.id, at: context.now(), certificate: "signed" });
    expect(await untakenNotices(store)).toEqual([]);
  });

  const linkTo = (person: string, partner: string, agreement: string) => ({
    agreement,
    partner,
    person,
    partnerRef: "theirs",
    probability: 0.9,
    evidence: { name: "a value" },
    decidedBy: "policy",
  });

  describe("what a partner disclosed and takes back", () => {
    const from = { agreement: "digest-1", partner: "WFP", retentionUntil: {} };
    const said = (ref: string) => ({
      ref,
      statements: [disclosed(`s-${ref}`, { "person.sex": known("male") })],
    });

    it("is erased, the own values are as before, and it is not taken in again until the person consents", async () => {
      const [person] = await register(store, context, registration("A", { states: {} }));
      await recordLinks(store, context, [linkTo(person!, "WFP", "digest-1")]);
      await applyDisclosed(store, context, { ...from, records: [said("theirs")] });
      await applyRoster(store, context, { ...from, records: [said("roster")] });
      expect((await personFile(store, person!))!.current["person.sex"]).toEqual(known("male"));
      const refs = ["theirs", "roster", "never seen"];
      expect(await takeBack(store, context, { ...from, refs, reason: "withdrawal" })).toMatchObject({
        persons: 2,
        statements: 1,
      });
      const file = await personFile(store, person!);
      expect(file!.current).toEqual({});
      expect(file!.links).toMatchObject([{ undoneBy: "the person", evidence: null }]);
      expect(await barredRefs(store, { ...from, refs })).toEqual(new Set(refs));
      expect(await applyRoster(store, context, { ...from, records: [said("roster")] })).toMatchObject({
        persons: 0,
      });
      expect(await applyDisclosed(store, context, { ...from, records: [said("theirs")] })).toMatchObject({
        statements: 0,
        unknownRefs: [],
      });
      await liftBar(store, { ...from, refs });
      expect(await applyRoster(store, context, { ...from, records: [said("roster")] })).toMatchObject({
        persons: 1,
      });
    });
  });

  it("an objection stands against one recipient or all, until it is ended", async () => {
    const [person] = await register(store, context, registration("A"));
    await recordObjection(store, context, {
      person: person!,
      recipient: "UNHCR",
      ground: "safety",
      by: "staff",
    });
    expect(await disclosable()).toEqual([person]);
    const objection = await recordObjection(store, context, {
      person: person!,
      ground: "safety",
      by: "staff",
    });
    expect(await disclosable(false)).toEqual([]);
    await endObjection(store, context, { objection, by: "staff" });
    expect(await disclosable()).toEqual([person]);
    await expect(endObjection(store, context, { objection, by: "staff" })).rejects.toMatchObject({
      code: "objection.none_stands",
    });
  });

  it("a restricted person is kept, and neither disclosed, exported, compared nor shown in a search", async () => {
    const [person] = await register(store, context, registration("A"));
    const seen = async () => ({
      disclosed: (await disclosable(false)).length,
      exported: await counted(exportPersons(store)),
      compared: await counted(linkageRows(store, { agency: "IOM" })),
      named: (await searchPersons(store, { identifier: "A" })).filter((each) => each.name !== undefined)
        .length,
    });
    expect(await seen()).toEqual({ disclosed: 1, exported: 1, compared: 1, named: 1 });
    await restrictPerson(store, context, { person: person!, ground: "accuracyContested", by: "staff" });
    await restrictPerson(store, context, { person: person!, ground: "accuracyContested", by: "staff" });
    expect(await seen()).toEqual({ disclosed: 0, exported: 0, compared: 0, named: 0 });
    expect(await isRestricted(store, person!)).toBe(true);
    await liftRestriction(store, context, { person: person!, by: "staff" });
    expect(await seen()).toEqual({ disclosed: 1, exported: 1, compared: 1, named: 1 });
  });

  it("a correction is the current value, and what was said before stays beside it", async () => {
    const [person] = await register(store, context, registration("A"));
    const correct = (method: "declared" | "documented", value: unknown) =>
      correctPerson(store, context, { person: person!, states: { "person.phone": known(value) }, method });
    await correct("documented", "+211999999999");
    const file = await personFile(store, person!);
    expect(file!.current["person.phone"]).toEqual(known("+211999999999"));
    expect(file!.assertions.filter((each) => each.attribute === "person.phone")).toHaveLength(2);
    await expect(correct("declared", "+211911111111")).rejects.toMatchObject({
      code: "correction.method_too_weak",
    });
    const failure = correct("documented", "a secret that is no phone");
    await expect(failure).rejects.toMatchObject({ code: "correction.bad_attribute", where: "person.phone" });
    await expect(failure).rejects.not.toThrow(/secret/);
  });

  it("requests wait in order of their deadlines, are answered once, and forget the words with the person", async () => {
    const [person] = await register(store, context, registration("A"));
    const open = (kind: "access" | "erasure", days: number) =>
      openRequest(store, context, {
        person: person!,
        kind,
        language: "ar",
        identifiedBy: "card",
        by: "staff",
        days,
        words: "in my own words",
      });
    const later = await open("access", 30);
    const sooner = await open("erasure", 3);
    expect((await openRequests(store)).map((each) => each.id)).toEqual([sooner.id, later.id]);
    expect(await requestWords(store, later.id)).toMatchObject({ words: "in my own words" });
    expect(
      await closeRequest(store, context, { request: later.id, by: "dpo", outcome: "granted" }),
    ).toMatchObject({
      outcome: "granted",
      closedBy: "dpo",
    });
    await expect(
      closeRequest(store, context, { request: later.id, by: "dpo", outcome: "granted" }),
    ).rejects.toMatchObject({ code: "request.not_open" });
    await erasePersons(store, context, { persons: [person!], reason: "request", by: "dpo" });
    expect((await requestWords(store, sooner.id))?.words).toBeUndefined();
    expect((await openRequests(store)).map((each) => each.id)).toEqual([sooner.id]);
  });

  it("what retention takes waits in a preview, and a confirmation takes what it showed", async () => {
    const records = [{ ref: "p1", statements: [disclosed("s1", { "person.sex": known("male") })] }];
    await applyRoster(store, context, {
      agreement: "digest-1",
      partner: "WFP",
      records,
      retentionUntil: { "person.sex": "2026-01-09T00:00:00Z" },
    });
    const preview = await retentionPreview(store, context, {});
    expect(preview).toMatchObject({
      expiring: [{ agreement: "digest-1", attribute: "person.sex", values: 1 }],
    });
    expect((await retentionPreview(store, context, {}))!.id).toBe(preview!.id);
    expect(await confirmRetention(store, context, {}, { preview: preview!.id, by: "dpo" })).toEqual({
      statements: 1,
      persons: 1,
      toTell: [],
    });
    await expect(
      confirmRetention(store, context, {}, { preview: preview!.id, by: "dpo" }),
    ).rejects.toMatchObject({
      code: "retention.none_waits",
    });
    expect(await retentionPreview(store, context, {})).toBeUndefined();
    expect(await counted(exportPersons(store))).toBe(0);
  });

  it("own persons who left or died go when they have been kept long enough, and no others", async () => {
    const life = (key: string, status: string) =>
      registration(key, {
        states: { "person.lifeStatus": known(status) },
        assertedAt: "2026-01-02T00:00:00Z",
      });
    await register(store, context, life("A", "departed"), life("B", "deceased"), life("C", "present"));
    const at = (until: string, keeping: object) => takeExpired(store, context, keeping, until);
    expect(await at("2026-06-01T00:00:00Z", {})).toMatchObject({ persons: 0 });
    expect(await at("2026-03-01T00:00:00Z", { departedDays: 90 })).toMatchObject({ persons: 0 });
    expect(await at("2026-06-01T00:00:00Z", { departedDays: 90 })).toMatchObject({ persons: 1 });
    expect(await counted(exportPersons(store))).toBe(2);
    expect(await at("2026-06-01T00:00:00Z", { deceasedDays: 30 })).toMatchObject({ persons: 1 });
    expect(await counted(exportPersons(store))).toBe(1);
  });
});

async function counted(items: AsyncIterable<unknown>): Promise<number> {
  let all = 0;
  for await (const _ of items) all += 1;
  return all;
}
