import { randomBytes } from "node:crypto";
import { known } from "@accord/vocabulary";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  type AssistanceLine,
  assistanceOf,
  assistanceOverlapping,
  countMovements,
  destroyOffer,
  dropFindings,
  dueConversations,
  erasePersons,
  findingsOf,
  keepFindings,
  keepOffer,
  leftAct,
  linkedByRef,
  mostOftenAsked,
  movementsOfPerson,
  personFile,
  personsBegunOn,
  pinPersons,
  readConversation,
  readDisclosedPersons,
  readOffer,
  recordAssistance,
  recordDisclosure,
  recordInquired,
  recordLinks,
  recordMeetings,
  type Session,
  type Store,
  saveConversation,
  sayConsent,
  takeBack,
} from "../src/index.ts";
import { bothStores, testServer } from "./stores.ts";
import { plan, register, registration, testContext } from "./world.ts";

const server = await testServer();
afterAll(() => server?.stop());

const june = { from: "2026-06-01", until: "2026-06-30" };
const line = (value: string, over: Partial<AssistanceLine> = {}): AssistanceLine => ({
  identifiers: [{ value }],
  kind: "food",
  programme: "GFD",
  cycle: june,
  forHousehold: true,
  ...over,
});

describe.each(bothStores(server, randomBytes(32)))(
  "referral, movement and assistance on $name",
  ({ name, open }) => {
    if (name === "PostgreSQL" && server === undefined) {
      it.skip("needs a PostgreSQL server: set DATABASE_URL or install it", () => undefined);
      return;
    }
    let store: Store;
    const context = testContext();
    beforeAll(async () => {
      store = await open();
      await store.migrate();
    });
    afterAll(() => store.close());

    const conversation = (id: string, over: object = {}) =>
      saveConversation(store, {
        id,
        kind: "referral",
        agreementDigest: "digest-1",
        partner: "WFP",
        opener: "IOM",
        step: "offered",
        persons: 1,
        state: { id },
        dueAt: "2026-03-01T00:00:00.000Z",
        beganAt: "2026-02-01T00:00:00.000Z",
        updatedAt: "2026-02-01T00:00:00.000Z",
        ...over,
      });
    const membership = (household: string, role: "head" | "member") => ({
      household,
      states: {
        ...registration("x").states,
        "person.membership": known({ household, role, relationship: "self" }),
      },
    });

    it("keeps a conversation as it stands, and says when it is due and how many persons began in a day", async () => {
      const id = "0191e3a0-0000-7000-8000-0000000000c1";
      await conversation(id);
      await conversation(id, { step: "accepted", persons: 3 });
      expect(await readConversation(store, "referral", id)).toMatchObject({ step: "accepted", persons: 3 });
      expect(await readConversation(store, "inquiry", id)).toBeUndefined();
      expect(await dueConversations(store, "referral", "2026-02-28T00:00:00.000Z")).toEqual([]);
      expect(await dueConversations(store, "referral", "2026-03-01T00:00:00.000Z")).toEqual([id]);
      const of = { agreement: "digest-1", kind: "referral", day: "2026-02-01" };
      expect(await personsBegunOn(store, { ...of, except: context.newId() })).toEqual(new Map([["IOM", 3]]));
      expect(await personsBegunOn(store, { ...of, except: id })).toEqual(new Map());
    });

    it("records assistance once, adds a day of receipt, and finds it by person and household in overlapping cycles", async () => {
      const [head, member] = await register(
        store,
        context,
        registration("a1", membership("h1", "head")),
        registration("a2", membership("h1", "member")),
      );
      const kinds = async (lines: readonly AssistanceLine[]) =>
        (await recordAssistance(store, context, lines)).map((each) =>
          each.kind === "rejected" ? each.code : each.kind,
        );
      expect(await kinds([line("a1"), line("a1"), line("nobody"), line("a2", { programme: "" })])).toEqual([
        "recorded",
        "unchanged",
        "assistance.unknown_person",
        "assistance.bad_programme",
      ]);
      expect(await kinds([line("a1", { receivedOn: "2026-06-03" }), line("a1")])).toEqual([
        "recorded",
        "unchanged",
      ]);
      expect(await assistanceOf(store, [head!])).toMatchObject([{ on: "2026-06-03", forHousehold: true }]);
      const asked = {
        persons: [head!, member!],
        kind: "food" as const,
        cycle: { from: "2026-06-30", until: "2026-07-30" },
      };
      const persons = async (over: object) =>
        (await assistanceOverlapping(store, { ...asked, households: true, ...over }))
          .map((each) => each.person)
          .sort();
      expect(await persons({})).toEqual([head, member].sort());
      expect(await persons({ households: false })).toEqual([head]);
      expect(await persons({ kind: "cash" })).toEqual([]);
      expect(await persons({ cycle: { from: "2026-07-01", until: "2026-07-30" } })).toEqual([]);
    });

    it("pins named persons whom the plan covers, and says why others are not", async () => {
      const consent = {
        recipient: "WFP",
        purpose: "deduplication",
        given: false,
        assertedAt: "2026-01-02T00:00:00Z",
      };
      const [yes, no, safe, mate] = await register(
        store,
        context,
        registration("p1"),
        registration("p2", { consents: [consent] }),
        registration("p3", { protectLocation: true, ...membership("h3", "head") }),
        registration("p4", membership("h3", "member")),
      );
      const act = context.newId();
      const of = plan("referral", ["person.name", "person.location", "person.encounterPlace"]);
      await recordMeetings(store, context, [
        { person: mate!, place: { pcode: "SS0101" }, at: "2026-05-01T00:00:00.000Z", method: "documented" },
      ]);
      const { refs, left } = await pinPersons(store, context, {
        act,
        plan: of,
        persons: [yes!, no!, safe!, mate!],
        refOf: (person) => `ref-${person}`,
      });
      expect([...refs.keys()].sort()).toEqual([yes, safe, mate].sort());
      expect(Object.fromEntries(left)).toEqual({ noConsent: 1 });
      const read = await readDisclosedPersons(store, context, {
        exchange: act,
        plan: of,
        householdRef: (household) => household,
        refs: [...refs.values()],
      });
      // Who lives with a protected person is met nowhere, as far as a partner is told.
      for (const { ref, statements } of read) {
        const places = statements.flatMap((one) => [
          one.states["person.location"],
          one.states["person.encounterPlace"],
        ]);
        const told = places.filter((state) => state?.state === "known");
        expect(told.length > 0, ref).toBe(ref === `ref-${yes}`);
      }
      expect(await leftAct(store, act)).toBe(0);
      await sayConsent(store, context, {
        person: yes!,
        recipient: "WFP",
        purpose: "deduplication",
        event: "withdrawn",
        askedBy: "test",
      });
      expect(await leftAct(store, act)).toBe(1);
    });

    it("ends a purpose's own links alone where a person withdraws from it", async () => {
      const [person] = await register(store, context, registration("w1"));
      const act = context.newId();
      const of = plan("referral", ["person.name"], { purpose: "referral", consentRequired: false });
      await pinPersons(store, context, { act, plan: of, persons: [person!], refOf: () => "act-ref" });
      await recordDisclosure(store, context, act, of, [{ person: person!, consented: true }]);
      const link = {
        agreement: "digest-1",
        partner: "WFP",
        person: person!,
        probability: 1,
        evidence: null,
        decidedBy: "t",
      };
      await recordLinks(store, context, [{ ...link, partnerRef: "of-the-act", exchange: act }]);
      await pinPersons(store, context, {
        act: "an exchange",
        plan: plan("linked", ["person.name"]),
        persons: [person!],
        refOf: () => "exchange-ref",
      });
      await recordLinks(store, context, [
        { ...link, partnerRef: "of-the-exchange", exchange: "an exchange" },
      ]);
      await sayConsent(store, context, {
        person: person!,
        recipient: "WFP",
        purpose: "referral",
        event: "withdrawn",
        askedBy: "test",
      });
      const refs = { agreement: "digest-1", partner: "WFP", refs: ["of-the-act", "of-the-exchange"] };
      expect([...(await linkedByRef(store, refs)).keys()]).toEqual(["of-the-exchange"]);
    });

    it("keeps an offer sealed until it is answered, and lets go of what the partner takes back", async () => {
      const id = "0191e3a0-0000-7000-8000-0000000000c2";
      await store.transaction(async (transaction: Session) => {
        // The offer is kept before the conversation itself, in one transaction.
        await keepOffer(transaction, id, [
          { ref: "one", content: { name: "Nyakim" } },
          { ref: "two", content: { name: "Gatwech" } },
        ]);
        await saveConversation(transaction, {
          id,
          kind: "referral",
          agreementDigest: "digest-2",
          partner: "WFP",
          opener: "WFP",
          step: "offered",
          persons: 2,
          state: {},
          dueAt: undefined,
          beganAt: context.now(),
          updatedAt: context.now(),
        });
      });
      const { rows } = await sql<{
        sealed: Uint8Array;
      }>`select sealed from referral_offer where referral = ${id}`.execute(store.db);
      expect(rows.map((row) => Buffer.from(row.sealed).toString("latin1")).join()).not.toContain("Nyakim");
      await takeBack(store, context, {
        partner: "WFP",
        agreement: "digest-2",
        refs: ["one"],
        reason: "withdrawal",
      });
      expect(await readOffer(store, id)).toEqual([{ ref: "two", content: { name: "Gatwech" } }]);
      expect(await destroyOffer(store, id)).toBe(1);
      expect(await readOffer(store, id)).toEqual([]);
    });

    it("counts how often a person was asked about in a day, and lets answers go in time or when they are taken back", async () => {
      const [one, other] = await register(store, context, registration("q1"), registration("q2"));
      const ids = ["0191e3a0-0000-7000-8000-0000000000d1", "0191e3a0-0000-7000-8000-0000000000d2"];
      for (const id of ids) {
        await conversation(id, { kind: "inquiry", opener: "WFP", dueAt: undefined });
        const persons = new Map([["r1", one!], ...(id === ids[0] ? [["r2", other!] as const] : [])]);
        await recordInquired(store, { id, direction: "answered", day: "2026-06-01", persons });
      }
      const asked = { persons: [one!, other!], partner: "WFP", day: "2026-06-01" };
      expect(await mostOftenAsked(store, asked)).toBe(2);
      expect(await mostOftenAsked(store, { ...asked, persons: [other!] })).toBe(1);
      expect(await mostOftenAsked(store, { ...asked, day: "2026-06-02" })).toBe(0);
      await keepFindings(store, {
        inquiry: ids[0]!,
        keepUntil: "2026-07-01T00:00:00.000Z",
        findings: [
          { person: one!, kind: "food", about: "t1", cycle: june, on: "2026-06-03" },
          { person: other!, kind: "food", about: "t2" },
        ],
      });
      expect(await findingsOf(store, { files: [one!] })).toMatchObject([
        { cycle: june, on: "2026-06-03", partner: "WFP" },
      ]);
      await takeBack(store, context, {
        partner: "WFP",
        agreement: "digest-1",
        refs: ["t1"],
        reason: "request",
      });
      expect(await findingsOf(store, { inquiry: ids[0]! })).toMatchObject([{ person: other }]);
      expect(await dropFindings(store, "2026-06-30T00:00:00.000Z")).toBe(0);
      expect(await dropFindings(store, "2026-07-01T00:00:00.000Z")).toBe(1);
    });

    it("tells movements in the order of sightings, and counts them without protected persons and their households", async () => {
      const moved = await register(
        store,
        context,
        registration("m1", membership("m-a", "head")),
        registration("m2", { ...membership("m-b", "head"), protectLocation: true }),
        registration("m3", membership("m-b", "member")),
        registration("m4", membership("m-c", "head")),
      );
      const meet = (person: string, pcode: string, at: string) =>
        recordMeetings(store, context, [{ person, place: { pcode }, at, method: "documented" }]);
      for (const person of moved) {
        await meet(person, "SS0202", "2026-03-20T00:00:00.000Z");
        await meet(person, "SS0101", "2026-02-10T00:00:00.000Z");
      }
      await meet(moved[3]!, "SS0202B", "2026-03-25T00:00:00.000Z");
      expect(await meet(moved[0]!, "SS0101", "2026-02-10T00:00:00.000Z")).toEqual([{ kind: "unchanged" }]);
      expect(await movementsOfPerson(store, moved[0]!)).toEqual([
        {
          from: "SS0707",
          to: "SS0101",
          on: "2026-02-10",
          lastSeenAtOrigin: "2026-01-02",
          source: "IOM",
          method: "documented",
          attribute: "person.encounterPlace",
        },
        expect.objectContaining({
          from: "SS0101",
          to: "SS0202",
          on: "2026-03-20",
          lastSeenAtOrigin: "2026-02-10",
        }),
      ]);
      const counts = (over: object = {}) =>
        countMovements(store, {
          agency: "IOM",
          from: "2026-02",
          until: "2026-03",
          level: "county",
          period: "month",
          ...over,
        });
      expect(await counts()).toEqual([
        { origin: "SS0707", destination: "SS0101", period: "2026-02", persons: 2 },
        { origin: "SS0101", destination: "SS0202", period: "2026-03", persons: 2 },
      ]);
      expect(await counts({ level: "site", from: "2026-03" })).toContainEqual({
        origin: "SS0202",
        destination: "SS0202B",
        period: "2026-03",
        persons: 1,
      });
      expect(await counts({ period: "year", level: "state" })).toEqual([
        { origin: "SS01", destination: "SS02", period: "2026", persons: 2 },
        { origin: "SS07", destination: "SS01", period: "2026", persons: 2 },
      ]);
      const file = await personFile(store, moved[0]!);
      expect(file?.current["person.encounterPlace"]).toEqual(known({ pcode: "SS0202" }));
    });

    it("forgets assistance, answers and meetings of who is erased", async () => {
      const [person] = await register(store, context, registration("e1"));
      await recordAssistance(store, context, [line("e1", { forHousehold: false })]);
      await recordMeetings(store, context, [
        { person: person!, place: { pcode: "SS0101" }, at: "2026-02-10T00:00:00.000Z", method: "documented" },
      ]);
      await erasePersons(store, context, { persons: [person!], reason: "request", by: "test" });
      expect(await assistanceOf(store, [person!])).toEqual([]);
      expect(await movementsOfPerson(store, person!)).toEqual([]);
    });
  },
);
