/** The private set intersection between two nodes over the real transport, on registries whose truth is known. */
import { TEMPLATE_OVERLAP } from "@accord/agreement";
import type { ExchangeReport } from "@accord/exchange";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { PopulationFiles } from "../src/demo/population-files.ts";
import { follow } from "../src/demo/sharing.ts";
import { type Agencies, type Agency, agreeOn, twoAgencies } from "./agencies.ts";
import { rowsOf } from "./edit-csv.ts";
import { entriesOf, exchangeWith, type Lie } from "./lying-node.ts";
import { pairsOf } from "./pairs.ts";

const confirmed = {
  ...TEMPLATE_OVERLAP,
  goOn: "whenBothConfirm" as const,
  linkBy: ["rationCard" as const],
  ceilings: { personsPerRun: 10_000, runsPerDay: 5 },
};

function inBoth({ truth }: PopulationFiles): number {
  const people = (side: "iom" | "wfp") =>
    new Set(truth[side].filter((each) => each.shared).map((each) => each.person));
  const wfp = people("wfp");
  return [...people("iom")].filter((person) => wfp.has(person)).length;
}

describe("the overlap of two registries", () => {
  let agencies: Agencies;
  let iom: Agency;
  let wfp: Agency;
  let agreement: string;
  let exchange: string;
  let truth: number;
  const plaintext: string[] = [];
  const report = (of: Agency) =>
    of.client.get<ExchangeReport & { waitsFor?: string }>(`/api/exchanges/${exchange}`);

  beforeAll(async () => {
    agencies = await twoAgencies({
      people: 300,
      templates: false,
      serve: { onPlaintext: (_, bytes) => plaintext.push(Buffer.from(bytes).toString("utf8")) },
    });
    ({ iom, wfp } = agencies);
    truth = inBoth(agencies.files);
    agreement = await agreeOn(agencies, { terms: { overlap: confirmed } });
    ({ exchange } = await iom.client.post<{ exchange: string }>("/api/exchanges", { agreement }));
    for (const each of [iom, wfp]) await follow(each.client, exchange, () => undefined);
  }, 240_000);
  afterAll(() => agencies?.close());

  test("is told to both before anybody is disclosed, near the truth, and holds both until staff have seen it", async () => {
    const [one, other] = [await report(iom), await report(wfp)];
    expect(one.overlap?.told).toEqual(other.overlap?.told);
    const told = one.overlap?.told;
    if (told?.kind !== "estimated") throw new Error("no estimate");
    expect(told.low).toBeLessThanOrEqual(truth);
    expect(told.high).toBeGreaterThanOrEqual(truth);
    expect(Math.abs(told.persons - truth) / truth).toBeLessThan(0.35);
    for (const side of [one, other]) {
      expect(side).toMatchObject({ step: "overlap", standing: { code: "exchange.overlap_confirm" } });
      expect(side.waitsFor).toContain("a member of staff here");
    }
    expect(plaintext.some((text) => text.includes('"flow":"match"'))).toBe(false);
  });

  test("sends no key of anybody: no phone, card or name is in what crossed", async () => {
    const crossed = plaintext.join("\n");
    expect(crossed).toContain("overlapBatch");
    const columns = {
      brave: ["Phone", "Ration_Card", "Full_Name"],
      scope: ["Phone Number", "Ration Card", "Given Name"],
    };
    for (const side of ["iom", "wfp"] as const) {
      const { persons, mapping } = agencies.files[side];
      const rows = await rowsOf(persons);
      const values = rows.flatMap((row) =>
        columns[mapping].map((column) => row[column] ?? "").filter((value) => value.length > 5),
      );
      expect(values.length).toBeGreaterThan(100);
      for (const value of values)
        expect(crossed, `${side}: a value of ${mapping}`).not.toContain(`"${value}"`);
    }
  });

  test("is not let pass by the words that are for the circuit breaker", async () => {
    await iom.client.post(`/api/exchanges/${exchange}/resume`, { acceptImplausible: "whatever" });
    expect((await report(iom)).step).toBe("overlap");
  });

  test("goes on when staff of both say so, to links that rest on identifiers which did not leave", async () => {
    for (const each of [iom, wfp])
      await each.client.post(`/api/exchanges/${exchange}/resume`, { goOn: "as we expected" });
    for (const each of [wfp, iom])
      expect(await follow(each.client, exchange, () => undefined)).toMatchObject({ step: "done" });
    const found = await report(wfp);
    expect(found.overlap).toMatchObject({ confirmed: { reason: "as we expected" } });
    const equal = (await pairsOf(wfp.client, exchange)).filter(
      ({ evidence }) => (evidence as { equalIdentifiers?: readonly string[] }).equalIdentifiers !== undefined,
    );
    expect(found.overlap?.linked).toBeGreaterThan(0);
    expect(equal.length).toBeGreaterThan(0);
    expect(
      equal.every(
        ({ evidence }) => (evidence as { equalIdentifiers: string[] }).equalIdentifiers[0] === "rationCard",
      ),
    ).toBe(true);
    expect((await report(iom)).overlap?.linked).toBeUndefined();
  });

  test("stands in both ledgers with the same commitments and the same estimate", async () => {
    const of = async (each: Agency, event: string) =>
      (await entriesOf(each)).filter(
        (entry) => entry.kind === "overlap" && entry.event === event && entry.exchange === exchange,
      );
    const sets = (entries: readonly { run?: unknown; commitment?: unknown }[]) =>
      entries.map(({ run, commitment }) => [run, commitment]);
    for (const [one, other] of [
      [iom, wfp],
      [wfp, iom],
    ] as const) {
      const committed = await of(one, "committed");
      expect(sets(committed)).toHaveLength(2);
      expect(sets(committed)).toEqual(sets(await of(other, "heard")));
      expect(await of(one, "confirmed")).toHaveLength(1);
    }
  });

  describe("with a partner who lies", () => {
    const first =
      (change: (set: Buffer) => void): Lie =>
      (body) => {
        if (body.kind !== "overlapBatch" || body.part !== "set") return body;
        const bytes = Buffer.from(body.content, "base64");
        change(bytes);
        return { ...body, content: bytes.toString("base64") };
      };
    const lies: readonly [string, Lie, string][] = [
      [
        "a set of more people than its snapshot pinned, guessed ones among them",
        (body) =>
          body.kind !== "overlapOpening"
            ? body
            : {
                ...body,
                opening: {
                  ...body.opening,
                  groups: body.opening.groups.map((group) => ({ ...group, persons: group.persons + 50 })),
                },
              },
        "exchange.overlap_not_snapshot",
      ],
      [
        "another set than it committed to",
        first((set) => set.copy(set, 0, 32, 64)),
        "exchange.overlap_commitment_mismatch",
      ],
      [
        "a larger batch than it committed to",
        (body) =>
          body.kind === "overlapBatch" && body.part === "set"
            ? {
                ...body,
                content: Buffer.concat([Buffer.from(body.content, "base64"), Buffer.alloc(128, 1)]).toString(
                  "base64",
                ),
              }
            : body,
        "exchange.overlap_beyond_commitment",
      ],
      [
        "one answer twice, so that more seem to be in both",
        (body) => {
          if (body.kind !== "overlapBatch" || body.part !== "answer") return body;
          const bytes = Buffer.from(body.content, "base64");
          bytes.copy(bytes, 12 * TEMPLATE_OVERLAP.estimateBy.length, 0, 12);
          return { ...body, content: bytes.toString("base64") };
        },
        "exchange.overlap_point_repeated",
      ],
    ];

    test.each(lies)("%s is refused, and nobody was disclosed", async (_, lie, code) => {
      const before = plaintext.length;
      const told = await exchangeWith(iom, wfp, agreement, lie, { whole: true });
      expect(told.victim.standing).toMatchObject({ kind: "halted", code, by: "wfp" });
      expect(plaintext.slice(before).some((text) => text.includes('"flow":"match"'))).toBe(false);
      const entries = await entriesOf(wfp);
      expect(entries).toContainEqual(expect.objectContaining({ kind: "refusal", code, partner: "iom" }));
    });

    test("asking once more than the agreement allows in a day ends there", async () => {
      // Five exchanges began today: one honest, four that lied.
      const { exchange: sixth } = await wfp.client.post<{ exchange: string }>("/api/exchanges", {
        agreement,
        whole: true,
      });
      expect(await follow(wfp.client, sixth, () => undefined)).toMatchObject({
        standing: { kind: "halted", code: "exchange.overlap_runs" },
      });
    });
  });
});
