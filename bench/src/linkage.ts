import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { febrlRows } from "./linkage/febrl.ts";
import { fusedRows } from "./linkage/fused.ts";
import { MILLION_COMPARISONS, MILLION_MODEL } from "./linkage/million.ts";
import { nameRows } from "./linkage/names.ts";
import { publishedRows } from "./linkage/published.ts";
import { PERSON_COMPARISONS, PERSON_MODEL, sharedRows } from "./linkage/shared-rules.ts";
import { speedRows } from "./linkage/speed.ts";
import { type Peer, preparePeer } from "./linkage/splink-peer.ts";
import { syntheticRegistries } from "./linkage/synthetic-registries.ts";
import { type Bench, count, type Row } from "./table.ts";

const DATA = resolve(process.env.ACCORD_DATA ?? "../shared/data");
const THREADS = Math.min(2, availableParallelism());

/**
 * Parts that `ACCORD_BENCH_LINKAGE` may name, separated by commas: the whole takes half an hour. `million` is run only
 * where it is named or nothing is.
 */
const PARTS: Readonly<
  Record<string, (folder: string, peer: Peer, smoke: boolean) => Promise<Row[]> | Row[]>
> = {
  names: (_folder, _peer, smoke) => nameRows(join(DATA, "names"), smoke),
  febrl: (folder, peer) => withData("febrl", (data) => febrlRows(data, folder, peer, THREADS)),
  published: (folder, peer) => withData("splink", (data) => publishedRows(data, folder, peer, THREADS)),
  synthetic: (folder, peer, smoke) => syntheticRows(folder, peer, smoke ? 1_500 : 50_000),
  fused: (_folder, _peer, smoke) => fusedRows(smoke ? 500 : 10_000),
  speed: (folder, _peer, smoke) => speedRows(folder, smoke ? 20_000 : 20_000_000, THREADS),
  million: (folder, peer) => millionRows(folder, peer),
};

/** What CI runs: a minute, no peer. */
const SMOKE = ["names", "synthetic", "speed"];

export const linkage: Bench = async ({ smoke }) => {
  const wanted = process.env.ACCORD_BENCH_LINKAGE?.split(",") ?? (smoke ? SMOKE : Object.keys(PARTS));
  const peer: Peer = smoke ? { missing: "no peer in the short form" } : preparePeer();
  const folder = mkdtempSync(join(tmpdir(), "accord-bench-linkage-"));
  try {
    const rows: Row[] = [];
    for (const part of wanted) {
      const own = PARTS[part];
      if (own === undefined) throw new Error(`unknown part ${part}: ${Object.keys(PARTS).join(", ")}`);
      for (const row of await own(folder, peer, smoke)) {
        console.error(`  ${row.what}: ${row.measured} | ${row.against}`);
        rows.push(row);
      }
    }
    return { question: "How well and how fast are records linked, with Splink 5 on DuckDB beside it?", rows };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

async function withData(name: string, work: (data: string) => Promise<Row[]>): Promise<Row[]> {
  const data = join(DATA, name);
  return existsSync(data)
    ? work(data)
    : [{ what: name, measured: "skipped", against: "the data is not at hand" }];
}

const PERSON_TRAINING = {
  comparisons: PERSON_COMPARISONS,
  deterministic: [
    "l.name__skeleton0 = r.name__skeleton0 and l.name__skeleton1 = r.name__skeleton1 and l.name__skeleton2 = r.name__skeleton2 and l.birth__year = r.birth__year",
    "l.card = r.card",
  ],
  recall: 0.5,
  sessions: [
    ["name__sound0", "name__sound1"],
    ["birth__year", "name__sound1", "sex"],
  ],
};

async function syntheticRows(folder: string, peer: Peer, people: number): Promise<Row[]> {
  const registries = await syntheticRegistries(folder, people, 4);
  const name = `synthetic, ${count(registries.records[0])} × ${count(registries.records[1])}`;
  return sharedRows({ name, ...registries, model: PERSON_MODEL, ...PERSON_TRAINING }, folder, peer, THREADS);
}

/** People of whom either registry holds about a million. */
const MILLION_PEOPLE = 1_600_000;

/** Both engines with one plain model and one set of rules, about 100 million pairs. */
async function millionRows(folder: string, peer: Peer): Promise<Row[]> {
  const registries = await syntheticRegistries(folder, MILLION_PEOPLE, 4);
  return sharedRows(
    {
      name: `one million, ${count(registries.records[0])} × ${count(registries.records[1])}`,
      ...registries,
      model: MILLION_MODEL,
      comparisons: MILLION_COMPARISONS,
      deterministic: [
        "l.own__sound = r.own__sound and l.father__sound = r.father__sound and l.grandfather__sound = r.grandfather__sound and l.birth__year = r.birth__year",
      ],
      recall: 0.5,
      sessions: [
        ["own", "father"],
        ["birth__year", "sex", "place"],
      ],
      keepFrom: 0.5,
      chunks: 10,
      memoryBytes: 4e9,
    },
    folder,
    peer,
    THREADS,
  );
}
