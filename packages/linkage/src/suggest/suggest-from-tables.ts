import type { DuckDBConnection } from "@duckdb/node-api";
import { DUCKDB } from "../dialect/duckdb.ts";
import type { KeyPart } from "../document/blocking-rule.ts";
import type { LinkageModel } from "../document/linkage-model.ts";
import { type Database, openDatabase, rowsOf } from "../engine/database.ts";
import { LinkageError } from "../errors.ts";
import { readRawSides } from "../load/raw-sides.ts";
import type { Source } from "../load/source.ts";
import { type RawSide, type StandardSide, standardiseSides } from "../load/standard-table.ts";
import { keysSql } from "../plan/key-sql.ts";
import { profileTable } from "./column-profile.ts";
import { inferHousehold } from "./infer-household.ts";
import { type PairCounter, suggestBlocking } from "./suggest-blocking.ts";
import { type RecognisedColumn, type SuggestedModel, suggestModel } from "./suggest-model.ts";
import type { MeasuredKey } from "./virtual-matches.ts";

/** Pairs a record may be compared with on average, and the least budget whatever the number of records. */
const PAIRS_PER_RECORD = 8;
const LEAST_BUDGET = 300_000;
/** Keys are counted on so many records of a side, drawn by hash. */
const COUNTED_RECORDS = 30_000;

const EMPTY_RULE = { name: "none", on: [] as KeyPart[] };

/** Every key of the attributes, with how many records have it. */
async function measuredKeys(
  database: Database,
  suggested: SuggestedModel,
  left: StandardSide,
  right: StandardSide,
): Promise<MeasuredKey[][]> {
  const lists: MeasuredKey[][] = [];
  const filled = async (side: StandardSide, part: KeyPart) => {
    const [row] = await rowsOf<{ records: number }>(
      database.connection,
      `SELECT count(DISTINCT idx)::DOUBLE AS records FROM (${keysSql(DUCKDB, [part], "l", side.table)})`,
    );
    return (row?.records ?? 0) / Math.max(1, side.count);
  };
  const numberOf = (role: string) => suggested.attributes.findIndex((one) => one.role === role);
  for (const [attribute, { role, keys, partsErrApart }] of suggested.attributes.entries()) {
    // Both names in any order say what each of them says.
    const names = role === "fullName" ? [numberOf("givenName"), numberOf("familyName")] : [];
    for (const nested of keys) {
      const list: MeasuredKey[] = [];
      for (const key of nested) {
        const filledLeft = await filled(left, key.part);
        const filledRight = left === right ? filledLeft : await filled(right, key.part);
        const excludes = [...names, ...(partsErrApart === true && key.whole !== true ? [] : [attribute])];
        if (filledLeft > 0.01 && filledRight > 0.01)
          list.push({ ...key, attribute, excludes, filledLeft, filledRight });
      }
      if (list.length > 0) lists.push(list);
    }
  }
  return lists;
}

async function counterOf(database: Database, left: StandardSide, right: StandardSide): Promise<PairCounter> {
  const { connection } = database;
  const within = left === right;
  const draw = async (side: StandardSide, table: string) => {
    const share = Math.min(1, COUNTED_RECORDS / Math.max(1, side.count));
    await connection.run(
      share === 1
        ? `CREATE OR REPLACE VIEW ${table} AS FROM ${side.table}`
        : `CREATE OR REPLACE TABLE ${table} AS FROM ${side.table} ORDER BY hash(idx) LIMIT ${COUNTED_RECORDS}`,
    );
    return share;
  };
  const leftShare = await draw(left, "counted_left");
  const rightShare = within ? leftShare : await draw(right, "counted_right");
  const scale = 1 / (leftShare * rightShare);
  const keys = (parts: readonly KeyPart[], side: "l" | "r") =>
    keysSql(DUCKDB, parts, side, within || side === "l" ? "counted_left" : "counted_right");
  const pairs = (parts: readonly KeyPart[]) =>
    `SELECT DISTINCT a.idx AS l, b.idx AS r FROM (${keys(parts, "l")}) a JOIN (${keys(parts, "r")}) b USING (key) ${within ? "WHERE a.idx < b.idx" : ""}`;
  await connection.run("CREATE OR REPLACE TABLE taken_pairs (l INTEGER, r INTEGER)");
  const scaled = async (sql: string) => {
    const [row] = await rowsOf<{ pairs: number }>(connection, sql);
    return (row?.pairs ?? 0) * scale;
  };
  return {
    count: (parts) => {
      const counts = (side: "l" | "r") =>
        `(SELECT key, count(*)::DOUBLE AS c${side} FROM (${keys(parts, side)}) GROUP BY key)`;
      return scaled(
        `SELECT coalesce(sum(${within ? "(cl * cr - cl) / 2" : "cl * cr"}), 0)::DOUBLE AS pairs FROM ${counts("l")} a JOIN ${counts("r")} b USING (key)`,
      );
    },
    countFurther: (parts) =>
      scaled(`SELECT count(*)::DOUBLE AS pairs FROM (${pairs(parts)}) ANTI JOIN taken_pairs USING (l, r)`),
    take: async (parts) => {
      await connection.run(
        `INSERT INTO taken_pairs FROM (${pairs(parts)}) ANTI JOIN taken_pairs USING (l, r)`,
      );
    },
  };
}

/** A model that reads every key of the attributes, so that standardising fills them. */
function withAllKeys({ model, attributes }: SuggestedModel): LinkageModel {
  const parts = attributes.flatMap(({ keys }) => keys.flat().map(({ part }) => part));
  return {
    ...model,
    blocking: parts.length === 0 ? [EMPTY_RULE] : parts.map((part) => ({ name: "key", on: [part] })),
  };
}

/** A suggestion as a command line shows it. */
export interface Suggestion {
  readonly model: LinkageModel;
  readonly recognised: readonly RecognisedColumn[];
}

/** The suggestion with households by what their members share, where no column names them. */
async function withHousehold(
  connection: DuckDBConnection,
  suggested: SuggestedModel,
  left: RawSide,
  right: RawSide | undefined,
): Promise<SuggestedModel> {
  const { model, recognised } = suggested;
  if (model.household !== undefined) return suggested;
  const sides = right === undefined ? [left] : [left, right];
  const inferred = await inferHousehold(connection, sides, recognised);
  if (inferred === undefined) return suggested;
  const taken = new Set(model.columns.map(({ name }) => name));
  const name = taken.has(inferred.name) ? "shared_household" : inferred.name;
  return {
    ...suggested,
    model: { ...model, columns: [...model.columns, { ...inferred, name }], household: name },
  };
}

/** Suggests a model for raw tables: columns and comparisons by role, blocking rules by how selective keys are. */
async function suggestForTables(
  database: Database,
  left: RawSide,
  right: RawSide | undefined,
  ignored: readonly string[] = [],
): Promise<Suggestion> {
  const { connection } = database;
  const profiles = await profileTable(connection, left.table, left.columns);
  const others = right === undefined ? undefined : await profileTable(connection, right.table, right.columns);
  const suggested = await withHousehold(connection, suggestModel(profiles, others, ignored), left, right);
  const draft = withAllKeys(suggested);
  const sides = await standardiseSides(database, draft, { left, right }, new Set());
  const lists = await measuredKeys(database, suggested, sides.left, sides.right);
  const within = sides.left === sides.right;
  const possible = within
    ? (sides.left.count * (sides.left.count - 1)) / 2
    : sides.left.count * sides.right.count;
  const records = sides.left.count + (within ? 0 : sides.right.count);
  const budget = Math.max(LEAST_BUDGET, PAIRS_PER_RECORD * records);
  const counter = await counterOf(database, sides.left, sides.right);
  const blocking = await suggestBlocking(lists, counter, budget, Math.max(1, possible));
  if (blocking.length === 0) {
    throw new LinkageError("linkage.nothing-to-block", {
      message: "no combination of columns brings few enough pairs to compare",
      where: "columns",
      remedy: "give a model document with blocking rules",
    });
  }
  return { recognised: suggested.recognised, model: { ...suggested.model, blocking } };
}

/** The suggested model alone. */
export async function suggestFrom(
  database: Database,
  left: RawSide,
  right: RawSide | undefined,
): Promise<LinkageModel> {
  return (await suggestForTables(database, left, right)).model;
}

/**
 * Suggests a model for one registry, or for two to be linked.
 *
 * @param ignored headers that must not be used, such as the one that holds the truth.
 */
export async function suggest(
  sources: { readonly left: Source; readonly right?: Source | undefined },
  ignored: readonly string[] = [],
): Promise<Suggestion> {
  const database = await openDatabase();
  try {
    const { left, right } = await readRawSides(database.connection, sources);
    return await suggestForTables(database, left, right, ignored);
  } finally {
    await database.close();
  }
}
