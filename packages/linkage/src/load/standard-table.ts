import type { DuckDBConnection } from "@duckdb/node-api";
import { type Cell, STANDARDS } from "../columns/standards.ts";
import type { Column, LinkageModel } from "../document/linkage-model.ts";
import { type Database, fillTable, rowsOf } from "../engine/database.ts";
import { LinkageError } from "../errors.ts";
import { type PhysicalColumn, physicalColumns } from "./physical-columns.ts";
import { quoted } from "./source.ts";

/** Ages under this are estimated with much smaller errors. */
const CHILDHOOD_YEARS = 15;

/** The raw table of a side and its columns' names. */
export interface RawSide {
  readonly table: string;
  readonly columns: readonly string[];
}

/** A side's standardised records: table `table` with `idx` from 0 in the order of the ids. */
export interface StandardSide {
  readonly table: string;
  readonly count: number;
  /** Columns of the model of which the side has a value. */
  readonly present: ReadonlySet<string>;
}

const sameHeader = (one: string, other: string) => one.trim().toLowerCase() === other.trim().toLowerCase();

function found(side: RawSide, names: readonly string[]): string[] {
  return names.flatMap((name) => side.columns.filter((column) => sameHeader(column, name)).slice(0, 1));
}

/**
 * SQL of a column's raw value on a side, or undefined where the side lacks it. What is made of several columns has a value
 * where any of them has one; a key, where all of them have.
 */
export function rawValue(side: RawSide, column: Column): string | undefined {
  const parts = column.from
    .map((alternatives) => found(side, alternatives))
    .filter((present) => present.length > 0)
    .map((present) => `coalesce(${present.map(quoted).join(", ")})`);
  if (parts.length === 0 || (column.standard === "key" && parts.length < column.from.length))
    return undefined;
  if (column.standard === "key" && parts.length > 1) return parts.join(" || ' ' || ");
  return parts.length === 1 ? (parts[0] ?? "NULL") : `nullif(concat_ws(' ', ${parts.join(", ")}), '')`;
}

function estimatedFlag(side: RawSide, column: Column): string {
  const flags = found(side, column.estimatedFrom ?? []);
  return flags.length === 0
    ? "0"
    : `CAST(coalesce(lower(coalesce(${flags.map(quoted).join(", ")})) IN ('true', 't', '1', 'yes', 'y', 'estimated'), false) AS INTEGER)`;
}

/** Fills `standard_<column>` with the keys of every distinct value of both sides. */
async function standardiseDistinct(
  database: Database,
  column: Column,
  keys: readonly PhysicalColumn[],
  sides: readonly RawSide[],
): Promise<void> {
  const { connection } = database;
  const values = sides.flatMap((side) => {
    const raw = rawValue(side, column);
    return raw === undefined ? [] : [`SELECT ${raw} AS value FROM ${side.table}`];
  });
  const table = `standard_${column.name}`;
  const computed = keys.filter(
    ({ key }) => key !== "estimated" && key !== "child" && key !== "class" && key !== "year",
  );
  const isBirth = column.standard === "birthDate";
  const shape = {
    value: "VARCHAR" as const,
    ...Object.fromEntries(computed.map(({ name, type }) => [quoted(name), type])),
    ...(isBirth ? { year: "INTEGER" as const, estimated: "INTEGER" as const } : {}),
  };
  const read =
    values.length === 0
      ? []
      : await rowsOf<{ value: string }>(
          connection,
          `SELECT DISTINCT value FROM (${values.join(" UNION ALL ")}) WHERE value IS NOT NULL`,
        );
  const standard = STANDARDS[column.standard];
  function* rows(): Generator<Cell[]> {
    for (const { value } of read) {
      const made = standard.of(value, column);
      const cells: Cell[] = [value, ...computed.map(({ key }) => made[key])];
      if (isBirth) cells.push(made.year, made.estimated);
      yield cells;
    }
  }
  await fillTable(connection, table, shape, rows());
}

function keySql(physical: PhysicalColumn, side: RawSide, latestBirthYear: number): string {
  const { column, key, name } = physical;
  const table = `s_${column.name}`;
  const value = `${table}.${quoted(name)}`;
  if (column.standard === "birthDate") {
    const estimated = `greatest(${estimatedFlag(side, column)}, coalesce(${table}.estimated, 0))`;
    const year = `${table}.year`;
    if (key === "estimated") return `CASE WHEN ${year} IS NOT NULL THEN ${estimated} END`;
    if (key === "child")
      return `CASE WHEN ${year} IS NOT NULL THEN CAST(${year} > ${latestBirthYear - CHILDHOOD_YEARS} AS INTEGER) END`;
    if (key === "year") return year;
    return `CASE WHEN ${estimated} = 0 THEN ${value} END`;
  }
  if (column.standard === "role" && key === "class") return roleClass(`${table}.${quoted(column.name)}`);
  return value;
}

/** 0 not the head but nothing more known, 1 head, 2 a relationship, 3 child, the commonest one. */
function roleClass(role: string): string {
  return `CASE WHEN ${role} IS NULL THEN NULL WHEN ${role} IN ('head', 'self', 'head of household') THEN 1
    WHEN ${role} IN ('member', 'alternate', 'alternate collector', 'other', 'unknown') THEN 0
    WHEN ${role} IN ('child', 'son', 'daughter') THEN 3 ELSE 2 END`;
}

async function latestYear(connection: DuckDBConnection, model: LinkageModel): Promise<number> {
  if (model.latestBirthYear !== undefined) return model.latestBirthYear;
  const births = model.columns.filter(({ standard }) => standard === "birthDate");
  let latest = 0;
  for (const { name } of births) {
    const [row] = await rowsOf<{ latest: number | null }>(
      connection,
      `SELECT max(year) AS latest FROM standard_${name}`,
    );
    latest = Math.max(latest, row?.latest ?? 0);
  }
  return latest;
}

/** SQL of a record's id on a side. */
function idSql(side: RawSide, model: LinkageModel): string {
  const ids = found(side, model.id ?? []);
  return ids.length === 0 ? "CAST(row_number AS VARCHAR)" : `coalesce(${ids.map(quoted).join(", ")})`;
}

async function standardTable(
  connection: DuckDBConnection,
  model: LinkageModel,
  side: RawSide,
  table: string,
  physical: readonly PhysicalColumn[],
  latestBirthYear: number,
  withheld: ReadonlySet<string>,
): Promise<StandardSide> {
  const used = model.columns.filter(({ name }) => physical.some(({ column }) => column.name === name));
  const usable = (column: Column) => !withheld.has(column.name) && rawValue(side, column) !== undefined;
  const joins = used
    .filter(usable)
    .map(
      ({ name }) => `LEFT JOIN standard_${name} s_${name} ON s_${name}.value = raw.${quoted(`raw ${name}`)}`,
    );
  const raws = used
    .filter(usable)
    .map((column) => `${rawValue(side, column)} AS ${quoted(`raw ${column.name}`)}`);
  const cells = physical.map((one) => {
    const sql = usable(one.column) ? keySql(one, side, latestBirthYear) : "NULL";
    return `CAST(${sql} AS ${one.type}) AS ${quoted(one.name)}`;
  });
  await connection.run(`CREATE OR REPLACE TABLE ${table} AS
    SELECT CAST(row_number() OVER (ORDER BY raw.id, raw.row_number) - 1 AS INTEGER) AS idx, raw.id AS id, ${cells.join(",\n")}
    FROM (SELECT ${[`${idSql(side, model)} AS id`, "*", ...raws].join(", ")} FROM ${side.table}) raw ${joins.join("\n")}
    ORDER BY idx`);
  const [counted] = await rowsOf<{ records: number; ids: number }>(
    connection,
    `SELECT count(*)::DOUBLE AS records, count(DISTINCT id)::DOUBLE AS ids FROM ${table}`,
  );
  const count = counted?.records ?? 0;
  if ((counted?.ids ?? 0) !== count) {
    throw new LinkageError("linkage.duplicate-id", {
      message: `${count - (counted?.ids ?? 0)} records repeat the id of another record or have none`,
      where: side.table.replace(/^raw_/, ""),
      remedy: "give every record of a registry an id of its own",
    });
  }
  const present = new Set<string>();
  for (const column of used.filter(usable)) {
    const own = physical.filter((one) => one.column.name === column.name && one.key !== "estimated");
    const [row] = await rowsOf<{ any: boolean }>(
      connection,
      `SELECT ${own.map(({ name }) => `bool_or(${quoted(name)} IS NOT NULL)`).join(" OR ") || "false"} AS any FROM ${table}`,
    );
    if (row?.any === true) present.add(column.name);
  }
  return { table, count, present };
}

/**
 * Standardises the raw tables of one or two sides into `left_records` and `right_records`. Distinct values are
 * standardised once, whatever the number of records that hold them.
 *
 * @param withheld columns of the model that may not be used; they count as missing.
 */
export async function standardiseSides(
  database: Database,
  model: LinkageModel,
  sides: { readonly left: RawSide; readonly right?: RawSide | undefined },
  withheld: ReadonlySet<string>,
): Promise<{ left: StandardSide; right: StandardSide; latestBirthYear: number }> {
  const { connection } = database;
  const physical = physicalColumns(model);
  const both = sides.right === undefined ? [sides.left] : [sides.left, sides.right];
  for (const column of model.columns) {
    const keys = physical.filter((one) => one.column.name === column.name);
    if (keys.length > 0) await standardiseDistinct(database, column, keys, both);
  }
  const used = model.columns.filter(({ name }) => physical.some(({ column }) => column.name === name));
  const latestBirthYear = await latestYear(connection, { ...model, columns: used });
  const load = (side: RawSide, table: string) =>
    standardTable(connection, model, side, table, physical, latestBirthYear, withheld);
  const left = await load(sides.left, "left_records");
  const right = sides.right === undefined ? left : await load(sides.right, "right_records");
  for (const { name } of used) await connection.run(`DROP TABLE IF EXISTS standard_${name}`);
  return { left, right, latestBirthYear };
}

/** Values of an `id` column for positions, in their order. */
export async function idsAt(
  connection: DuckDBConnection,
  table: string,
  positions: Iterable<number>,
): Promise<Map<number, string>> {
  await fillTable(
    connection,
    "wanted_positions",
    { idx: "INTEGER" },
    [...new Set(positions)].map((idx) => [idx]),
  );
  const rows = await rowsOf<{ idx: number; id: string }>(
    connection,
    `SELECT idx, id FROM ${table} SEMI JOIN wanted_positions USING (idx)`,
  );
  return new Map(rows.map(({ idx, id }) => [idx, id]));
}
