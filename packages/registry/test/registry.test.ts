import { AccordError, type AttributeName, type AttributeState, known } from "@accord/vocabulary";
import fc from "fast-check";
import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { matchQuery } from "../src/disclosure/match-records.ts";
import {
  addFingerprints,
  appendLedgerEntries,
  applyDisclosed,
  applyRoster,
  countRegistry,
  cutReceived,
  decideDuplicate,
  deleteReceived,
  erasePersons,
  exportPersons,
  fingerprintTemplates,
  judge,
  knownFingerprints,
  ledgerSize,
  linkageRows,
  materialise,
  openAdjudications,
  pairResultsPage,
  personFile,
  pinScope,
  proposeDuplicate,
  purgeExpired,
  purgeStaged,
  readDisclosedPersons,
  readLedgerEntries,
  readMatchRecords,
  recordAuthority,
  recordConsents,
  recordLinks,
  registerBatch,
  restoreDuplicate,
  type Store,
  savePairResults,
  searchPersons,
  stagedRecords,
  stageRecords,
  undoLink,
} from "../src/index.ts";
import { bothStores, type TestServer, testServer } from "./stores.ts";
import { disclosed, plan, register, registration, testContext } from "./world.ts";

const KEY = new Uint8Array(32).fill(7);
const server: TestServer | undefined = await testServer();
afterAll(() => server?.stop());

const IDENTITY = (id: string) => `ref-${id}`;
const HOUSEHOLD = (id: string) => `hh-${id.slice(-4)}`;

describe.each(bothStores(server, KEY))("a registry on $name", ({ name, open }) => {
  if (name === "PostgreSQL" && server === undefined) {
    it.skip("needs DATABASE_URL or PostgreSQL's binaries");
    return;
  }
  let store: Store;
  let context = testContext();
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
  });
  afterAll(() => store.close());

  const current = async (person: string) => (await personFile(store, person))!.current;
  const link = async (person: string, partnerRef = "r1", agreement = "agreement-1") => {
    const [made] = await recordLinks(store, context, [
      { agreement, partner: "WFP", person, partnerRef, probability: 0.99, evidence: {}, decidedBy: "policy" },
    ]);
    return made!;
  };
  const apply = (
    ref: string,
    statements: ReturnType<typeof disclosed>[],
    retentionUntil: Partial<Record<AttributeName, string>> = {},
  ) =>
    applyDisclosed(store, context, {
      agreement: "agreement-1",
      partner: "WFP",
      records: [{ ref, statements }],
      retentionUntil,
    });
  /** Everything of the registry that a decision could change, without the decisions themselves. */
  const everything = async () => {
    const persons = await sql`select * from person order by id`.execute(store.db);
    const households = await sql`select * from household order by id`.execute(store.db);
    // The change sequence goes on whatever else is as before.
    const values = persons.rows.map((row) => ({
      ...(row as object),
      changed: undefined,
      renewed: undefined,
    }));
    return { persons: values, households: households.rows };
  };

  describe("registers", () => {
    it("creates persons, leaves the same row unchanged, and updates from a changed row", async () => {
      const first = [registration("A"), registration("B")];
      expect((await registerBatch(store, context, first)).map((one) => one.kind)).toEqual([
        "created",
        "created",
      ]);
      expect((await registerBatch(store, context, first)).map((one) => one.kind)).toEqual([
        "unchanged",
        "unchanged",
      ]);
      const later = registration("A", {
        rowDigest: "changed",
        assertedAt: "2026-01-03T00:00:00Z",
        states: { "person.sex": known("male") },
      });
      expect((await registerBatch(store, context, [later]))[0]!.kind).toBe("updated");
      const [person] = await searchPersons(store, { identifier: "A" });
      expect(await current(person!.id)).toMatchObject({
        "person.sex": { state: "known", value: "male" },
        "person.phone": { state: "known" },
      });
      expect(await countRegistry(store, { agency: "IOM" })).toMatchObject({ persons: 2 });
    });

    it("keeps both statements of a person who is twice in one batch", async () => {
      const later = registration("A", {
        rowDigest: "second",
        assertedAt: "2026-01-04T00:00:00Z",
        states: { "person.category": known("idp") },
      });
      const outcomes = await registerBatch(store, context, [registration("A"), later]);
      expect(outcomes.map((one) => one.kind)).toEqual(["created", "updated"]);
      const file = (await personFile(store, (outcomes[0] as { person: string }).person))!;
      expect(new Set(file.assertions.map((assertion) => assertion.statement)).size).toBe(2);
    });

    it("rejects a row by naming the field and never the value, and registers the others", async () => {
      const secret = "SECRET-VALUE";
      const bad = registration("A", { states: { "person.phone": known(secret) } });
      const outcomes = await registerBatch(store, context, [bad, registration("B")]);
      expect(outcomes[0]).toMatchObject({ kind: "rejected", code: "registration.bad_attribute" });
      expect(JSON.stringify(outcomes[0])).toContain("person.phone");
      expect(JSON.stringify(outcomes[0])).not.toContain(secret);
      expect(outcomes[1]!.kind).toBe("created");
    });

    it("puts members into one household with its head first", async () => {
      const member = (key: string, role: "head" | "member") =>
        registration(key, {
          household: "H1",
          householdStates: { "household.size": known(2) },
          states: { "person.membership": known({ household: "H1", role, relationship: "other" }) },
        });
      const [, head] = await register(store, context, member("A", "member"), member("B", "head"));
      const file = (await personFile(store, head!))!;
      expect(file.household!.members.map((one) => [one.person, one.role])).toEqual([
        [head, "head"],
        [expect.any(String), "member"],
      ]);
      expect(file.household!.current["household.size"]).toEqual(known(2));
    });

    it("gives a new person the very columns that materialising them gives", async () => {
      const persons = await register(
        store,
        context,
        registration("A", { household: "H1", householdStates: { "household.number": known("17") } }),
        registration("B", { states: { "person.disability": { state: "declined" } } }),
        registration("C", { states: { "person.lifeStatus": known("deceased") } }),
      );
      const before = await everything();
      expect(await materialise(store, persons)).toEqual({});
      expect(await everything()).toEqual(before);
    });
  });

  describe("keeps current values", () => {
    it("tells apart what is not known, declined and withheld", async () => {
      const [person] = await register(
        store,
        context,
        registration("A", {
          states: {
            "person.phone": { state: "notKnown" },
            "person.disability": { state: "declined" },
            "person.location": { state: "withheld" },
          },
        }),
      );
      expect(await current(person!)).toEqual({
        "person.phone": { state: "notKnown" },
        "person.disability": { state: "declined" },
        "person.location": { state: "withheld" },
      });
    });

    it("never lets a withheld value stand over a known one, whatever the authority", async () => {
      const [person] = await register(store, context, registration("A"));
      await recordAuthority(store, "agreement-1", [{ attribute: "person.phone", source: "WFP", rank: 9 }]);
      await link(person!);
      await apply("r1", [
        disclosed("s1", { "person.phone": { state: "withheld" } }, { method: "biometric" }),
      ]);
      expect((await current(person!))["person.phone"]).toEqual(known("+211912345678"));
    });

    it("follows the authority of the agreement for linked persons only", async () => {
      const [linked, other] = await register(store, context, registration("A"), registration("B"));
      await recordAuthority(store, "agreement-1", [{ attribute: "person.sex", source: "IOM", rank: 1 }]);
      await link(linked!);
      const statement = disclosed("s1", {
        "person.sex": known("male"),
        "person.origin": known({ pcode: "SS03" }),
      });
      const applied = await apply("r1", [statement]);
      expect(applied.changed).toEqual({ "person.origin": 1 });
      expect((await current(linked!))["person.sex"]).toEqual(known("female"));
      expect((await current(other!))["person.origin"]).toBeUndefined();
    });

    it("leaves an own person in their own household, whatever household the partner names", async () => {
      const membership = known({ household: "H1", role: "member", relationship: "child" });
      const [person] = await register(
        store,
        context,
        registration("A", { household: "H1", states: { "person.membership": membership } }),
      );
      const before = await everything();
      await link(person!);
      const theirs = known({ household: "their pseudonym", role: "head", relationship: "self" });
      await apply("r1", [disclosed("s1", { "person.membership": theirs }, { method: "biometric" })]);
      expect(await everything()).toEqual(before);
      const filed = (await personFile(store, person!))!.assertions.filter(
        (assertion) => assertion.attribute === "person.membership",
      );
      expect(filed.map((assertion) => [assertion.source, assertion.current]).sort()).toEqual([
        ["IOM", true],
        ["WFP", false],
      ]);
    });

    it("keeps the agency's own numbers current, and the partner's beside them on file", async () => {
      const [person] = await register(
        store,
        context,
        registration("A", { states: { "person.agencyId": known("BRV-1"), "person.sex": known("female") } }),
      );
      await link(person!);
      const theirs = {
        "person.agencyId": known("SCP-9"),
        "person.cardNumber": known("SC1"),
        "person.sex": known("male"),
      };
      const { changed } = await apply("r1", [disclosed("s1", theirs, { method: "biometric" })]);
      expect(changed).toEqual({ "person.sex": 1 });
      const now = await current(person!);
      expect(now["person.agencyId"]).toEqual(known("BRV-1"));
      expect(now["person.cardNumber"]).toBeUndefined();
      const filed = (await personFile(store, person!))!.assertions.map((each) => [
        each.attribute,
        each.source,
      ]);
      expect(filed).toContainEqual(["person.agencyId", "WFP"]);
      expect(filed).toContainEqual(["person.cardNumber", "WFP"]);
    });

    it("shows the same values in whatever order, however often and however split statements arrive", async () => {
      const state: fc.Arbitrary<AttributeState> = fc.oneof(
        fc.constantFrom("female", "male", "other").map((value) => known(value)),
        fc.constantFrom<AttributeState>({ state: "notKnown" }, { state: "declined" }, { state: "withheld" }),
      );
      const origin: fc.Arbitrary<AttributeState> = fc.oneof(
        fc.constantFrom("SS03", "SS07").map((pcode) => known({ pcode })),
        fc.constant<AttributeState>({ state: "withheld" }),
      );
      const statement = fc.record({
        id: fc.constantFrom("s1", "s2", "s3", "s4"),
        sex: state,
        origin,
        day: fc.integer({ min: 1, max: 3 }),
        method: fc.constantFrom("declared" as const, "documented" as const, "biometric" as const),
      });
      const statements = fc.uniqueArray(statement, { selector: (one) => one.id, minLength: 1, maxLength: 4 });
      let run = 0;
      await fc.assert(
        fc.asyncProperty(statements, fc.infiniteStream(fc.nat(1000)), async (said, dice) => {
          const roll = () => dice.next().value as number;
          const [one, other] = await register(
            store,
            context,
            registration(`one ${++run}`),
            registration(`other ${run}`),
          );
          await link(one!, `one-${run}`);
          await link(other!, `other-${run}`);
          const whole = said.map(({ id, sex, origin: from, day, method }) =>
            disclosed(
              id,
              { "person.sex": sex, "person.origin": from },
              {
                method,
                assertedAt: `2026-01-0${day}T00:00:00Z`,
              },
            ),
          );
          await apply(`one-${run}`, whole);
          const parts = whole.flatMap((each) =>
            roll() % 2 === 0
              ? [each, each]
              : Object.entries(each.states).map(([attribute, value]) => ({
                  ...each,
                  states: { [attribute]: value },
                })),
          );
          const shuffled = parts.map((part) => ({ part, at: roll() })).sort((a, b) => a.at - b.at);
          for (const { part } of shuffled) await apply(`other-${run}`, [part]);
          const { "person.name": _one, ...first } = await current(one!);
          const { "person.name": _other, ...second } = await current(other!);
          expect(second).toEqual(first);
        }),
        { seed: 11, numRuns: 15 },
      );
    });
  });

  describe("undoes", () => {
    it("a duplicate: status and every value of both are as before", async () => {
      const pick = fc.record(
        {
          "person.sex": fc.constantFrom("female", "male").map((value) => known(value)),
          "person.phone": fc.constantFrom("+211912000001", "+211912000002").map((value) => known(value)),
          "person.lifeStatus": fc.constantFrom("present", "deceased").map((value) => known(value)),
          "person.disability": fc.constant<AttributeState>({ state: "declined" }),
        },
        { requiredKeys: [] },
      );
      let run = 0;
      await fc.assert(
        fc.asyncProperty(fc.tuple(pick, pick, pick), async (files) => {
          run += 1;
          const ids = await register(
            store,
            context,
            ...files.map((states, index) =>
              registration(`${run}-${index}`, { states, assertedAt: `2026-01-0${index + 1}T00:00:00Z` }),
            ),
          );
          const [a, b, c] = ids as [string, string, string];
          const before = await everything();
          await decideDuplicate(store, context, { kept: b, duplicate: a, by: "x", evidence: null });
          const between = await everything();
          await decideDuplicate(store, context, { kept: c, duplicate: b, by: "x", evidence: null });
          await restoreDuplicate(store, context, { duplicate: b, by: "x" });
          expect(await everything()).toEqual(between);
          await restoreDuplicate(store, context, { duplicate: a, by: "x" });
          expect(await everything()).toEqual(before);
        }),
        { seed: 12, numRuns: 12 },
      );
    });

    it("a link: the partner's statements no longer count, on the person and on the household", async () => {
      const [head] = await register(
        store,
        context,
        registration("A", {
          household: "H1",
          householdStates: { "household.size": known(3) },
          states: {
            "person.sex": known("female"),
            "person.membership": known({ household: "H1", role: "head", relationship: "self" }),
          },
        }),
      );
      const before = await everything();
      const { id } = await link(head!);
      const template = Buffer.from("a template").toString("base64");
      const applied = await apply("r1", [
        disclosed("s1", { "person.origin": known({ pcode: "SS03" }), "person.sex": known("male") }),
        disclosed("s2", { "household.size": known(5) }, { subject: "household" }),
        disclosed("s3", {
          "person.fingerprints": known([
            {
              position: 1,
              quality: 80,
              format: "ISO_19794_2_2005",
              capturedAt: "2026-01-05T00:00:00Z",
              template,
            },
          ]),
        }),
      ]);
      expect(applied).toMatchObject({ persons: 1, statements: 3, unknownRefs: [] });
      expect(applied.changed).toEqual({
        "person.origin": 1,
        "person.sex": 1,
        "person.fingerprints": 1,
        "household.size": 1,
      });
      const file = (await personFile(store, head!))!;
      expect(file.encounters).toHaveLength(1);
      expect(file.household!.current["household.size"]).toEqual(known(5));
      await undoLink(store, context, { link: id, by: "x" });
      expect(await everything()).toEqual(before);
      expect((await personFile(store, head!))!.encounters).toEqual([]);
      await link(head!);
      expect((await apply("r1", [disclosed("s1", { "person.sex": known("male") })])).changed).toMatchObject({
        "person.sex": 1,
      });
    });
  });

  describe("discloses", () => {
    const pin = (using = plan("match", ["person.name"])) =>
      pinScope(store, context, { exchange: "x1", plan: using, refOf: IDENTITY });
    const read = (using: ReturnType<typeof plan>) =>
      readMatchRecords(store, context, { exchange: "x1", plan: using, householdRef: HOUSEHOLD, limit: 100 });

    it("pins whom the plan covers and counts the others by reason", async () => {
      const elsewhere = { "person.location": known({ pcode: "SS0303" }) };
      const refused = [
        { recipient: "WFP", purpose: "deduplication", given: false, assertedAt: "2026-01-09T00:00:00Z" },
      ];
      const ids = await register(
        store,
        context,
        registration("in"),
        registration("far", { states: elsewhere }),
        registration("refuses", { consents: refused }),
        registration("hidden", { protectLocation: true }),
        registration("twice"),
      );
      await decideDuplicate(store, context, { kept: ids[0]!, duplicate: ids[4]!, by: "x", evidence: null });
      const scoped = plan("match", ["person.name"], {
        scope: {
          places: ["SS07"],
          programmes: [],
          registeredFrom: "2026-01-01",
          registeredUntil: "2026-01-02",
          statuses: ["active"],
        },
      });
      const pinned = {
        persons: 2,
        withheld: {
          inactive: 1,
          notInScope: 1,
          noConsent: 1,
          objected: 0,
          excluded: 0,
          protectedLocation: 1,
        },
      };
      expect(await pin(scoped)).toEqual(pinned);
      await register(store, context, registration("late"));
      expect(await pin(scoped)).toEqual(pinned);
    });

    it("withholds the place of whoever lives with a person whose place is protected", async () => {
      const inHousehold = (household: string) => ({
        household,
        states: {
          "person.location": known({ pcode: "SS0707" }),
          "person.membership": known({ household, role: "member", relationship: "other" }),
        },
      });
      const [hidden, sister, neighbour] = await register(
        store,
        context,
        registration("hidden", { ...inHousehold("H1"), protectLocation: true }),
        registration("sister", inHousehold("H1")),
        registration("neighbour", inHousehold("H2")),
      );
      const granted = plan("match", ["person.location"]);
      expect((await pin(granted)).withheld.protectedLocation).toBe(2);
      const places = new Map(
        (await read(granted)).map((record) => [record.ref, record.states["person.location"]?.state]),
      );
      expect([hidden, sister, neighbour].map((person) => places.get(IDENTITY(person!)))).toEqual([
        "withheld",
        "withheld",
        "known",
      ]);
    });

    const born = (year: number) => known({ precision: "year", date: String(year) });
    const childIn = (household: string | undefined, year: number) => ({
      states: {
        "person.birthDate": born(year),
        ...(household === undefined
          ? {}
          : { "person.membership": known({ household, role: "member", relationship: "other" }) }),
      },
      ...(household === undefined ? {} : { household }),
    });
    const pinnedRefsOf = async (of: ReturnType<typeof plan>) =>
      new Set((await read(of)).map((record) => record.ref));

    it("leaves out whole whom the agreement excludes, and what was excluded since the pinning", async () => {
      const [grown, protectedPerson, alone, accompanied, coded] = await register(
        store,
        context,
        registration("grown", childIn("H1", 1988)),
        registration("protected", { protectLocation: true }),
        registration("alone", childIn(undefined, 2015)),
        registration("accompanied", childIn("H1", 2015)),
        registration("coded", { states: { "person.vulnerabilities": known(["UAS"]) } }),
      );
      const granted = plan("match", ["person.sex", "person.birthDate"], {
        exclusions: {
          protectedLocation: "person",
          unaccompaniedChildren: true,
          children: false,
          origins: [],
        },
      });
      expect(await pin(granted)).toMatchObject({
        persons: 2,
        withheld: { excluded: 3, protectedLocation: 0 },
      });
      const refs = await pinnedRefsOf(granted);
      expect([grown, accompanied].every((person) => refs.has(IDENTITY(person!)))).toBe(true);
      expect([protectedPerson, alone, coded].some((person) => refs.has(IDENTITY(person!)))).toBe(false);
      await register(
        store,
        context,
        registration("accompanied", { ...childIn("H1", 2015), protectLocation: true, rowDigest: "2" }),
      );
      expect(await pinnedRefsOf(granted)).toEqual(new Set([IDENTITY(grown!)]));
    });

    it("takes for a child whoever may be below 18 on that day", async () => {
      await register(
        store,
        context,
        registration("adult", {
          states: { "person.birthDate": known({ precision: "day", date: "2008-01-10" }) },
        }),
        registration("eve", {
          states: { "person.birthDate": known({ precision: "day", date: "2008-01-11" }) },
        }),
        registration("year", { states: { "person.birthDate": born(2008) } }),
        registration("older", { states: { "person.birthDate": born(2007) } }),
        registration("unknown", { states: { "person.sex": known("female") } }),
      );
      const granted = plan("match", ["person.sex"], {
        exclusions: { protectedLocation: "place", unaccompaniedChildren: false, children: true, origins: [] },
      });
      expect(await pin(granted)).toMatchObject({ persons: 3, withheld: { excluded: 2 } });
    });

    it("gives a government nobody who comes from its country, or from nobody knows where", async () => {
      const from = (pcode: string) => ({ states: { "person.origin": known({ pcode }) } });
      const [sudanese] = await register(
        store,
        context,
        registration("sudanese", from("SD01")),
        registration("southSudanese", from("SS0707")),
        registration("unknown"),
      );
      const granted = plan("match", ["person.sex"], {
        exclusions: {
          protectedLocation: "place",
          unaccompaniedChildren: false,
          children: false,
          origins: ["SS"],
        },
      });
      expect(await pin(granted)).toMatchObject({ persons: 1, withheld: { excluded: 2 } });
      expect(await pinnedRefsOf(granted)).toEqual(new Set([IDENTITY(sudanese!)]));
    });

    it("gives of persons without consent what another legal basis grants, and notes it so on their file", async () => {
      const [willing, unwilling] = await register(
        store,
        context,
        registration("willing"),
        registration("unwilling", {
          consents: [
            { recipient: "WFP", purpose: "deduplication", given: false, assertedAt: "2026-01-03T00:00:00Z" },
          ],
        }),
      );
      for (const tier of ["match", "linked"] as const) {
        const both = plan(tier, ["person.name", "person.sex"], {
          consentRequired: false,
          consentToBeCovered: false,
          agreementDigest: `mixed-${tier}`,
        });
        const mixed = {
          ...both,
          grants: both.grants.map((grant) => ({ ...grant, consent: grant.attribute === "person.name" })),
        };
        await pin(mixed);
        const records =
          tier === "match"
            ? await read(mixed)
            : (
                await readDisclosedPersons(store, context, {
                  exchange: "x1",
                  plan: mixed,
                  householdRef: HOUSEHOLD,
                  refs: [willing!, unwilling!].map(IDENTITY),
                })
              ).map(({ ref, statements }) => ({
                ref,
                states: Object.assign({}, ...statements.map((s) => s.states)),
              }));
        const shown = new Map(records.map(({ ref, states }) => [ref, Object.keys(states).sort()]));
        expect(shown.get(IDENTITY(willing!))).toEqual(["person.name", "person.sex"]);
        expect(shown.get(IDENTITY(unwilling!))).toEqual(["person.sex"]);
        const noted = (await personFile(store, unwilling!))?.disclosures.find((each) => each.tier === tier);
        expect(noted?.attributes).toEqual(["person.sex"]);
        const consentOnly = plan(tier, ["person.name"], { consentToBeCovered: false });
        if (tier === "match") expect(await pinnedRefsOf(consentOnly)).toEqual(new Set([IDENTITY(willing!)]));
      }
    });

    it("covers the statuses that the agreement names", async () => {
      await register(
        store,
        context,
        registration("here"),
        registration("gone", { states: { "person.lifeStatus": known("departed") } }),
      );
      const active = plan("match", ["person.sex"], {
        scope: { places: [], programmes: [], statuses: ["active"] },
      });
      expect(await pin(active)).toMatchObject({ persons: 1, withheld: { notInScope: 1 } });
    });

    it("refuses a scope above the agreement's ceiling whole", async () => {
      await register(store, context, registration("A"), registration("B"));
      await expect(pin(plan("match", ["person.name"], { maximumPersons: 1 }))).rejects.toMatchObject({
        code: "disclosure.too_many_persons",
      });
      expect(await read(plan("match", ["person.name"]))).toEqual([]);
    });

    it("reads granted attributes and no other, in a query that names no other column", async () => {
      const [person] = await register(store, context, registration("A"));
      const sexOnly = plan("match", ["person.sex"]);
      await pin(sexOnly);
      expect(await read(sexOnly)).toEqual([
        { ref: IDENTITY(person!), states: { "person.sex": known("female") } },
      ]);
      const text = matchQuery(["person.sex"], []).compile(store.db).sql;
      expect(text).toContain("p.sex");
      expect(text).not.toMatch(/name|birth|location|phone|card|household|vulnerab|disab/);
    });

    it("withholds a protected place, in every tier, and leaves out who withdrew consent since", async () => {
      const [hidden, gone] = await register(
        store,
        context,
        registration("A", { protectLocation: true }),
        registration("B"),
      );
      const match = plan("match", ["person.location"]);
      await pin(match);
      await recordConsents(store, [
        {
          person: gone!,
          recipient: "WFP",
          purpose: "deduplication",
          given: false,
          assertedAt: "2026-02-01T00:00:00Z",
        },
      ]);
      expect(await read(match)).toEqual([
        { ref: IDENTITY(hidden!), states: { "person.location": { state: "withheld" } } },
      ]);
      const persons = await readDisclosedPersons(store, context, {
        exchange: "x1",
        plan: plan("linked", ["person.location", "person.sex"]),
        householdRef: HOUSEHOLD,
        refs: [IDENTITY(hidden!), IDENTITY(gone!), "never pinned"],
      });
      expect(persons.map((person) => person.ref)).toEqual([IDENTITY(hidden!)]);
      expect(persons[0]!.statements[0]!.states).toEqual({
        "person.sex": known("female"),
        "person.location": { state: "withheld" },
      });
      expect(JSON.stringify(persons)).not.toContain("SS0707");
    });

    it("passes on nothing that another partner said, not even as a current value", async () => {
      const [person] = await register(store, context, registration("A"));
      await recordLinks(store, context, [
        {
          agreement: "agreement-2",
          partner: "UNHCR",
          person: person!,
          partnerRef: "u1",
          probability: 1,
          evidence: {},
          decidedBy: "policy",
        },
      ]);
      await applyDisclosed(store, context, {
        agreement: "agreement-2",
        partner: "UNHCR",
        records: [
          {
            ref: "u1",
            statements: [
              disclosed(
                "u",
                { "person.sex": known("other"), "person.origin": known({ pcode: "SS01" }) },
                { source: "UNHCR" },
              ),
            ],
          },
        ],
        retentionUntil: {},
      });
      expect((await current(person!))["person.sex"]).toEqual(known("other"));
      const match = plan("match", ["person.sex", "person.origin"]);
      await pin(match);
      expect(await read(match)).toEqual([
        { ref: IDENTITY(person!), states: { "person.sex": known("female") } },
      ]);
      const [linked] = await readDisclosedPersons(store, context, {
        exchange: "x1",
        plan: plan("linked", ["person.sex", "person.origin"]),
        householdRef: HOUSEHOLD,
        refs: [IDENTITY(person!)],
      });
      expect(linked!.statements.map((statement) => [statement.source, statement.states])).toEqual([
        ["IOM", { "person.sex": known("female") }],
      ]);
    });

    it("gives household attributes with the head only, and households as pseudonyms", async () => {
      const member = (key: string, role: "head" | "member") =>
        registration(key, {
          household: "H1",
          householdStates: { "household.size": known(2), "household.number": known("NUMBER-NOT-GRANTED") },
          states: { "person.membership": known({ household: "H1", role, relationship: "other" }) },
        });
      const [head, other] = await register(store, context, member("A", "head"), member("B", "member"));
      const granted: AttributeName[] = ["person.membership", "household.size"];
      const match = plan("match", granted);
      await pin(match);
      const records = new Map((await read(match)).map((record) => [record.ref, record.states]));
      const household = (await personFile(store, head!))!.household!.id;
      expect(records.get(IDENTITY(head!))).toEqual({
        "person.membership": known({ household: HOUSEHOLD(household), role: "head", relationship: "other" }),
        "household.size": known(2),
      });
      expect(Object.keys(records.get(IDENTITY(other!))!)).toEqual(["person.membership"]);
      const persons = await readDisclosedPersons(store, context, {
        exchange: "x1",
        plan: plan("linked", granted),
        householdRef: HOUSEHOLD,
        refs: [IDENTITY(head!), IDENTITY(other!)],
      });
      expect(persons.map((person) => person.statements.map((one) => one.subject).sort())).toEqual([
        ["household", "person"],
        ["person"],
      ]);
      expect(JSON.stringify(persons)).not.toContain(household);
      expect(JSON.stringify(persons)).not.toContain("NUMBER-NOT-GRANTED");
    });

    it("notes each disclosure on the person's file", async () => {
      const [person] = await register(store, context, registration("A"));
      const match = plan("match", ["person.sex"]);
      await pin(match);
      await read(match);
      await read(match);
      expect((await personFile(store, person!))!.disclosures).toMatchObject([
        { exchange: "x1", recipient: "WFP", tier: "match", attributes: ["person.sex"] },
      ]);
    });
  });

  describe("keeps fingerprints", () => {
    const template = Buffer.from("FMR\0 20\0 a finger");
    const addition = (value: string) => ({
      identifier: { value },
      position: 1,
      quality: 70,
      template,
      capturedAt: "2026-01-03T00:00:00Z",
    });

    it("sealed, once, and gives them back to the exchange only where they are granted", async () => {
      const [person] = await register(store, context, registration("A"));
      expect(
        (await addFingerprints(store, context, [addition("A"), addition("nobody")])).map((one) => one.kind),
      ).toEqual(["added", "rejected"]);
      expect((await addFingerprints(store, context, [addition("A")]))[0]!.kind).toBe("unchanged");
      const stored = await sql<{ template: Uint8Array }>`select template from fingerprint`.execute(store.db);
      expect(Buffer.from(stored.rows[0]!.template).includes("a finger")).toBe(false);
      const found = [];
      for await (const one of fingerprintTemplates(store, { agency: "IOM" })) found.push(one);
      expect(found).toMatchObject([{ person, position: 1, quality: 70 }]);
      expect(Buffer.compare(Buffer.from(found[0]!.template), template)).toBe(0);

      const granted = plan("match", ["person.fingerprints"]);
      await pinScope(store, context, { exchange: "x1", plan: granted, refOf: IDENTITY });
      const read = (using: ReturnType<typeof plan>) =>
        readMatchRecords(store, context, { exchange: "x1", plan: using, householdRef: HOUSEHOLD, limit: 10 });
      expect((await read(granted))[0]!.states["person.fingerprints"]).toEqual(
        known([
          {
            position: 1,
            quality: 70,
            format: "ISO_19794_2_2005",
            capturedAt: "2026-01-03T00:00:00Z",
            template: template.toString("base64"),
          },
        ]),
      );
      expect(Object.keys((await read(plan("match", ["person.sex"])))[0]!.states)).toEqual(["person.sex"]);
      const [linked] = await readDisclosedPersons(store, context, {
        exchange: "x1",
        plan: plan("linked", ["person.fingerprints"]),
        householdRef: HOUSEHOLD,
        refs: [IDENTITY(person!)],
      });
      expect(linked!.statements).toHaveLength(1);
      expect(linked!.statements[0]).toMatchObject({ method: "biometric", source: "IOM" });
    });

    it("with the image that each was made from, so that it is known again, but not for another finger or person", async () => {
      await register(store, context, registration("A"), registration("B"));
      await addFingerprints(store, context, [{ ...addition("A"), origin: "image 1" }, addition("B")]);
      const image = (value: string, position: number, origin: string) => ({
        identifier: { value },
        position,
        origin,
      });
      expect(
        await knownFingerprints(store, context, [
          image("A", 1, "image 1"),
          image("A", 2, "image 1"),
          image("A", 1, "image 2"),
          image("B", 1, "image 1"),
          image("nobody", 1, "image 1"),
        ]),
      ).toEqual([true, false, false, false, false]);
      const { rows } = await sql<{ origin: string }>`
        select origin from fingerprint where origin is not null`.execute(store.db);
      expect(rows).toHaveLength(1);
      expect(rows[0]!.origin).not.toContain("image");
    });

    it("of an erased person nowhere: the key is gone and so is every value", async () => {
      const [person] = await register(store, context, registration("A"));
      await addFingerprints(store, context, [addition("A")]);
      await erasePersons(store, context, { persons: [person!], reason: "request", by: "a test" });
      expect(await personFile(store, person!)).toMatchObject({
        status: "erased",
        current: {},
        assertions: [],
        identifiers: [],
        encounters: [],
        consents: [],
      });
      const keys = await sql`select 1 from data_key where owner like 'person:%'`.execute(store.db);
      expect(keys.rows).toEqual([]);
      expect((await registerBatch(store, context, [registration("A")]))[0]!.kind).toBe("created");
    });
  });

  describe("takes in", () => {
    it("a roster as persons held by the partner, once", async () => {
      const records = [
        {
          ref: "p1",
          statements: [
            disclosed("s1", {
              "person.sex": known("male"),
              "person.membership": known({ household: "ph1", role: "head", relationship: "self" }),
            }),
            disclosed("s2", { "household.size": known(4) }, { subject: "household" }),
          ],
        },
      ];
      const incoming = { agreement: "agreement-1", partner: "WFP", records, retentionUntil: {} };
      expect(await applyRoster(store, context, incoming)).toMatchObject({ persons: 1, statements: 2 });
      const before = await everything();
      expect(await applyRoster(store, context, incoming)).toMatchObject({
        persons: 0,
        statements: 0,
        changed: {},
      });
      expect(await everything()).toEqual(before);
      const exported = [];
      for await (const person of exportPersons(store, { holder: "WFP" })) exported.push(person);
      expect(exported).toMatchObject([{ externalKey: "p1", current: { "person.sex": known("male") } }]);
      expect((await personFile(store, exported[0]!.id))!.household!.current["household.size"]).toEqual(
        known(4),
      );
      const rows = [];
      for await (const row of linkageRows(store, { agency: "IOM" })) rows.push(row);
      expect(rows).toEqual([]);
    });

    it("two records of one person in a batch, each with a part of a statement", async () => {
      const [person] = await register(store, context, registration("A"));
      await link(person!);
      const records = [
        { ref: "r1", statements: [disclosed("s1", { "person.sex": known("male") })] },
        { ref: "r1", statements: [disclosed("s1", { "person.origin": known({ pcode: "SS03" }) })] },
      ];
      await applyDisclosed(store, context, {
        agreement: "agreement-1",
        partner: "WFP",
        records,
        retentionUntil: {},
      });
      expect(await current(person!)).toMatchObject({
        "person.sex": known("male"),
        "person.origin": known({ pcode: "SS03" }),
      });
    });

    it("a statement under an id of ours as the partner's own: ours stays, and counts after the link is undone", async () => {
      const [person] = await register(store, context, registration("A"));
      const before = await everything();
      const ours = (await personFile(store, person!))!.assertions[0]!.statement;
      const made = await link(person!);
      await apply("r1", [disclosed(ours, { "person.sex": known("male") })]);
      expect((await current(person!))["person.sex"]).toEqual(known("male"));
      await undoLink(store, context, { link: made.id, by: "x" });
      expect(await everything()).toEqual(before);
    });

    it("nothing of a batch in which a statement has another source", async () => {
      const [person] = await register(store, context, registration("A"));
      await link(person!);
      const before = await everything();
      const forged = disclosed("s2", { "person.sex": known("male") }, { source: "IOM" });
      await expect(
        apply("r1", [disclosed("s1", { "person.sex": known("male") }), forged]),
      ).rejects.toMatchObject({
        code: "incoming.foreign_source",
      });
      expect(await everything()).toEqual(before);
    });

    it("and lets go of what may be kept no longer", async () => {
      const [person] = await register(store, context, registration("A"));
      const before = await everything();
      await link(person!);
      await apply(
        "r1",
        [disclosed("s1", { "person.sex": known("male"), "person.origin": known({ pcode: "SS03" }) })],
        { "person.sex": "2026-02-01T00:00:00Z", "person.origin": "2026-03-01T00:00:00Z" },
      );
      expect(await purgeExpired(store, context, "2026-01-31T00:00:00Z")).toMatchObject({ statements: 0 });
      expect(await purgeExpired(store, context, "2026-02-02T00:00:00Z")).toMatchObject({ statements: 1 });
      expect(await current(person!)).toMatchObject({
        "person.sex": known("female"),
        "person.origin": known({ pcode: "SS03" }),
      });
      expect(await purgeExpired(store, context, "2026-03-02T00:00:00Z")).toMatchObject({ statements: 1 });
      expect(await everything()).toEqual(before);
    });

    it("and deletes it all when the agreement has ended, with persons who were known by it alone", async () => {
      const [person] = await register(store, context, registration("A"));
      await link(person!);
      await apply("r1", [disclosed("s1", { "person.sex": known("male") })]);
      const roster = { ref: "p1", statements: [disclosed("s2", { "person.sex": known("male") })] };
      const incoming = { partner: "WFP", records: [roster], retentionUntil: {} };
      await applyRoster(store, context, { ...incoming, agreement: "agreement-1" });
      await applyRoster(store, context, {
        ...incoming,
        agreement: "agreement-2",
        records: [{ ref: "p2", statements: [disclosed("s3", { "person.sex": known("male") })] }],
      });
      const ended = { agreement: "agreement-1", now: "2026-02-01T00:00:00.000Z" };
      expect(await deleteReceived(store, context, ended)).toEqual({ statements: 2, persons: 1 });
      expect((await current(person!))["person.sex"]).toEqual(known("female"));
      const left = [];
      for await (const each of exportPersons(store, { holder: "WFP" })) left.push(each.externalKey);
      expect(left).toEqual(["p2"]);
      expect(await deleteReceived(store, context, ended)).toEqual({ statements: 0, persons: 0 });
      await deleteReceived(store, context, { ...ended, agreement: "agreement-2" });
      const after = JSON.stringify(await everything());
      for (const trace of ["p1", "p2", "s1", "s2", "s3", "agreement-2"]) {
        expect(after).not.toContain(`"${trace}"`);
      }
    });

    it("and holds it to an amendment: shorter times count, longer ones do not, and what it drops is deleted", async () => {
      const [person] = await register(store, context, registration("A"));
      await link(person!);
      await apply(
        "r1",
        [
          disclosed("s1", {
            "person.sex": known("male"),
            "person.origin": known({ pcode: "SS03" }),
            "person.category": known("returnee"),
          }),
        ],
        {
          "person.sex": "2026-02-01T00:00:00.000Z",
          "person.origin": "2027-01-01T00:00:00.000Z",
          "person.category": "2027-01-01T00:00:00.000Z",
        },
      );
      const cut = {
        from: "agreement-1",
        to: "agreement-2",
        days: { "person.sex": 300, "person.origin": 10 },
        now: "2026-01-11T00:00:00.000Z",
      };
      expect(await cutReceived(store, context, cut)).toBe(1);
      const shown = await current(person!);
      expect(shown["person.category"]).toBeUndefined();
      expect(shown).toMatchObject({ "person.sex": known("male"), "person.origin": known({ pcode: "SS03" }) });
      await purgeExpired(store, context, "2026-01-21T00:00:00.000Z");
      expect((await current(person!))["person.origin"]).toBeUndefined();
      expect((await current(person!))["person.sex"]).toEqual(known("male"));
      await purgeExpired(store, context, "2026-02-01T00:00:01.000Z");
      expect((await current(person!))["person.sex"]).toEqual(known("female"));
      expect(await cutReceived(store, context, cut)).toBe(0);
    });
  });

  describe("remembers", () => {
    it("a judgement: the same pair is asked again only on other evidence", async () => {
      const [a, b] = (await register(store, context, registration("A"), registration("B"))) as [
        string,
        string,
      ];
      const propose = (first: string, second: string, evidenceDigest: string) =>
        proposeDuplicate(store, context, {
          a: first,
          b: second,
          probability: 0.7,
          evidence: {},
          evidenceDigest,
        });
      expect((await propose(a, b, "e1")).kind).toBe("waiting");
      expect((await propose(b, a, "e1")).kind).toBe("waiting");
      const [open, ...more] = await openAdjudications(store);
      expect(more).toEqual([]);
      await judge(store, {
        pair: open!.pair,
        verdict: "different",
        evidenceDigest: "e1",
        by: "x",
        at: context.now(),
      });
      expect(await openAdjudications(store)).toEqual([]);
      expect(await propose(b, a, "e1")).toMatchObject({
        kind: "judged",
        judgement: { verdict: "different" },
      });
      expect((await propose(a, b, "e2")).kind).toBe("waiting");
    });

    it("ledger entries in their order and no other", async () => {
      const entry = (index: number) => ({ index, bytes: Uint8Array.of(index), hash: Uint8Array.of(9) });
      await appendLedgerEntries(store, [entry(0), entry(1)]);
      await expect(appendLedgerEntries(store, [entry(3)])).rejects.toMatchObject({
        code: "ledger.out_of_order",
      });
      expect(await ledgerSize(store)).toBe(2);
      expect(
        (await readLedgerEntries(store, { from: 1, limit: 5 })).map((one) => [one.index, ...one.bytes]),
      ).toEqual([[1, 1]]);
    });

    it("staged records sealed, until they are purged", async () => {
      const batch = { exchange: "x1", tier: "match", direction: "received", batch: 0 } as const;
      const records = [
        { ref: "b", states: { "person.sex": known("male") } },
        { ref: "a", states: {} },
      ];
      await stageRecords(store, { ...batch, records });
      await stageRecords(store, { ...batch, records });
      const staged = async () => {
        const found = [];
        for await (const record of stagedRecords(store, batch)) found.push(record);
        return found;
      };
      expect(await staged()).toEqual([records[1], records[0]]);
      expect(await purgeStaged(store, { exchange: "x1", except: ["b"] })).toBe(1);
      expect(await staged()).toEqual([records[0]]);
      expect(await purgeStaged(store, { exchange: "x1" })).toBe(1);
      expect((await sql`select 1 from data_key where owner = 'exchange:x1'`.execute(store.db)).rows).toEqual(
        [],
      );
    });

    it("pairs by pages in order of both pseudonyms", async () => {
      const pair = (ownRef: string, partnerRef: string) => ({
        exchange: "x1",
        ownRef,
        partnerRef,
        probability: 0.9,
        decision: "linked",
        decidedBy: "policy",
        round: 0,
        evidence: {},
      });
      await savePairResults(store, [pair("b", "1"), pair("a", "2"), pair("a", "1")]);
      const first = await pairResultsPage(store, { exchange: "x1", limit: 2 });
      expect(first.map((one) => one.ownRef + one.partnerRef)).toEqual(["a1", "a2"]);
      const next = await pairResultsPage(store, { exchange: "x1", after: "a2", limit: 2 });
      expect(next).toEqual([pair("b", "1")]);
      const refs = await pairResultsPage(store, { exchange: "x1", by: "ownRef", limit: 9 });
      expect(refs.map((one) => one.ownRef)).toEqual(["a", "b"]);
    });
  });

  it("lets no value of a failed statement into the error", async () => {
    const secret = "SECRET-VALUE";
    const failure = await sql`select ${secret}::integer`.execute(store.db).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(AccordError);
    expect(failure).toMatchObject({ code: "store.failed", sqlState: "22P02" });
    const everythingSaid = [
      failure,
      (failure as Error).stack,
      JSON.stringify(failure),
      (failure as Error).cause,
    ];
    expect(everythingSaid.map(String).join()).not.toContain(secret);
  });

  it("undoes a transaction that throws, whole", async () => {
    await expect(
      store.transaction(async (session) => {
        await register(session, context, registration("A"));
        throw new Error("no");
      }),
    ).rejects.toThrow("no");
    expect(await countRegistry(store, { agency: "IOM" })).toMatchObject({ persons: 0 });
  });

  it("takes an id that is none for a person who is not there", async () => {
    expect(await personFile(store, "no id")).toBeUndefined();
    await expect(restoreDuplicate(store, context, { duplicate: "no id", by: "x" })).rejects.toMatchObject({
      code: "duplicate.none_stands",
    });
    await expect(undoLink(store, context, { link: "no id", by: "x" })).rejects.toMatchObject({
      code: "link.none_stands",
    });
    await expect(
      erasePersons(store, context, { persons: ["no id"], reason: "request", by: "a test" }),
    ).rejects.toMatchObject({ code: "person.unknown" });
  });

  it("finds persons by an identifier and by beginnings of names", async () => {
    await register(store, context, registration("K-1"), registration("K-2"));
    expect(await searchPersons(store, { identifier: "K-1" })).toHaveLength(1);
    expect(await searchPersons(store, { name: "gat NYA" })).toHaveLength(2);
    expect(await searchPersons(store, { name: "akim" })).toEqual([]);
    expect(await searchPersons(store, {})).toEqual([]);
  });
});
