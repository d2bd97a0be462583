import { existsSync } from "node:fs";
import { cp, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { initNode } from "@accord/node";
import {
  importFingerprints,
  importPersons,
  startNode,
  type TrueRegistration,
  writePopulation,
} from "@accord/node/demo";
import { CountingProxy } from "./counting-proxy.ts";
import { freePorts } from "./free-ports.ts";

export const AGENCIES = ["iom", "wfp"] as const;
export type AgencyId = (typeof AGENCIES)[number];

/** Two nodes whose registries are filled and who have not met; kept in a folder, since filling takes longer than the exchange. */
export interface FilledRegistries {
  readonly folder: string;
  readonly people: number;
  readonly counts: Readonly<Record<AgencyId, { readonly persons: number; readonly fingers: number }>>;
  readonly truth: Readonly<Record<AgencyId, readonly TrueRegistration[]>>;
}

/** Registrations and templates of a synthetic population in two nodes; what was made for the same figures before is used again. */
export async function filledRegistries(
  root: string,
  people: number,
  seed: number,
  tell: (what: string) => void,
): Promise<FilledRegistries> {
  const folder = join(root, `people-${people}-seed-${seed}-two-fingers`);
  const summary = join(folder, "registries.json");
  if (!existsSync(summary)) await fill(folder, summary, people, seed, tell);
  return { folder, ...JSON.parse(await readFile(summary, "utf8")) };
}

async function fill(
  folder: string,
  summary: string,
  people: number,
  seed: number,
  tell: (what: string) => void,
): Promise<void> {
  const draft = `${folder}.new`;
  await rm(draft, { recursive: true, force: true });
  await mkdir(draft, { recursive: true });
  tell(`synthesising ${people} people`);
  const files = await writePopulation(
    join(draft, "files"),
    { people, seed, fingers: "twoOfEach" },
    () => undefined,
  );
  for (const id of AGENCIES) {
    tell(`filling the registry of ${id}`);
    const [staffPort, exchangePort] = await freePorts();
    const home = join(draft, id);
    await initNode(home, { id, name: id, profile: "plain", staffPort, exchangePort });
    const node = await startNode(home, { ACCORD_LOG_LEVEL: "error" });
    try {
      await importPersons(node.client, files[id].persons, files[id].mapping, () => undefined);
      await importFingerprints(node.client, files[id].templates, () => undefined);
    } finally {
      await node.stop();
    }
  }
  await rm(join(draft, "files"), { recursive: true, force: true });
  const counts = Object.fromEntries(
    AGENCIES.map((id) => [id, { persons: files[id].count, fingers: files[id].impressions }]),
  );
  await writeFile(join(draft, "registries.json"), JSON.stringify({ people, counts, truth: files.truth }));
  await rm(folder, { recursive: true, force: true });
  await rename(draft, folder);
}

/** A copy of a filled registry's node in a folder of its own, on ports of its own, which partners reach by a proxy. */
export async function copyOf(
  registries: FilledRegistries,
  id: AgencyId,
  root: string,
): Promise<{ home: string; environment: Record<string, string>; proxy: CountingProxy }> {
  const home = join(root, id);
  await cp(join(registries.folder, id), home, { recursive: true });
  const [staffPort, exchangePort] = await freePorts();
  const config = join(home, "accord.json");
  const standing = JSON.parse(await readFile(config, "utf8"));
  standing.staff.port = staffPort;
  standing.exchange.port = exchangePort;
  const proxy = await CountingProxy.before(exchangePort);
  standing.exchange.publicAddress = `https://localhost:${proxy.port}`;
  await writeFile(config, JSON.stringify(standing));
  return { home, environment: { ACCORD_LOG_LEVEL: "error" }, proxy };
}
