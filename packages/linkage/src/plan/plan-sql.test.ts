import { execFileSync, spawnSync } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { twoRegistries } from "../../test/households.ts";
import { usableRules } from "../candidates/usable-rules.ts";
import { rowsOf } from "../engine/database.ts";
import type { SourceRow } from "../load/source.ts";
import { PERSONS_MODEL, personRow } from "../models/persons.ts";
import { learn } from "../run/learn.ts";
import { type Opened, open } from "../run/prepare.ts";
import { loadRarities, scorePiece } from "../run/scored-rows.ts";
import { combinedOdds, patternScorer } from "../score/weights.ts";
import { planSql } from "./plan-sql.ts";

const PYTHON = process.env.ACCORD_PYSPARK ?? "python3";
const hasSpark = spawnSync(PYTHON, ["-c", "import pyspark"]).status === 0;

const SPARK_TIMEOUT_MILLISECONDS = 900_000;

/** Names in two scripts, quotes and statements among them. */
const HOSTILE: SourceRow[] = [
  { id: "h1", name: "محمد أحمد", sex: "m", birthDate: "1984-05-12", card: "1234567" },
  { id: "h2", name: "Mohamed Ahmed", sex: "m", birthDate: "1984-12-05", card: "1234576" },
  { id: "h3", name: "O'Neil '); DROP TABLE left_records; --", sex: "f", birthDate: "1990" },
];

const run = `
import sys, json
from pyspark.sql import SparkSession
folder, statements = sys.argv[1], json.load(open(sys.argv[1] + "/plan.json"))
spark = (SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
  .config("spark.sql.shuffle.partitions", "4").config("spark.sql.ansi.enabled", "true").getOrCreate())
for side in ("left", "right"):
    spark.read.parquet(folder + "/" + side + ".parquet").createOrReplaceTempView(side + "_records")
for statement in statements:
    spark.sql(statement["sql"]).persist().createOrReplaceTempView(statement["name"])
rows = spark.sql("SELECT l, r, CAST(pattern AS BIGINT) AS pattern, weight FROM scored").collect()
json.dump([[row.l, row.r, row.pattern, row.weight] for row in rows], open(folder + "/scored.json", "w"))
`;

type Scored = Map<string, { pattern: number; weight: number }>;

describe("the plan of a model", () => {
  let opened: Opened;
  let folder: string;
  let byPlan: Scored;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "accord-plan-"));
    const villages = twoRegistries(120, 5);
    const rows = (records: typeof villages.left): { rows: SourceRow[] } => ({
      rows: [...records.map(personRow), ...HOSTILE],
    });
    opened = await open(
      { left: rows(villages.left), right: rows(villages.right) },
      { model: PERSONS_MODEL },
      () => undefined,
    );
    const { prepared, biometrics } = opened;
    const { model } = await learn(prepared, opened.model, biometrics, {
      keepFrom: 0.01,
      labels: undefined,
      oneToOne: true,
    });
    opened = { ...opened, model };
    const { connection } = prepared.database;
    for (const { name, sql } of statements("duckdb")) {
      await connection.run(`CREATE OR REPLACE TABLE ${name} AS ${sql}`);
    }
    const scored = await rowsOf<{ l: number; r: number; pattern: number; weight: number }>(
      connection,
      "SELECT l, r, pattern::DOUBLE AS pattern, weight FROM scored",
    );
    byPlan = new Map(scored.map(({ l, r, pattern, weight }) => [`${l} ${r}`, { pattern, weight }]));
  });

  afterAll(async () => {
    await opened.prepared.database.close();
    await rm(folder, { recursive: true });
  });

  const statements = (dialect: "duckdb" | "spark") => {
    const { prepared, model } = opened;
    const { usable } = usableRules(model, [prepared.left, prepared.right]);
    return planSql(model, dialect, undefined, usable);
  };

  it("scores on DuckDB as the engine does", async () => {
    const { prepared, model } = opened;
    await loadRarities(prepared, model);
    const { rows } = await scorePiece(prepared, model, { slice: 0, of: 1 }, 0);
    const weigh = patternScorer(model, prepared.scheme);
    expect(rows.length).toBe(byPlan.size);
    for (const [left, right, pattern, rarity] of rows) {
      const planned = byPlan.get(`${left} ${right}`);
      const { againstRandom, againstMates } = weigh(pattern);
      expect(planned?.pattern).toBe(pattern);
      expect(planned?.weight).toBeCloseTo(combinedOdds(againstRandom + rarity, againstMates), 8);
    }
  });

  it.skipIf(!hasSpark)(
    "gives the same links on Spark as on DuckDB (skipped where pyspark is not installed; ACCORD_PYSPARK names its python)",
    async () => {
      const { connection } = opened.prepared.database;
      for (const side of ["left", "right"]) {
        await connection.run(`COPY ${side}_records TO '${folder}/${side}.parquet' (FORMAT parquet)`);
      }
      await writeFile(join(folder, "plan.json"), JSON.stringify(statements("spark")));
      await writeFile(join(folder, "run.py"), run);
      execFileSync(PYTHON, [join(folder, "run.py"), folder], { stdio: ["ignore", "ignore", "pipe"] });
      const scored = JSON.parse(await readFile(join(folder, "scored.json"), "utf8")) as number[][];
      const bySpark = new Map(scored.map(([l, r, pattern, weight]) => [`${l} ${r}`, { pattern, weight }]));
      const links = (all: ReadonlyMap<string, { weight?: number | undefined }>) =>
        [...all].flatMap(([pair, { weight }]) => ((weight ?? 0) > 0 ? [pair] : [])).sort();
      expect(links(bySpark)).toEqual(links(byPlan));
      expect([...bySpark.keys()].sort()).toEqual([...byPlan.keys()].sort());
      for (const [pair, { pattern, weight }] of byPlan) {
        expect(bySpark.get(pair)?.pattern).toBe(pattern);
        expect(bySpark.get(pair)?.weight).toBeCloseTo(weight, 8);
      }
    },
    SPARK_TIMEOUT_MILLISECONDS,
  );
});
