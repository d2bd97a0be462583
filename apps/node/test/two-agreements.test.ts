import type { Agreement } from "@accord/agreement";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { watchAgreements } from "../src/agreements/watch-agreements.ts";
import { follow } from "../src/demo/sharing.ts";
import { type Agencies, agreeOn, TERMS, twoAgencies } from "./agencies.ts";

const PERSONS = 60;

/** Two nodes under two agreements that speak of the same persons: the stricter of both holds over every way out. */
describe("two agreements with one partner", () => {
  const sent: string[] = [];
  let agencies: Agencies;
  let wide: string;
  let strict: string;
  let exchange: string;

  const drafted = async (): Promise<Agreement> =>
    (
      await agencies.iom.client.post<{ agreement: Agreement }>("/api/agreements/draft", {
        partner: "wfp",
        ...TERMS,
      })
    ).agreement;

  /** What IOM received under the wide one. */
  const received = () =>
    agencies.iom.serving.node.store.db
      .withTables<{
        statement: { agreement: string; recorded_at: string; retention: Record<string, string> };
      }>()
      .selectFrom("statement")
      .select(["recorded_at", "retention"])
      .where("agreement", "=", wide)
      .execute();
  const daysOf = (from: string, until: string | undefined): number[] =>
    until === undefined ? [] : [Math.round((Date.parse(until) - Date.parse(from)) / 86_400_000)];

  beforeAll(async () => {
    agencies = await twoAgencies({
      people: PERSONS,
      templates: false,
      serve: { onPlaintext: (_partner, bytes) => void sent.push(Buffer.from(bytes).toString("utf8")) },
    });
    const { clauses } = await drafted();
    wide = await agreeOn(agencies, { title: "The wide one" });
    strict = await agreeOn(agencies, {
      title: "The strict one",
      terms: {
        clauses: clauses
          .filter(({ attribute }) => attribute !== "person.sex")
          .map((clause) =>
            clause.attribute === "person.birthDate" && clause.tier === "linked"
              ? { ...clause, transformation: "birthYear", retentionDays: 7 }
              : clause,
          ),
      },
    });
    sent.length = 0;
    ({ exchange } = await agencies.iom.client.post<{ exchange: string }>("/api/exchanges", {
      agreement: wide,
    }));
    expect(await follow(agencies.wfp.client, exchange, () => undefined)).toMatchObject({ step: "done" });
  }, 240_000);
  afterAll(() => agencies?.close());

  test("what leaves at either side is cut to what both allow, and the receiver takes it in", async () => {
    const linked = sent.filter((message) => message.includes('"flow":"linked"')).join("\n");
    const dates = [...linked.matchAll(/"person\.birthDate":\{"state":"known","value":(\{[^}]*\})/g)].map(
      ([, value]) => JSON.parse(value!) as { date: string },
    );
    expect(dates.length).toBeGreaterThan(PERSONS / 4);
    expect(dates.filter(({ date }) => date.length !== 4)).toEqual([]);
    // What only one of them speaks of is as that one says.
    expect(linked).toContain('"person.sex":{"state":"known"');
  });

  test("what was received is kept as short as the stricter says", async () => {
    const { store } = agencies.iom.serving.node;
    const rows = (await received()).map(({ recorded_at, retention }) => ({
      recorded: recorded_at,
      retention,
    }));
    const kept = (attribute: string) => {
      const days = rows.flatMap(({ recorded, retention }) => daysOf(recorded, retention[attribute]));
      expect(days.length).toBeGreaterThan(5);
      return [...new Set(days)];
    };
    expect(kept("person.birthDate")).toEqual([7]);
    expect(kept("person.sex")).toEqual([730]);
  });

  test("the text that is shown says which agreement narrows which clause, at both nodes and in each language", async () => {
    const text = async (side: "iom" | "wfp", digest: string, language = "en") =>
      (await agencies[side].client.get<{ text: string }>(`/api/agreements/${digest}?language=${language}`))
        .text;
    for (const side of ["iom", "wfp"] as const) {
      const shown = await text(side, wide);
      expect(shown).toMatch(
        new RegExp(`Birth date.*only the year only.*because of The strict one \\(${strict.slice(0, 12)}\\)`),
      );
      expect(await text(side, strict)).not.toContain("What other agreements narrow");
    }
    expect(await text("iom", wide, "fr")).toContain("Ce que d’autres accords restreignent");
    expect(await text("iom", wide, "ar")).toContain("ما تقيّده اتفاقات أخرى");
  });

  test("what is held already is kept no longer than one that comes into life later allows", async () => {
    const { node } = agencies.iom.serving;
    const { clauses } = await drafted();
    await agreeOn(agencies, {
      title: "The strictest one",
      terms: {
        clauses: clauses.map((clause) =>
          clause.attribute === "person.sex" ? { ...clause, retentionDays: 100 } : clause,
        ),
      },
    });
    await watchAgreements(node);
    const days = (await received()).flatMap(({ recorded_at, retention }) =>
      daysOf(recorded_at, retention["person.sex"]),
    );
    expect([...new Set(days)]).toEqual([100]);
  });

  test("what the stricter one's end takes away is its limit", async () => {
    await agencies.wfp.client.post(`/api/agreements/${strict}/suspend`, { reason: "Because." });
    // Suspended it grants nothing, and still limits.
    const text = async () =>
      (await agencies.iom.client.get<{ text: string }>(`/api/agreements/${wide}`)).text;
    expect(await text()).toContain("because of The strict one");
    await agencies.wfp.client.post(`/api/agreements/${strict}/revoke`, { reason: "Because." });
    for (let turn = 0; turn < 200 && (await text()).includes("The strict one"); turn++)
      await new Promise((resolve) => setTimeout(resolve, 25));
    expect(await text()).not.toContain("The strict one");
  });
});
