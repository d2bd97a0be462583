import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type MeasuredExchange, measuredExchange } from "./exchange/measured-exchange.ts";
import { filledRegistries } from "./exchange/registries.ts";
import { growthTable, networkTable, outcomeTable, phasesTable } from "./exchange/tables.ts";
import type { BenchOptions, Table } from "./table.ts";

/** People of whom each agency registers about 63%: 1,900 to 19,000 persons a side. */
const PEOPLE = [3_000, 7_500, 15_000, 30_000];
const SMOKE_PEOPLE = 300;
const SEED = 1;

/**
 * Both nodes as processes of their own on embedded stores, everybody with two fingers. `ACCORD_BENCH_EXCHANGE_PEOPLE` names
 * other sizes (156000 comes to 100,000 persons a side), `ACCORD_BENCH_CACHE` a folder that keeps the filled registries.
 */
export async function* exchange({ smoke }: BenchOptions): AsyncGenerator<Table> {
  const kept = process.env.ACCORD_BENCH_CACHE;
  const root = kept ?? (await mkdtemp(join(tmpdir(), "accord-bench-")));
  await mkdir(root, { recursive: true });
  const tell = (what: string) => process.stderr.isTTY && process.stderr.write(`  ${what}\n`);
  try {
    yield await networkTable(smoke ? 8 : 200);
    const runs: MeasuredExchange[] = [];
    for (const people of sizes(smoke)) {
      const registries = await filledRegistries(root, people, SEED, tell);
      const run = await measuredExchange(registries, root, tell);
      runs.push(run);
      yield phasesTable(run);
      yield outcomeTable(run);
    }
    if (runs.length > 1) yield growthTable(runs);
  } finally {
    if (kept === undefined) await rm(root, { recursive: true, force: true });
  }
}

function sizes(smoke: boolean): readonly number[] {
  const named = process.env.ACCORD_BENCH_EXCHANGE_PEOPLE;
  if (named !== undefined) return named.split(",").map(Number);
  return smoke ? [SMOKE_PEOPLE] : PEOPLE;
}
