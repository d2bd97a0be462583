import type { LedgerEntry } from "@accord/ledger";
import { findLinks } from "@accord/registry";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { compareWithTruth } from "../src/demo/compare-with-truth.ts";
import { type Followed, follow } from "../src/demo/sharing.ts";
import type { ExchangeComparison } from "../src/ledger/receipts.ts";
import { type Agencies, agreeOn, twoAgencies } from "./agencies.ts";
import { putRows, rewriteLedger, rowsOf } from "./tampering.ts";

describe("two nodes under an agreement", () => {
  let agencies: Agencies;
  let exchange: string;
  let outcome: Followed;

  beforeAll(async () => {
    agencies = await twoAgencies({ people: 600 });
    const agreement = await agreeOn(agencies);
    ({ exchange } = await agencies.iom.client.post<{ exchange: string }>("/api/exchanges", { agreement }));
    outcome = await follow(agencies.wfp.client, exchange, () => undefined);
  });
  afterAll(() => agencies?.close());

  test("carry an exchange to its end over mutual TLS", () => {
    expect(outcome).toMatchObject({ step: "done", standing: { kind: "running" } });
  });

  test("come to one report", async () => {
    const theirs = await follow(agencies.iom.client, exchange, () => undefined);
    expect(theirs.sides).toEqual(outcome.sides);
  });

  test("find who is the same person", async () => {
    const truth = await compareWithTruth(exchange, agencies.files.truth, {
      matcher: "wfp",
      iom: agencies.iom.client,
      wfp: agencies.wfp.client,
    });
    expect(truth.links.all.precision).toBeGreaterThan(0.98);
    expect(truth.links.all.recall).toBeGreaterThan(0.9);
  });

  test("prove to each other what they recorded of it, and both ledgers agree", async () => {
    for (const side of [agencies.iom, agencies.wfp]) {
      const compared = await side.client.post<ExchangeComparison>(
        `/api/ledger/exchanges/${exchange}/compare`,
      );
      expect(compared).toMatchObject({ agrees: true, disagreements: [], refused: 0 });
      expect(compared.received).toBeGreaterThan(3);
      expect(compared.theirs).toBeGreaterThan(compared.received);
      const kept = await side.client.get<Record<string, { proof: string }[]>>(
        `/api/ledger/exchanges/${exchange}/receipts`,
      );
      expect(Object.keys(kept).sort()).toEqual(["iom", "wfp"]);
      expect(kept[compared.partner]).toHaveLength(compared.theirs);
    }
  });

  test("see that the partner dropped a receipt, or says another number of persons", async () => {
    const { node } = agencies.wfp.serving;
    const honest = await rowsOf(node);
    const compare = () =>
      agencies.iom.client.post<ExchangeComparison>(`/api/ledger/exchanges/${exchange}/compare`);
    const forged = async (change: (entries: LedgerEntry[]) => LedgerEntry[]) => {
      await rewriteLedger(node, change);
      // The partner would have to have its own past cosigned anew, which is refused.
      await expect(compare()).rejects.toMatchObject({ code: expect.stringMatching(/^ledger\./) });
      await putRows(node, honest);
    };
    await forged((entries) => entries.filter(({ kind }) => kind !== "receipt"));
    await forged((entries) =>
      entries.map((entry) => (entry.kind === "receipt" ? { ...entry, persons: entry.persons + 1 } : entry)),
    );
    expect(await compare()).toMatchObject({ agrees: true });
  });

  test("show a person the disclosures of their own data, found by their own key", async () => {
    const [linked] = await findLinks(agencies.iom.serving.node.store, { exchange });
    const { entries } = await agencies.iom.client.get<{ entries: { entry: LedgerEntry; proof?: string }[] }>(
      `/api/ledger/persons/${linked!.person}`,
    );
    const kinds = entries.map(({ entry }) =>
      entry.kind === "disclosure" || entry.kind === "receipt" ? `${entry.kind} ${entry.tier}` : entry.kind,
    );
    expect(kinds).toEqual(
      expect.arrayContaining([
        "snapshot",
        "disclosure match",
        "receipt links",
        "disclosure linked",
        "receipt linked",
      ]),
    );
    expect(entries.filter(({ proof }) => proof !== undefined).length).toBeGreaterThan(3);
  });
});
