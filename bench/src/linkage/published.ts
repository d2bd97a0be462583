import { join } from "node:path";
import { readColumns, writeTable } from "@accord/linkage";
import { count, type Row, seconds } from "../table.ts";
import { type EngineAnswer, runEngine } from "./engine-run.ts";
import { atThreshold, bestOverThresholds, ofClusters, scoredPairs, shown } from "./pair-accuracy.ts";
import { type Peer, runSplink, type SplinkJob } from "./splink-peer.ts";

/** A table of Splink's with the settings that its own demonstration of the table publishes. */
interface Published {
  readonly name: string;
  readonly file: string;
  readonly truth: string;
  readonly job: Omit<SplinkJob, "threads" | "tables" | "out" | "keepFrom" | "countAll">;
}

/** After moj-analytical-services/splink, docs/demos/examples/duckdb/accuracy_analysis_from_labels_column, of Splink 5. */
const FAKE: Published = {
  name: "fake_1000",
  file: "fake_1000.csv",
  truth: "cluster",
  job: {
    comparisons: [
      { kind: "forenameSurname", column: "first_name", surname: "surname" },
      // The table here has dates as text, where the demonstration's has them as dates.
      { kind: "birthDate", column: "dob" },
      { kind: "exact", column: "city", frequency: true },
      { kind: "email", column: "email" },
    ],
    blocking: [["first_name"], ["surname"], ["dob"], ["email"]],
    deterministic: [
      "l.first_name = r.first_name and levenshtein(r.dob, l.dob) <= 1",
      "l.surname = r.surname and levenshtein(r.dob, l.dob) <= 1",
      "l.first_name = r.first_name and levenshtein(r.surname, l.surname) <= 2",
      "l.email = r.email",
    ],
    recall: 0.7,
    uPairs: 1e6,
    sessions: [["dob"], ["email"], ["first_name", "surname"]],
    withoutFrequencies: true,
  },
};

/** After docs/demos/examples/duckdb/deduplicate_50k_synthetic of the same. */
const HISTORICAL: Published = {
  name: "historical 50k",
  file: "historical_figures_with_errors_50k.parquet",
  truth: "cluster",
  job: {
    derived: { first_name_surname_concat: "first_name || ' ' || surname" },
    comparisons: [
      {
        kind: "forenameSurname",
        column: "first_name",
        surname: "surname",
        both: "first_name_surname_concat",
      },
      { kind: "birthDate", column: "dob" },
      { kind: "postcode", column: "postcode_fake" },
      { kind: "exact", column: "birth_place", frequency: true },
      { kind: "exact", column: "occupation", frequency: true },
    ],
    blocking: [
      ["substr(first_name,1,3)", "substr(surname,1,4)"],
      ["surname", "dob"],
      ["first_name", "dob"],
      ["postcode_fake", "first_name"],
      ["postcode_fake", "surname"],
      ["dob", "birth_place"],
      ["substr(postcode_fake,1,3)", "dob"],
      ["substr(postcode_fake,1,3)", "first_name"],
      ["substr(postcode_fake,1,3)", "surname"],
      ["substr(first_name,1,2)", "substr(surname,1,2)", "substr(dob,1,4)"],
    ],
    deterministic: [
      "l.first_name = r.first_name and l.surname = r.surname and l.dob = r.dob",
      "substr(l.first_name,1,2) = substr(r.first_name,1,2) and l.surname = r.surname and substr(l.postcode_fake,1,2) = substr(r.postcode_fake,1,2)",
      "l.dob = r.dob and l.postcode_fake = r.postcode_fake",
    ],
    recall: 0.6,
    uPairs: 1e7,
    sessions: [["first_name", "surname"], ["dob"]],
    withoutFrequencies: true,
  },
};

/** Both of Splink's own tables, each engine by its own settings: ours as suggested, Splink's as published. */
export async function publishedRows(
  data: string,
  folder: string,
  peer: Peer,
  threads: number,
): Promise<Row[]> {
  const rows: Row[] = [];
  for (const each of [FAKE, HISTORICAL]) rows.push(...(await compare(each, data, folder, peer, threads)));
  return rows;
}

async function compare(
  { name, file, truth, job }: Published,
  data: string,
  folder: string,
  peer: Peer,
  threads: number,
): Promise<Row[]> {
  const source = file.endsWith(".parquet") ? { parquet: join(data, file) } : { csv: join(data, file) };
  const { rows } = await readColumns(source, ["unique_id", truth]);
  const entities = new Map(rows.map(({ values }) => [values.unique_id ?? "", values[truth]]));
  const entityOf = (id: string) => entities.get(id);
  const sizes = new Map<string | undefined, number>();
  for (const entity of entities.values()) sizes.set(entity, (sizes.get(entity) ?? 0) + 1);
  const truePairs = [...sizes.values()].reduce((sum, size) => sum + (size * (size - 1)) / 2, 0);

  const slug = file.split(".")[0] ?? file;
  const out = join(folder, `${slug}.engine.parquet`);
  const ours: EngineAnswer = await runEngine(folder, slug, {
    tables: [join(data, file)],
    keepFrom: 0.01,
    threads,
    out,
  });
  const ourPairs = await scoredPairs(out, entityOf);
  const measured = shown(ofClusters(ours.clusters, entityOf, truePairs));
  const pairs = `${count(ours.candidatePairs)} pairs, ${seconds(ours.seconds * 1000)} (cpu ${ours.cpuSeconds.toFixed(1)} s)`;
  if ("missing" in peer) {
    return [
      { what: `${name}: clusters`, measured, against: peer.missing },
      { what: `${name}: work`, measured: pairs, against: peer.missing },
    ];
  }
  const theirs = join(folder, `${slug}.splink.parquet`);
  const table = join(folder, `${slug}.input.parquet`);
  await asParquet(source, table);
  const answer = await runSplink(peer.python, {
    ...job,
    threads,
    tables: [table],
    keepFrom: 0.001,
    countAll: true,
    out: theirs,
  });
  const theirPairs = await scoredPairs(theirs, entityOf);
  return [
    {
      what: `${name}: clusters against Splink at its best threshold`,
      measured,
      against: shown(bestOverThresholds(theirPairs, truePairs)),
    },
    {
      what: `${name}: pairs from probability 0.5 on, both`,
      measured: shown(atThreshold(ourPairs, 0.5, truePairs)),
      against: shown(atThreshold(theirPairs, 0.5, truePairs)),
    },
    {
      what: `${name}: work`,
      measured: pairs,
      against: `${seconds((answer.trainSeconds + answer.scoreSeconds) * 1000)} (cpu ${answer.cpuSeconds.toFixed(1)} s), ${count(answer.scored)} pairs`,
    },
  ];
}

async function asParquet(source: { csv: string } | { parquet: string }, path: string): Promise<void> {
  const { columns, rows } = await readColumns(source);
  await writeTable(
    path,
    Object.fromEntries(columns.map((column) => [column, "VARCHAR" as const])),
    rows.map(({ values }) => columns.map((column) => values[column])),
  );
}
