import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { restrictPerson, searchPersons } from "@accord/registry";
import { type ApiClient, connect } from "../src/api-client.ts";
import { CANARIES, canariesIn } from "../src/demo/canaries.ts";
import { type PopulationFiles, writePopulation } from "../src/demo/population-files.ts";
import { agree, importFingerprints, importPersons, introduce } from "../src/demo/sharing.ts";
import { initNode } from "../src/init.ts";
import type { NodeOptions } from "../src/node.ts";
import { type ServingNode, serveNode } from "../src/serve.ts";
import { freePort } from "./free-port.ts";

// Two nodes must not share one database: the store tests have PostgreSQL, these have a folder for each node.
delete process.env.DATABASE_URL;

export interface Agency<Id extends string = "iom" | "wfp"> {
  readonly id: Id;
  readonly folder: string;
  serving: ServingNode;
  client: ApiClient;
}

/** Two nodes in temporary folders that hold a small population, known to each other, with an agreement in force. */
export interface Agencies {
  readonly root: string;
  readonly iom: Agency;
  readonly wfp: Agency;
  readonly files: PopulationFiles;
  close(): Promise<void>;
}

export const TERMS = {
  places: ["SS03", "SS07"],
  impactAssessment: { reference: "DPIA-1", completedOn: "2026-01-15" },
  contact: { dataProtection: "office", breach: "desk" },
};

export async function twoAgencies(options: {
  people: number;
  seed?: number;
  templates?: boolean;
  serve?: NodeOptions;
  /** Canaries are planted, and all that leaves by the wire is scanned for them; closing throws where one was found. */
  canaries?: boolean;
  /** Changes the files before they are imported. */
  edit?: (files: PopulationFiles) => Promise<void>;
}): Promise<Agencies> {
  const root = await mkdtemp(join(tmpdir(), "accord-"));
  const files = await writePopulation(
    join(root, "files"),
    { people: options.people, seed: options.seed ?? 3, canaries: options.canaries === true },
    () => undefined,
  );
  await options.edit?.(files);
  const escaped = new Set<string>();
  const [iom, wfp] = await Promise.all(
    (["iom", "wfp"] as const).map((id) =>
      agency(root, id, {
        ...options.serve,
        onPlaintext: (partner, bytes) => {
          for (const kind of canariesIn(Buffer.from(bytes).toString("utf8"), id))
            escaped.add(`${id}: ${kind}`);
          options.serve?.onPlaintext?.(partner, bytes);
        },
      }),
    ),
  );
  const agencies = [iom as Agency, wfp as Agency];
  await Promise.all(
    agencies.map(async ({ id, client, serving }) => {
      await importPersons(client, files[id].persons, files[id].mapping, () => undefined);
      if (options.canaries === true) await restrictCanaries(serving, id);
      if (options.templates !== false) await importFingerprints(client, files[id].templates, () => undefined);
    }),
  );
  await introduce(agencies[0]!.client, agencies[1]!.client);
  return {
    root,
    iom: agencies[0]!,
    wfp: agencies[1]!,
    files,
    close: async () => {
      await Promise.all(agencies.map((each) => each.serving.close()));
      await rm(root, { recursive: true, force: true });
      if (escaped.size > 0) throw new Error(`canaries left a node: ${[...escaped].join(", ")}`);
    },
  };
}

async function restrictCanaries({ node }: ServingNode, id: Agency["id"]): Promise<void> {
  for (const { kind, number } of CANARIES[id]) {
    if (kind !== "restricted") continue;
    const [found] = await searchPersons(node.store, { identifier: number });
    if (found === undefined) throw new Error(`the canary ${kind} of ${id} was not imported`);
    await restrictPerson(node.store, node.context, {
      person: found.id,
      ground: "accuracyContested",
      by: "test",
    });
  }
}

export const agreeOn = (
  { iom, wfp }: Agencies,
  terms: Readonly<Record<string, unknown>> = {},
): Promise<string> => agree(iom.client, { id: "wfp", client: wfp.client }, { ...TERMS, ...terms });

export async function agency<Id extends string>(
  root: string,
  id: Id,
  options: NodeOptions,
): Promise<Agency<Id>> {
  const folder = join(root, id);
  await initNode(folder, {
    id,
    name: id.toUpperCase(),
    profile: id === "iom" ? "brave" : "scope",
    staffPort: await freePort(),
    exchangePort: await freePort(),
  });
  const serving = await serveNode(folder, {
    logLevel: (process.env.ACCORD_TEST_LOG as "info" | undefined) ?? "silent",
    ...options,
  });
  return { id, folder, serving, client: await connect(folder) };
}
