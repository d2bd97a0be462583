import type { DuckDBConnection } from "@duckdb/node-api";
import { DUCKDB } from "../dialect/duckdb.ts";
import type { LinkageModel } from "../document/linkage-model.ts";
import { rowsOf } from "../engine/database.ts";
import type { StandardSide } from "../load/standard-table.ts";
import { columnsOfOutline, listedColumns } from "../plan/outline-sql.ts";
import { keyTable, type NumberedRule } from "./block-keys.ts";

const name = DUCKDB.identifier;

/**
 * Fills `left_outlines` and `right_outlines`: in a row for each record what is read of every candidate, that is the keys
 * `k<n>` of the rules with one key a record, and the columns that tell a pair's outline. They are kept for all pieces.
 */
export async function buildOutlines(
  connection: DuckDBConnection,
  model: LinkageModel,
  rules: readonly NumberedRule[],
  left: StandardSide,
  right: StandardSide,
): Promise<void> {
  const columns = columnsOfOutline(model);
  const types = await listValues(connection, model, left, right);
  const single = rules.filter((one) => one.single);
  const build = (side: "left" | "right", { table }: StandardSide) => {
    const letter = side === "left" ? "l" : "r";
    const cell = (column: string) => {
      const type = types.get(column);
      return type === undefined
        ? `s.${name(column)}`
        : `CAST(s.${name(column)} AS ${type}) AS ${name(column)}`;
    };
    const keys = single.map(({ number }) => `k${number}.key AS k${number}`);
    const joins = single.map(
      (one) => `LEFT JOIN ${keyTable(one, letter)} k${one.number} ON k${one.number}.idx = s.idx`,
    );
    return connection.run(`CREATE OR REPLACE TABLE ${side}_outlines AS
      SELECT ${["s.idx", ...keys, ...columns.map(cell)].join(", ")} FROM ${table} s ${joins.join(" ")}`);
  };
  await build("left", left);
  if (left === right) await connection.run("CREATE OR REPLACE VIEW right_outlines AS FROM left_outlines");
  else await build("right", right);
}

/** Makes an enumeration of the values of each group of columns that are asked for equality only; its name by column. */
async function listValues(
  connection: DuckDBConnection,
  model: LinkageModel,
  left: StandardSide,
  right: StandardSide,
): Promise<ReadonlyMap<string, string>> {
  const described = await rowsOf<{ column_name: string; column_type: string }>(
    connection,
    `SELECT column_name, column_type FROM (DESCRIBE ${left.table})`,
  );
  const texts = new Set(
    described.filter((one) => one.column_type === "VARCHAR").map((one) => one.column_name),
  );
  const types = new Map<string, string>();
  for (const [number, group] of listedColumns(model).entries()) {
    if (!group.every((column) => texts.has(column))) continue;
    const values = [left, right].flatMap(({ table }) =>
      group.map((column) => `SELECT ${name(column)} AS value FROM ${table}`),
    );
    const type = `listed_${number}`;
    await connection.run(`DROP TYPE IF EXISTS ${type}`);
    await connection.run(
      `CREATE TYPE ${type} AS ENUM (SELECT DISTINCT value FROM (${values.join(" UNION ALL ")}) WHERE value IS NOT NULL)`,
    );
    for (const column of group) types.set(column, type);
  }
  return types;
}
