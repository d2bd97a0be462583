import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { LedgerEntry } from "@accord/ledger";
import { findLinks } from "@accord/registry";
import { PDFDocument } from "pdf-lib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { compareWithTruth } from "../src/demo/compare-with-truth.ts";
import { type Followed, follow } from "../src/demo/sharing.ts";
import type { ExchangeComparison } from "../src/ledger/receipts.ts";
import { accord } from "./accord-command.ts";
import { type Agencies, agreeOn, twoAgencies } from "./agencies.ts";
import { putRows, rewriteLedger, rowsOf } from "./tampering.ts";

describe("two nodes under an agreement", () => {
  let agencies: Agencies;
  let exchange: string;
  let outcome: Followed;
  let agreement: string;

  beforeAll(async () => {
    agencies = await twoAgencies({ people: 600 });
    agreement = await agreeOn(agencies);
    ({ exchange } = await agencies.iom.client.post<{ exchange: string }>("/api/exchanges", { agreement }));
    outcome = await follow(agencies.wfp.client, exchange, () => undefined);
  }, 240_000);
  afterAll(() => agencies?.close());

  test("carry an exchange to its end over mutual TLS", () => {
    expect(outcome).toMatchObject({ step: "done", standing: { kind: "running" } });
  });

  test("come to one report", async () => {
    const theirs = await follow(agencies.iom.client, exchange, () => undefined);
    expect(theirs.sides).toEqual(outcome.sides);
  });

  test("give a page and a print of it, with the assumptions that the office states", async () => {
    const html = join(agencies.root, "report.html");
    const pdf = join(agencies.root, "report.pdf");
    const run = await accord([
      ...["exchange", "report", exchange.slice(0, 8), "--html", html, "--pdf", pdf, "--language", "fr"],
      ...["--ration-value", "4500", "--currency", "SSP", "--node", agencies.wfp.folder],
    ]);
    expect(run.code, run.err).toBe(0);
    const page = await readFile(html, "utf8");
    expect(page).toContain('<html lang="fr" dir="ltr">');
    expect(page).toContain("SSP");
    expect(page).toContain(String(outcome.match?.linked));
    expect((await PDFDocument.load(await readFile(pdf))).getPageCount()).toBeGreaterThan(1);
    const wrong = await accord([
      "exchange",
      "report",
      "--html",
      html,
      "--collected",
      "2",
      "--node",
      agencies.wfp.folder,
    ]);
    expect(wrong.code).not.toBe(0);
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

  test("tell clause by clause what was shared, and what stands on no file and nobody read", async () => {
    const report = (id: "iom" | "wfp") =>
      agencies[id].client.get<ClauseUse[]>(`/api/agreements/${agreement}/use`);
    const received = (await report("iom")).filter(({ direction }) => direction === "received");
    const of = (attribute: string) => received.find((each) => each.attribute === attribute);
    // WFP registered later, and the latest word stands: its names do, and its numbers stand beside IOM's, on no file.
    expect(of("person.name")).toMatchObject({ verdict: "used", use: { read: 0 } });
    expect(of("person.agencyId")).toMatchObject({ verdict: "neverUsed", use: { standing: 0, read: 0 } });
    expect(of("person.agencyId")?.values).toBeGreaterThan(100);
    const sent = (await report("iom")).filter(({ direction }) => direction === "sent");
    expect(new Set(sent.map(({ verdict }) => verdict))).toEqual(
      new Set(["inMatching", "unknown", "neverShared"]),
    );
    const theirs = (await report("wfp")).find(
      (each) => each.attribute === "person.agencyId" && each.direction === "sent",
    );
    expect(theirs?.values).toBe(of("person.agencyId")?.values);
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

interface ClauseUse {
  readonly attribute: string;
  readonly direction: string;
  readonly values: number;
  readonly use?: { readonly standing: number; readonly read: number };
  readonly verdict: string;
}
