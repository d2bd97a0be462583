import { known } from "@accord/vocabulary";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import {
  basesWith,
  changeHorizon,
  correctPerson,
  decideDuplicate,
  erasePersons,
  keepBase,
  pinChanges,
  pinScope,
  putLinkWords,
  readDisclosedPersons,
  recordLinks,
  recordRestoration,
  restoreDuplicate,
  type Store,
  sayConsent,
  takeLinkWords,
} from "../src/index.ts";
import { bothStores, testServer } from "./stores.ts";
import { plan, register, registration, testContext } from "./world.ts";

const server = await testServer();
afterAll(() => server?.stop());
const LINKED = plan("linked", ["person.name", "person.phone", "person.location"], {
  scope: { places: ["SS"], programmes: [], statuses: ["active"] },
});
const refOf = (person: string) => `ref-${person}`;

describe.each(bothStores(server, new Uint8Array(32).fill(7)))(
  "changes since an exchange on $name",
  ({ name, open }) => {
    let store: Store;
    let context: ReturnType<typeof testContext>;
    const absent = name === "PostgreSQL" && server === undefined;

    beforeAll(async () => {
      if (absent) return;
      store = await open();
      await store.migrate();
      context = testContext();
    });
    beforeEach(({ skip }) => {
      if (absent) skip("no PostgreSQL here");
      tests += 1;
    });
    afterAll(() => store?.close());

    let tests = 0;
    /** A registration that no other test has. */
    const newcomer = (key: string, more: Parameters<typeof registration>[1] = {}) =>
      registration(`${tests}-${key}`, more);

    let exchanges = 0;
    /** Pins, and takes the exchange for finished. Answers what was pinned and where the sequence stood. */
    async function whole(): Promise<number> {
      const exchange = `whole-${++exchanges}`;
      const horizon = await store.transaction(async (session) => {
        const at = await changeHorizon(session);
        await pinScope(session, context, { exchange, plan: LINKED, refOf });
        return at;
      });
      await finish(exchange, horizon);
      return horizon;
    }
    async function delta(since: number) {
      const exchange = `delta-${++exchanges}`;
      const { horizon, pinned } = await store.transaction(async (session) => ({
        horizon: await changeHorizon(session),
        pinned: await pinChanges(session, context, { exchange, plan: LINKED, refOf, since }),
      }));
      await finish(exchange, horizon);
      return { exchange, horizon, ...pinned };
    }
    const finish = (exchange: string, horizon: number) =>
      keepBase(store, {
        exchange,
        partner: "WFP",
        agreement: "digest-1",
        horizon,
        finishedAt: `2026-02-01T00:00:${String(exchanges).padStart(2, "0")}Z`,
      });
    const correct = (
      session: Store | Parameters<Parameters<Store["transaction"]>[0]>[0],
      person: string,
      phone: string,
    ) =>
      correctPerson(session, context, {
        person,
        states: { "person.phone": known(phone) },
        method: "documented",
      });
    const statementsIn = async (exchange: string, person: string) =>
      (
        await readDisclosedPersons(store, context, {
          exchange,
          plan: LINKED,
          householdRef: (id) => id,
          refs: [refOf(person)],
        })
      ).flatMap((each) => each.statements);

    it("are none where nothing was said, though persons are many", async () => {
      await register(store, context, ...Array.from({ length: 50 }, (_, at) => newcomer(`P${at}`)));
      const since = await whole();
      expect(await delta(since)).toMatchObject({ persons: 0, fresh: 0, left: 0, words: 0 });
    });

    it("bring the new statement of a person alone, and everything of a new person", async () => {
      const [a] = await register(store, context, newcomer("A"), newcomer("B"));
      const since = await whole();
      await correct(store, a!, "+211955500001");
      const [c] = await register(store, context, newcomer("C"));
      const found = await delta(since);
      expect(found).toMatchObject({ persons: 2, fresh: 2 });
      expect(await statementsIn(found.exchange, a!)).toHaveLength(1);
      const [only] = await statementsIn(found.exchange, c!);
      expect(Object.keys(only!.states).sort()).toEqual(["person.location", "person.name", "person.phone"]);
      expect(await delta(found.horizon)).toMatchObject({ persons: 0 });
    });

    it("bring everything of who consents anew, and of who takes in a duplicate's file", async () => {
      const [a, b, c] = await register(
        store,
        context,
        newcomer("A"),
        newcomer("B"),
        newcomer("C", {
          consents: [
            { recipient: "WFP", purpose: "deduplication", given: false, assertedAt: "2026-01-02T00:00:00Z" },
          ],
        }),
      );
      const since = await whole();
      await decideDuplicate(store, context, { kept: a!, duplicate: b!, by: "test", evidence: {} });
      const found = await delta(since);
      expect(found).toMatchObject({ persons: 1, left: 1 });
      expect(await statementsIn(found.exchange, a!)).toHaveLength(2);
      await restoreDuplicate(store, context, { duplicate: b!, by: "test" });
      const again = await delta(found.horizon);
      expect(await statementsIn(again.exchange, b!)).toHaveLength(1);
      expect(await statementsIn(again.exchange, c!)).toHaveLength(0);
    });

    it("tell once who left the scope, and nothing of who withdrew or was erased, which notices tell", async () => {
      const [a, b, c] = await register(store, context, newcomer("A"), newcomer("B"), newcomer("C"));
      const since = await whole();
      await correctPerson(store, context, {
        person: a!,
        states: { "person.location": known({ pcode: "KE01" }) },
        method: "documented",
      });
      await sayConsent(store, context, {
        person: b!,
        recipient: "WFP",
        purpose: "deduplication",
        event: "withdrawn",
        askedBy: "test",
      });
      await erasePersons(store, context, { persons: [c!], reason: "request", by: "test" });
      const found = await delta(since);
      expect(found).toMatchObject({ persons: 0, left: 1 });
      expect(await delta(found.horizon)).toMatchObject({ left: 0 });
    });

    it("tell decisions on links until the exchange that told them is finished", async () => {
      const [a] = await register(store, context, newcomer("A"));
      const since = await whole();
      const of = { partner: "WFP", agreement: "digest-1" };
      const word = { person: a!, partnerRef: "wfp-1", verdict: "linked" as const, probability: 1 };
      await putLinkWords(store, { ...of, words: [word], at: context.now() });
      await putLinkWords(store, { ...of, words: [{ ...word, verdict: "unlinked" }], at: context.now() });
      expect(await takeLinkWords(store, { ...of, exchange: "one that stops" })).toMatchObject([
        { verdict: "unlinked" },
      ]);
      const exchange = "told";
      expect(await takeLinkWords(store, { ...of, exchange })).toHaveLength(1);
      await finish(exchange, since);
      expect(await takeLinkWords(store, { ...of, exchange: "later" })).toEqual([]);
    });

    it("count who is linked as not to be compared", async () => {
      const [a, b] = await register(store, context, newcomer("A"), newcomer("B"));
      const since = await whole();
      await recordLinks(store, context, [
        {
          agreement: "digest-1",
          partner: "WFP",
          person: a!,
          partnerRef: "wfp-1",
          probability: 1,
          evidence: {},
          decidedBy: "test",
        },
      ]);
      await correct(store, a!, "+211955500001");
      await correct(store, b!, "+211955500002");
      expect(await delta(since)).toMatchObject({ persons: 2, fresh: 1 });
    });

    it.runIf(name === "PostgreSQL")(
      "pass over none that a transaction under way commits after later ones were read",
      async () => {
        const [a, b] = await register(store, context, newcomer("A"), newcomer("B"));
        const since = await whole();
        let release = (): void => undefined;
        let begun = (): void => undefined;
        const hasBegun = new Promise<void>((resolve) => {
          begun = resolve;
        });
        const held = new Promise<void>((resolve) => {
          release = resolve;
        });
        const early = store.transaction(async (session) => {
          await correct(session, a!, "+211955500001");
          begun();
          await held;
        });
        await hasBegun;
        await correct(store, b!, "+211955500002");
        const first = await delta(since);
        expect(first.persons).toBe(1);
        expect(await statementsIn(first.exchange, b!)).toHaveLength(1);
        release();
        await early;
        const second = await delta(first.horizon);
        expect(await statementsIn(second.exchange, a!)).toHaveLength(1);
        expect((await delta(second.horizon)).persons).toBe(0);
      },
    );

    it("have no base after a restore, since partners were told more than the backup knows", async () => {
      await register(store, context, newcomer("A"));
      await whole();
      const of = { partner: "WFP", agreement: "digest-1" };
      expect((await basesWith(store, of)).length).toBeGreaterThan(0);
      await recordRestoration(store, { at: "2026-03-01T00:00:00Z", ledgerSize: 0 });
      expect(await basesWith(store, of)).toEqual([]);
    });
  },
);
