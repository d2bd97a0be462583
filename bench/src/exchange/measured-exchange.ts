import { mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import {
  agree,
  compareWithTruth,
  type Followed,
  follow,
  introduce,
  type NodeProcess,
  startNode,
  type TruthComparison,
} from "@accord/node/demo";
import type { CountingProxy } from "./counting-proxy.ts";
import { type Usage, usageOf } from "./node-usage.ts";
import { AGENCIES, type AgencyId, copyOf, type FilledRegistries } from "./registries.ts";

/** A stretch of the exchange, from one word of a node to the next. */
export interface Phase {
  readonly name: string;
  readonly wallSeconds: number;
  /** Processor time of each node's process in it. */
  readonly processorSeconds: Readonly<Record<AgencyId, number>>;
}

export interface MeasuredExchange {
  readonly persons: Readonly<Record<AgencyId, number>>;
  readonly fingers: Readonly<Record<AgencyId, number>>;
  readonly report: Followed;
  readonly truth: TruthComparison;
  readonly phases: readonly Phase[];
  readonly wallSeconds: number;
  readonly processorSeconds: Readonly<Record<AgencyId, number>>;
  readonly peakBytes: Readonly<Record<AgencyId, number>>;
  /** Bytes that crossed between the nodes meanwhile in both directions, TLS and headers included. */
  readonly wireBytes: number;
}

type UsageOfBoth = Readonly<Record<AgencyId, Usage>>;

/**
 * Both nodes as processes of their own, on copies of the filled registries, over mutual TLS on loopback: from the proposal
 * to both reports, then held against the truth.
 */
export async function measuredExchange(
  registries: FilledRegistries,
  root: string,
  tell: (what: string) => void,
): Promise<MeasuredExchange> {
  const place = await mkdtemp(join(root, "run-"));
  const nodes: Partial<Record<AgencyId, NodeProcess>> = {};
  const proxies: CountingProxy[] = [];
  try {
    for (const id of AGENCIES) {
      const { home, environment, proxy } = await copyOf(registries, id, place);
      proxies.push(proxy);
      nodes[id] = await startNode(home, environment);
    }
    const crossed = () => proxies.reduce((sum, { bytes }) => sum + bytes, 0);
    return await exchanged(registries, nodes as Record<AgencyId, NodeProcess>, crossed, tell);
  } finally {
    await Promise.all(Object.values(nodes).map((node) => node.stop()));
    for (const proxy of proxies) proxy.close();
    await rm(place, { recursive: true, force: true });
  }
}

async function exchanged(
  registries: FilledRegistries,
  { iom, wfp }: Record<AgencyId, NodeProcess>,
  crossed: () => number,
  tell: (what: string) => void,
): Promise<MeasuredExchange> {
  await introduce(iom.client, wfp.client);
  const partner = { id: "wfp", client: wfp.client };
  const agreement = await agree(iom.client, partner, { places: ["SS"] });
  const both = async (): Promise<UsageOfBoth> => ({
    iom: await usageOf(iom.process),
    wfp: await usageOf(wfp.process),
  });
  const phases = new Phases(both, tell);
  await phases.begin("propose");
  const began = performance.now();
  const before = crossed();
  const { exchange } = await iom.client.post<{ exchange: string }>("/api/exchanges", { agreement });
  const [report] = await Promise.all([
    follow(wfp.client, exchange, (event) => {
      if (event.kind === "state") phases.turn(event.step);
      else if (event.kind === "progress") phases.turn(event.what);
      else if (event.kind === "batch") phases.turn(`${event.flow} batches`);
    }),
    follow(iom.client, exchange, () => undefined),
  ]);
  const wallSeconds = (performance.now() - began) / 1000;
  const wireBytes = crossed() - before;
  const { used, list } = await phases.end();
  const truth = await compareWithTruth(exchange, registries.truth, {
    matcher: "wfp",
    iom: iom.client,
    wfp: wfp.client,
  });
  const { counts } = registries;
  const after = await both();
  return {
    persons: { iom: counts.iom.persons, wfp: counts.wfp.persons },
    fingers: { iom: counts.iom.fingers, wfp: counts.wfp.fingers },
    report,
    truth,
    phases: list,
    wallSeconds,
    processorSeconds: used,
    peakBytes: { iom: after.iom.peakBytes, wfp: after.wfp.peakBytes },
    wireBytes,
  };
}

/** Cuts the exchange into phases as words of the matching party's node come in. */
class Phases {
  readonly #both: () => Promise<UsageOfBoth>;
  readonly #tell: (what: string) => void;
  readonly #list: Phase[] = [];
  #name = "";
  #at = 0;
  #used: UsageOfBoth | undefined;
  #first: UsageOfBoth | undefined;
  #turns: Promise<void> = Promise.resolve();

  constructor(both: () => Promise<UsageOfBoth>, tell: (what: string) => void) {
    this.#both = both;
    this.#tell = tell;
  }

  async begin(name: string): Promise<void> {
    this.#name = name;
    this.#at = performance.now();
    this.#used = await this.#both();
    this.#first = this.#used;
  }

  /** A word that belongs to a phase; where it is the present one's, nothing is cut. */
  turn(name: string): void {
    if (name === this.#name) return;
    const at = performance.now();
    const ended = this.#name;
    const took = (at - this.#at) / 1000;
    this.#name = name;
    this.#at = at;
    this.#turns = this.#turns.then(() => this.#cut(ended, took));
  }

  async end(): Promise<{ list: readonly Phase[]; used: Record<AgencyId, number> }> {
    this.turn("");
    await this.#turns;
    return { list: merged(this.#list), used: between(this.#first!, this.#used!) };
  }

  async #cut(name: string, wallSeconds: number): Promise<void> {
    const now = await this.#both();
    const processorSeconds = between(this.#used!, now);
    this.#used = now;
    this.#list.push({ name, wallSeconds, processorSeconds });
    this.#tell(`${name}: ${wallSeconds.toFixed(1)} s`);
  }
}

function between(before: UsageOfBoth, after: UsageOfBoth): Record<AgencyId, number> {
  return {
    iom: after.iom.processorSeconds - before.iom.processorSeconds,
    wfp: after.wfp.processorSeconds - before.wfp.processorSeconds,
  };
}

/** Phases of one name are one line, where it came first. */
function merged(list: readonly Phase[]): Phase[] {
  const byName = new Map<string, Phase>();
  for (const phase of list) {
    const standing = byName.get(phase.name);
    byName.set(phase.name, {
      name: phase.name,
      wallSeconds: (standing?.wallSeconds ?? 0) + phase.wallSeconds,
      processorSeconds: {
        iom: (standing?.processorSeconds.iom ?? 0) + phase.processorSeconds.iom,
        wfp: (standing?.processorSeconds.wfp ?? 0) + phase.processorSeconds.wfp,
      },
    });
  }
  return [...byName.values()];
}
