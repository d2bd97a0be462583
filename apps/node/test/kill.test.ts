import { createHash } from "node:crypto";
import { cp, mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import type { ExchangeReport } from "@accord/exchange";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { ApiClient } from "../src/api-client.ts";
import { type Agencies, agreeOn, twoAgencies } from "./agencies.ts";
import { type Death, type NodeProcess, startProcess } from "./node-processes.ts";
import { type Pair, pairsOf } from "./pairs.ts";

type Id = "iom" | "wfp";
const SIDES: readonly Id[] = ["iom", "wfp"];

/** What an exchange left behind on one side, without the times, numbers drawn at random and the ledger's hashes. */
interface Outcome {
  readonly report: Pick<ExchangeReport, "sides">;
  readonly pairs: readonly Pair[];
  /** Digest of the export: every person with every current value. */
  readonly persons: string;
  readonly ledger: Readonly<Record<string, number>>;
}

/**
 * Real processes and a real store at the moments that matter most; every call to a store at every step is the
 * simulation's (`npm run simulate -- --matrix`). Each case starts from the same two folders, so that what it ends with can be compared to the last value.
 */
describe("a node killed in the middle of an exchange", () => {
  let agencies: Agencies;
  let agreement: string;
  let undisturbed: Record<Id, Outcome>;
  const running = new Set<NodeProcess>();

  beforeAll(async () => {
    agencies = await twoAgencies({ people: 90 });
    agreement = await agreeOn(agencies);
    await Promise.all(SIDES.map((id) => agencies[id].serving.close()));
    const root = await copyOfFolders("undisturbed");
    const [iom, wfp] = await Promise.all([start(join(root, "iom")), start(join(root, "wfp"))]);
    const exchange = await propose(iom.client);
    undisturbed = await outcomes({ iom, wfp }, exchange);
    await endAll();
  }, 240_000);

  afterEach(endAll);
  afterAll(async () => {
    await endAll();
    await rm(agencies.root, { recursive: true, force: true });
  });

  test("is compared to an undisturbed run that linked persons, disclosed and brought fields in step", () => {
    for (const id of SIDES) {
      const { pairs, ledger } = undisturbed[id];
      expect(pairs.filter((pair) => pair.decision === "linked").length).toBeGreaterThan(10);
      expect(ledger.disclosure).toBeGreaterThan(0);
    }
    expect(Object.keys(undisturbed.iom.report.sides.iom?.applied ?? {}).length).toBeGreaterThan(1);
  });

  const AMID: readonly { title: string; side: Id; death: Death }[] = [
    {
      title: "with its registry half searched for duplicates",
      side: "iom",
      death: { step: "snapshot", afterMilliseconds: 25 },
    },
    {
      title: "while it compared the two registries",
      side: "wfp",
      death: { step: "match", transition: 2, afterMilliseconds: 150 },
    },
    {
      title: "after the partner took its batch and before it noted so",
      side: "iom",
      death: { delivered: "batch" },
    },
    {
      title: "between the batches of reconciliation",
      side: "wfp",
      death: { step: "reconcile", transition: 3 },
    },
  ];
  for (const { title, side, death } of AMID) {
    test(
      `resumes at ${side} to the same outcome when it died ${title}`,
      () => diesAndResumes(side, death),
      120_000,
    );
  }

  async function diesAndResumes(side: Id, death: Death): Promise<void> {
    const root = await copyOfFolders("disturbed");
    const other: Id = side === "iom" ? "wfp" : "iom";
    const [mortal, survivor] = await Promise.all([start(join(root, side), death), start(join(root, other))]);
    // Only the proposer is ever at hello: the other side answers it and goes on.
    const proposer = ("step" in death && death.step === "hello") || side === "iom" ? mortal : survivor;
    const proposed = propose(proposer.client).catch((): undefined => undefined); // it may die before it answers
    expect(await mortal.ended).toBe("SIGKILL");
    running.delete(mortal);

    const revived = await start(join(root, side));
    const nodes = { [side]: revived, [other]: survivor } as Record<Id, NodeProcess>;
    const exchange =
      (await proposed) ?? (await onlyExchange(revived.client)) ?? (await propose(revived.client));
    await Promise.all([resume(revived.client, exchange), resume(survivor.client, exchange)]);
    const resumed = await outcomes(nodes, exchange);
    for (const id of SIDES) expect(resumed[id], id).toEqual(undisturbed[id]);
    await endAll();
    await rm(root, { recursive: true, force: true });
  }

  async function start(folder: string, death?: Death): Promise<NodeProcess> {
    const node = await startProcess(folder, death);
    running.add(node);
    return node;
  }

  async function endAll(): Promise<void> {
    await Promise.all([...running].map((node) => node.kill()));
    running.clear();
  }

  async function copyOfFolders(name: string): Promise<string> {
    const root = join(agencies.root, name);
    await rm(root, { recursive: true, force: true });
    await mkdir(root);
    await Promise.all(
      SIDES.map((id) => cp(agencies[id].folder, join(root, id), { recursive: true, mode: 2 })),
    );
    return root;
  }

  const propose = async (client: ApiClient): Promise<string> =>
    (await client.post<{ exchange: string }>("/api/exchanges", { agreement })).exchange;
});

async function onlyExchange(client: ApiClient): Promise<string | undefined> {
  const all = await client.get<{ exchange: string }[]>("/api/exchanges");
  expect(all.length).toBeLessThan(2);
  return all[0]?.exchange;
}

/** What `accord exchange resume` asks of a node; one that has not heard of the exchange yet will hear of it. */
async function resume(client: ApiClient, exchange: string): Promise<void> {
  try {
    await client.post(`/api/exchanges/${exchange}/resume`);
  } catch (error) {
    expect(error).toMatchObject({ code: "exchange.unknown" });
  }
}

async function outcomes(nodes: Record<Id, NodeProcess>, exchange: string): Promise<Record<Id, Outcome>> {
  const [iom, wfp] = await Promise.all(SIDES.map((id) => outcome(nodes[id].client, exchange)));
  return { iom: iom as Outcome, wfp: wfp as Outcome };
}

async function outcome(client: ApiClient, exchange: string): Promise<Outcome> {
  const { exchange: _id, millisecondsByStep: _times, ...report } = await finished(client, exchange);
  expect(await client.post("/api/ledger/verify")).toMatchObject({ kind: "sound" });
  const pairs = await pairsOf(client, exchange);
  const persons = createHash("sha256");
  for await (const chunk of client.stream("/api/export?purpose=statistics")) persons.update(chunk);
  const { entries } = await client.get<{ entries: { kind: string }[] }>("/api/ledger?limit=1000");
  const ledger: Record<string, number> = {};
  for (const { kind } of entries) ledger[kind] = (ledger[kind] ?? 0) + 1;
  return { report, pairs, persons: persons.digest("hex"), ledger };
}

/** Asks until the exchange is done; the test's own limit ends it where it never is. */
async function finished(client: ApiClient, exchange: string): Promise<ExchangeReport> {
  for (;;) {
    const told = await client
      .get<ExchangeReport>(`/api/exchanges/${exchange}`)
      .catch((): undefined => undefined);
    if (told?.step === "done") return told;
    if (told !== undefined) expect(told.standing, JSON.stringify(told)).toEqual({ kind: "running" });
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
