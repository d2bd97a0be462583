import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ApiClient } from "../src/api-client.ts";
import { follow, signBoth } from "../src/demo/sharing.ts";
import { type Agencies, type Agency, TERMS, twoAgencies } from "./agencies.ts";
import { pairsOf } from "./pairs.ts";

interface Waiting {
  readonly id: string;
  readonly kind: "own" | "partner";
  readonly exchange: string;
  readonly pair: { readonly person: string; readonly partnerRef: string };
}

interface Decided {
  readonly kept: string;
  readonly duplicate: string;
}

interface File {
  readonly id: string;
  readonly status: string;
  readonly externalKey: string;
  readonly current: object;
  readonly assertions: readonly { readonly source: string; readonly current: boolean }[];
  readonly identifiers: readonly object[];
  readonly links: readonly { readonly id: string; readonly partnerRef: string; readonly undoneAt?: string }[];
}

describe("what people decide", () => {
  let agencies: Agencies;
  let iom: Agency;
  let wfp: Agency;

  beforeAll(async () => {
    agencies = await twoAgencies({ people: 150 });
    ({ iom, wfp } = agencies);
  });
  afterAll(() => agencies?.close());

  describe("about persons who stand twice in one registry", () => {
    let before: Map<string, File>;
    let decided: readonly Decided[];

    beforeAll(async () => {
      before = await files(iom.client);
      await iom.client.post("/api/duplicates/find");
      ({ decided } = await iom.client.get<{ decided: Decided[] }>("/api/duplicates"));
    });

    test("a sure duplicate is deactivated, and the person who is kept shows what was said of both", async () => {
      expect(decided.length).toBeGreaterThan(0);
      for (const { kept, duplicate } of decided) {
        expect(await file(iom.client, duplicate)).toMatchObject({ status: "deactivated", mergedInto: kept });
        const sayings = (id: string) => before.get(id)?.assertions.length ?? 0;
        expect((await file(iom.client, kept)).assertions.length).toBe(sayings(kept) + sayings(duplicate));
      }
    });

    test("a duplicate that is restored brings every value of both persons back", async () => {
      for (const { duplicate } of decided) {
        await iom.client.post("/api/duplicates/restore", { person: duplicate, by: "adjudicator" });
      }
      for (const id of decided.flatMap(({ kept, duplicate }) => [kept, duplicate])) {
        const { duplicates: _undone, ...now } = (await file(iom.client, id)) as File & {
          duplicates: unknown;
        };
        const { duplicates: _none, ...then } = before.get(id) as File & { duplicates: unknown };
        expect(now).toEqual(then);
      }
    });

    test("a deactivation that was undone is not made again on the same evidence", async () => {
      expect(await iom.client.post("/api/duplicates/find")).toMatchObject({ deactivated: 0 });
      for (const { duplicate } of decided) expect((await file(iom.client, duplicate)).status).toBe("active");
    });
  });

  describe("about pairs with a partner's persons", () => {
    let agreement: string;
    let exchange: string;
    let same: Waiting;
    let different: Waiting;
    let regretted: Waiting;

    beforeAll(async () => {
      const { agreement: draft } = await iom.client.post<{ agreement: Draft }>("/api/agreements/draft", {
        partner: "wfp",
        ...TERMS,
      });
      // So sure must evidence be to link by itself that most pairs wait for a human.
      agreement = await signBoth(iom.client, wfp.client, {
        ...draft,
        matching: {
          ...draft.matching,
          policy: { ...draft.matching.policy, linkFrom: 0.99999, adjudicateFrom: 0.3 },
        },
        circuitBreaker: { ...draft.circuitBreaker, expectedOverlap: { minimum: 0, maximum: 1 } },
      });
      exchange = await exchanged();
      const waiting = await waitingPairs();
      const apart: Waiting[] = [];
      for (const each of waiting) {
        const { person, partnerRef } = each.pair;
        if (apart.some(({ pair }) => pair.person === person || pair.partnerRef === partnerRef)) continue;
        // Somebody's duplicate at one agency may wait while the other is linked.
        const links = [
          ...(await file(wfp.client, person)).links,
          ...(await file(iom.client, await ofPartner(each))).links,
        ];
        if (links.length === 0) apart.push(each);
      }
      const [first, second, third] = apart;
      if (first === undefined || second === undefined || third === undefined) {
        throw new Error("the population has no three pairs that wait");
      }
      [same, different, regretted] = [first, second, third];
    }, 240_000);

    test("a pair that is the same person is linked at both nodes in a round of its own, and its data travels", async () => {
      expect((await file(wfp.client, same.pair.person)).links).toEqual([]);
      const theirs = await ofPartner(same);
      await decide(same, "same");
      for (const { client } of [wfp, iom]) await roundDone(client, exchange, 2);

      const ours = await file(wfp.client, same.pair.person);
      expect(ours.links.map(({ partnerRef }) => partnerRef)).toEqual([same.pair.partnerRef]);
      expect(ours.assertions.map(({ source }) => source)).toContain("iom");
      const other = await file(iom.client, theirs);
      expect(other.links.length).toBe(1);
      expect(other.assertions.map(({ source }) => source)).toContain("wfp");
      expect((await waitingPairs()).map(({ id }) => id)).not.toContain(same.id);
    });

    test("a pair of different persons is not linked and no data of theirs travels", async () => {
      const theirs = await ofPartner(different);
      await decide(different, "different");
      for (const { client } of [wfp, iom]) await roundDone(client, exchange, 3);
      for (const each of [await file(wfp.client, different.pair.person), await file(iom.client, theirs)]) {
        const linked = each.links.filter(({ partnerRef }) => partnerRef === different.pair.partnerRef);
        expect(linked).toEqual([]);
      }
      expect((await waitingPairs()).map(({ id }) => id)).not.toContain(different.id);
    });

    test("a link that is undone ends at both nodes, and every value is as before it", async () => {
      const sides = [
        { client: wfp.client, person: regretted.pair.person },
        { client: iom.client, person: await ofPartner(regretted) },
      ];
      const shown = () =>
        Promise.all(
          sides.map(async ({ client, person }) => {
            const { current, assertions, identifiers } = await file(client, person);
            return { current, assertions, identifiers };
          }),
        );
      const before = await shown();
      await decide(regretted, "same");
      for (const { client } of sides) await roundDone(client, exchange, 4);
      expect(await shown()).not.toEqual(before);

      const [link] = (await file(wfp.client, regretted.pair.person)).links;
      await wfp.client.post("/api/links/undo", { link: link?.id, by: "adjudicator" });
      for (const { client } of sides) await roundDone(client, exchange, 5);
      expect(await shown()).toEqual(before);
      for (const { client, person } of sides) {
        expect((await file(client, person)).links.every(({ undoneAt }) => undoneAt !== undefined)).toBe(true);
      }
    });

    test("no decided pair is asked again in the next exchange, where the decisions stand", async () => {
      const again = await exchanged();
      const asked = (await waitingPairs()).map(({ pair }) => `${pair.person} ${pair.partnerRef}`);
      for (const { pair } of [same, different, regretted])
        expect(asked).not.toContain(`${pair.person} ${pair.partnerRef}`);
      const linked = (await pairsOf(wfp.client, again))
        .filter(({ decision }) => decision === "linked")
        .map(({ own, partnerRef }) => `${own} ${partnerRef}`);
      expect(linked).toContain(await numbered(same));
      for (const each of [different, regretted]) expect(linked).not.toContain(await numbered(each));
    });

    test("a pair that does not wait cannot be decided", async () => {
      await expect(decide(same, "different")).rejects.toMatchObject({ code: "adjudication.unknown" });
    });

    async function exchanged(): Promise<string> {
      const proposed = await iom.client.post<{ exchange: string }>("/api/exchanges", {
        agreement,
        whole: true,
      });
      for (const { client } of [wfp, iom]) {
        expect(await follow(client, proposed.exchange, () => undefined)).toMatchObject({ step: "done" });
      }
      return proposed.exchange;
    }

    const decide = ({ id }: Waiting, verdict: string) =>
      wfp.client.post("/api/duplicates/decide", { id, verdict, by: "adjudicator" });

    async function waitingPairs(): Promise<readonly Waiting[]> {
      const { waiting } = await wfp.client.get<{ waiting: Waiting[] }>("/api/duplicates");
      return waiting.filter(({ kind }) => kind === "partner");
    }

    /** The partner's person in a waiting pair, by the id at the partner's node. */
    async function ofPartner({ pair }: Waiting): Promise<string> {
      const numbers = await iom.client.post<Record<string, string>>(`/api/exchanges/${exchange}/refs`, {
        refs: [pair.partnerRef],
      });
      const found = await iom.client.post<{ id: string }[]>("/api/persons/search", {
        identifier: numbers[pair.partnerRef],
        purpose: "referral",
      });
      return found[0]?.id ?? "";
    }

    const numbered = async ({ pair }: Waiting): Promise<string> =>
      `${(await file(wfp.client, pair.person)).externalKey} ${pair.partnerRef}`;
  });
});

interface Draft {
  readonly matching: { readonly policy: object };
  readonly circuitBreaker: object;
}

const file = (client: ApiClient, id: string): Promise<File> =>
  client.get<File>(`/api/persons/${id}?purpose=referral`);

/** The files of all persons, by id. */
async function files(client: ApiClient): Promise<Map<string, File>> {
  let exported = "";
  for await (const chunk of client.stream("/api/export?purpose=statistics")) exported += chunk;
  const ids = exported.split("\n").filter((line) => line !== "");
  const all = new Map<string, File>();
  for (const line of ids) {
    const { id } = JSON.parse(line) as { id: string };
    all.set(id, await file(client, id));
  }
  return all;
}

/** Asks until a round of the exchange is done; the test's own limit ends it where it never is. */
async function roundDone(client: ApiClient, exchange: string, rounds: number): Promise<void> {
  for (;;) {
    const told = await client.get<{ step: string; rounds: number; standing: { kind: string } }>(
      `/api/exchanges/${exchange}`,
    );
    expect(told.standing, JSON.stringify(told.standing)).toEqual({ kind: "running" });
    if (told.step === "done" && told.rounds >= rounds) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
