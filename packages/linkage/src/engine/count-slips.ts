import type { DuckDBConnection } from "@duckdb/node-api";
import { deletionNeighbourhood, plainIdentifier } from "../identifiers.ts";
import type { StandardRecord } from "../standardise.ts";
import { fillTable, rowsOf } from "./database.ts";
import { hashOf } from "./sample.ts";
import { areOneSlipApart } from "./slip-sql.ts";

/** More distinct identifiers than this at the left are sampled by hash. */
const MOST_VALUES = 20_000;

/** Pairs of records of two sides with identifiers one slip apart, those of a person's own and of a household's. */
export interface SlipCounts {
  readonly own: number;
  readonly household: number;
}

/**
 * Counts, over all possible pairs, those whose identifiers are one slip apart. How common that is among strangers
 * depends on how the numbers were issued: drawn at random it is rare, in a row it is not.
 */
export async function countSlips(
  connection: DuckDBConnection,
  left: readonly StandardRecord[],
  right: readonly StandardRecord[],
  sharedKinds: readonly string[],
): Promise<SlipCounts> {
  const lefts = bearers(left);
  const rights = left === right ? lefts : bearers(right);
  const sampled = [...lefts].sort(([a], [b]) => hashOf(a) - hashOf(b)).slice(0, MOST_VALUES);
  const shape = { near: "VARCHAR", value: "VARCHAR", bearers: "INTEGER" } as const;
  await fillTable(connection, "slips_left", shape, neighbourhoods(sampled));
  await fillTable(connection, "slips_right", shape, neighbourhoods(rights));
  const rows = await rowsOf<{ kind: string; pairs: number }>(
    connection,
    `SELECT split_part(one, ':', 1) AS kind, sum(pairs)::DOUBLE AS pairs FROM (
      SELECT DISTINCT l.value AS one, r.value AS other, l.bearers::DOUBLE * r.bearers AS pairs
        FROM slips_left l JOIN slips_right r USING (near) WHERE ${areOneSlipApart("l.value", "r.value")})
      GROUP BY ALL`,
  );
  await connection.run("DROP TABLE slips_left; DROP TABLE slips_right");
  const scale = (lefts.size / Math.max(1, sampled.length)) * (left === right ? 0.5 : 1);
  let [own, household] = [0, 0];
  for (const { kind, pairs } of rows) {
    if (sharedKinds.includes(kind)) household += pairs * scale;
    else own += pairs * scale;
  }
  return { own, household };
}

function bearers(records: readonly StandardRecord[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const record of records) {
    for (const identifier of record.identifiers) {
      const plain = plainIdentifier(identifier);
      if (plain !== undefined) counts.set(plain, (counts.get(plain) ?? 0) + 1);
    }
  }
  return counts;
}

function* neighbourhoods(values: Iterable<readonly [string, number]>) {
  for (const [value, count] of values) {
    for (const near of deletionNeighbourhood(value)) yield [near, value, count] as const;
  }
}
