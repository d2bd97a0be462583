import { ATTRIBUTE_NAMES } from "@accord/vocabulary";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  addAssessment,
  addDemand,
  addIncident,
  addStaffAccount,
  approveAssessment,
  closeIncident,
  closeRequest,
  consentsByLanguage,
  countReached,
  decideDemand,
  demandWords,
  erasePersons,
  fairness,
  incidentWords,
  isAssessed,
  keepConsentTexts,
  keepHeardIncident,
  listAssessments,
  listDemands,
  listIncidents,
  openRequest,
  pinScope,
  reachedPersons,
  readDisclosedPersons,
  recordRead,
  requestsInTime,
  type Store,
  sayConsent,
} from "../src/index.ts";
import { bothStores, type TestServer, testServer } from "./stores.ts";
import { plan, register, registration, testContext } from "./world.ts";

const KEY = new Uint8Array(32).fill(7);
const server: TestServer | undefined = await testServer();
afterAll(() => server?.stop());

const ALWAYS = { until: "2027-01-01T00:00:00.000Z" };
const DIGEST = "a".repeat(64);

describe.each(bothStores(server, KEY))("governance on $name", ({ name, open }) => {
  if (name === "PostgreSQL" && server === undefined) {
    it.skip("needs DATABASE_URL or PostgreSQL's binaries");
    return;
  }
  const context = testContext();
  let store: Store;
  let opened: string;
  let listed: string;
  let untouched: string;
  let fieldOfficer: string;
  const read = (staff: string, more: { action: string; shown: readonly string[]; counted?: number }) =>
    recordRead(store, { at: context.now(), staff, roles: ["enumerator"], purpose: "registration", ...more });
  const reached = async (...asked: [Parameters<typeof reachedPersons>[1], object?]) =>
    reachedPersons(store, asked[0], { ...ALWAYS, ...asked[1] });

  beforeAll(async () => {
    store = await open();
    await store.migrate();
    [opened, listed, untouched] = (await register(
      store,
      context,
      registration("A-1"),
      registration("A-2"),
      registration("A-3", { states: { ...registration("x").states, "person.phone": { state: "declined" } } }),
    )) as [string, string, string];
    const [text] = await keepConsentTexts(store, context, [
      {
        language: "din",
        version: "1",
        text: "A text that is read out to the person in Dinka before consent.",
      },
    ]);
    await sayConsent(store, context, {
      person: opened,
      recipient: "WFP",
      purpose: "deduplication",
      event: "given",
      textDigest: text!.digest,
      understanding: "answeredQuestions",
      expression: "signature",
      askedBy: "someone",
    });
    fieldOfficer = "00000000-0000-7000-8000-00000000aaaa";
    await addStaffAccount(store, {
      id: fieldOfficer,
      login: "field",
      name: "Field",
      roles: ["enumerator"],
      sites: ["SS07"],
      purposes: ["registration"],
      status: "active",
      addedAt: context.now(),
      addedBy: "local",
    });
    await read("thief", { action: "person.open", shown: [opened] });
    await read("thief", { action: "person.search", shown: [listed] });
    await read(fieldOfficer, { action: "import.rejects", shown: [], counted: 3 });
  });
  afterAll(() => store?.close());

  it("answers for an account whose files were opened, what a search listed, and in which language to tell them", async () => {
    const answer = await reached("account", { staff: ["thief"] });
    expect(answer.map((each) => each.person).sort()).toEqual([opened, listed].sort());
    const [whole, partly] = [opened, listed].map((id) => answer.find((each) => each.person === id)!);
    expect(whole).toMatchObject({ holder: "IOM", language: "din", erasedSince: false });
    expect(whole!.attributes).toContain("person.phone");
    expect(partly!.language).toBeUndefined();
    expect(partly!.attributes).toEqual(["person.birthDate", "person.location", "person.name", "person.sex"]);
    expect(countReached(answer)).toMatchObject({
      persons: 2,
      byHolder: { IOM: 2 },
      byLanguage: { din: 1, notRecorded: 1 },
    });
    expect(ATTRIBUTE_NAMES).toEqual(expect.arrayContaining(Object.keys(countReached(answer).byAttribute)));
  });

  it("counts everybody at an account's sites where an answer named nobody", async () => {
    expect((await reached("device", { staff: [fieldOfficer] })).length).toBe(3);
    await sql`update staff_account set sites = '["SS03"]'::jsonb where id::text = ${fieldOfficer}`.execute(
      store.db,
    );
    expect(await reached("device", { staff: [fieldOfficer] })).toEqual([]);
  });

  it("finds nobody outside the window of time", async () => {
    expect(await reached("account", { staff: ["thief"], until: "2026-01-01T00:00:00.000Z" })).toEqual([]);
    expect(await reached("account", { staff: ["thief"], from: "2026-06-01T00:00:00.000Z" })).toEqual([]);
  });

  it("tells who was disclosed to a partner and which attributes were granted, under which agreement", async () => {
    const linked = plan("linked", ["person.name", "person.sex"], { agreementDigest: DIGEST });
    const pinned = await pinScope(store, context, {
      exchange: "exchange-1",
      plan: linked,
      refOf: (person) => `ref-${person}`,
    });
    expect(pinned).toBeDefined();
    await readDisclosedPersons(store, context, {
      exchange: "exchange-1",
      plan: linked,
      householdRef: (id) => id,
      refs: [`ref-${untouched}`],
    });
    expect(await reached("partner", { partner: "WFP" })).toEqual([
      {
        person: untouched,
        holder: "IOM",
        language: undefined,
        attributes: ["person.name", "person.sex"],
        agreements: [DIGEST],
        erasedSince: false,
      },
    ]);
    expect(await reached("partner", { partner: "UNHCR" })).toEqual([]);
  });

  it("leaves out of held attributes what a person declined to say, and counts in a back-up who was erased after it", async () => {
    const made = context.now();
    const before = await reached("backup", { until: made });
    expect(before.length).toBe(3);
    expect(before.find((each) => each.person === untouched)!.attributes).not.toContain("person.phone");
    await erasePersons(store, context, { persons: [listed], by: "someone", reason: "request" });
    const after = await reached("backup", { until: made });
    expect(after.find((each) => each.person === listed)).toMatchObject({
      erasedSince: true,
      attributes: [],
    });
    expect((await reached("backup", { until: context.now() })).map((each) => each.person)).not.toContain(
      listed,
    );
  });

  it("keeps an incident's words sealed and closes it once", async () => {
    const id = context.newId();
    const incident = {
      id,
      drill: false,
      source: "node",
      cause: "stolen",
      selection: ALWAYS,
      openedAt: context.now(),
      openedBy: "local",
      answer: countReached([]),
      commitment: DIGEST,
    } as const;
    await addIncident(store, incident, "The laptop of Nyakim Gatwech");
    expect(await incidentWords(store, id)).toBe("The laptop of Nyakim Gatwech");
    const { rows } = await sql<{ words: Uint8Array }>`select words from incident`.execute(store.db);
    expect(Buffer.from(rows[0]!.words).toString("latin1")).not.toContain("Nyakim");
    const close = { id, at: context.now(), by: "local", outcome: "contained" } as const;
    expect([await closeIncident(store, close), await closeIncident(store, close)]).toEqual([true, false]);
    expect((await listIncidents(store, { id }))[0]).toMatchObject({ outcome: "contained" });
    expect(await listIncidents(store, { open: true })).toEqual([]);
  });

  it("hears a partner's notice once", async () => {
    const heard = { id: context.newId(), partner: "WFP", body: {}, heardAt: context.now() };
    expect([await keepHeardIncident(store, heard), await keepHeardIncident(store, heard)]).toEqual([
      true,
      false,
    ]);
  });

  it("holds an agreement assessed from the approval on, by version", async () => {
    const draft = {
      id: context.newId(),
      agreement: DIGEST,
      document: { risks: [] },
      digest: DIGEST,
      reviewBy: "2026-07-01",
      draftedAt: context.now(),
      draftedBy: "one",
    };
    expect(await addAssessment(store, draft)).toBe(1);
    expect(await addAssessment(store, { ...draft, id: context.newId() })).toBe(2);
    expect(await isAssessed(store, DIGEST)).toBe(false);
    const approval = { id: draft.id, at: context.now(), by: "two" };
    expect([await approveAssessment(store, approval), await approveAssessment(store, approval)]).toEqual([
      true,
      false,
    ]);
    expect(await isAssessed(store, DIGEST)).toBe(true);
    expect((await listAssessments(store, DIGEST.slice(0, 8))).map((each) => each.approvedBy)).toContain(
      "two",
    );
  });

  it("counts how groups fare, and a link that staff undid as a false one", async () => {
    const link = context.newId();
    await sql`
      insert into link (id, agreement, partner, person, partner_ref, probability, evidence, decided_by, decided_at,
                        undone_by, undone_at)
      values (${link}, 'a', 'WFP', ${opened}, 'r', 0.99, '{}', 'policy', '2026-01-01', 'someone', '2026-01-02')`.execute(
      store.db,
    );
    const rows = await fairness(store, { agency: "IOM", now: "2026-06-01T00:00:00.000Z" });
    expect(rows.filter((row) => row.by === "sex")).toEqual([
      expect.objectContaining({
        group: "female",
        persons: 2,
        links: 1,
        linksUndone: 1,
        withoutFingerprint: 2,
      }),
    ]);
    expect(rows.find((row) => row.by === "site")).toMatchObject({ group: "SS0707", persons: 2 });
    expect(rows.find((row) => row.by === "ageBand")).toMatchObject({ group: "from18to59" });
    expect(await consentsByLanguage(store)).toContainEqual({
      language: "din",
      given: 1,
      refused: 0,
      withdrawn: 0,
    });
  });

  it("tells requests that were answered in time from late and overdue ones", async () => {
    const open = () =>
      openRequest(store, context, {
        person: opened,
        kind: "access",
        language: "en",
        identifiedBy: "card",
        by: "one",
        days: 30,
      });
    const { id } = await open();
    await open();
    await closeRequest(store, context, { request: id, by: "one", outcome: "granted" });
    const access = { kind: "access", answeredInTime: 1, answeredLate: 0 };
    expect(await requestsInTime(store, context.now())).toEqual([{ ...access, open: 1, overdue: 0 }]);
    expect(await requestsInTime(store, "2027-01-01T00:00:00.000Z")).toEqual([
      { ...access, open: 0, overdue: 1 },
    ]);
  });

  it("keeps a demand with its words sealed, and decides it once", async () => {
    const id = context.newId();
    await addDemand(
      store,
      {
        id,
        authority: "police",
        country: "SD",
        legalBasis: "noneNamed",
        askedFor: ["onePerson"],
        commitment: DIGEST,
        receivedOn: "2026-01-10",
        recordedAt: context.now(),
        recordedBy: "one",
      },
      "Where is Nyakim Gatwech?",
    );
    expect(await demandWords(store, id)).toBe("Where is Nyakim Gatwech?");
    const decision = {
      id,
      outcome: "refused",
      ground: "privilegesAndImmunities",
      persons: 0,
      at: context.now(),
      by: "two",
    } as const;
    expect([await decideDemand(store, decision), await decideDemand(store, decision)]).toEqual([true, false]);
    expect((await listDemands(store, id))[0]).toMatchObject({ outcome: "refused", decidedBy: "two" });
  });
});
