import type { DuckDBConnection } from "@duckdb/node-api";
import { type LinkageModel, modelDigest } from "../document/linkage-model.ts";
import { fillTable, rowsOf } from "../engine/database.ts";
import { quoted } from "../load/source.ts";
import { idsAt } from "../load/standard-table.ts";
import { pairKey } from "./indexed-biometrics.ts";
import type { Prepared, Side } from "./prepared.ts";
import type { Row } from "./scored-rows.ts";

/**
 * What a run leaves for the next one, so that only new and changed records must be compared. It holds ids and digests
 * of records, no value of theirs; it belongs to one model.
 */
export interface ScoredState {
  readonly modelDigest: string;
  readonly keepFrom: number;
  /** Digest of each record, by id. */
  readonly left: ReadonlyMap<string, string>;
  readonly right: ReadonlyMap<string, string>;
  /** Pairs worth keeping: ids, packed levels and rarity bits. */
  readonly rows: readonly (readonly [left: string, right: string, pattern: number, rarity: number])[];
  /** Whether a block was split or dropped, so that a pair's being compared depends on other records. */
  readonly limited: boolean;
}

/** A digest of everything that is compared of each record, by id. */
async function digests(connection: DuckDBConnection, side: Side): Promise<Map<string, string>> {
  const columns = await rowsOf<{ column_name: string }>(
    connection,
    `SELECT column_name FROM (DESCRIBE ${side.table})`,
  );
  const compared = columns
    .map(({ column_name: name }) => name)
    .filter((name) => name !== "idx" && name !== "id");
  const digest = compared.length === 0 ? "0" : `hash(${compared.map(quoted).join(", ")})`;
  const read = await rowsOf<{ id: string; digest: string }>(
    connection,
    `SELECT id, CAST(${digest} AS VARCHAR) AS digest FROM ${side.table}`,
  );
  return new Map(read.map(({ id, digest: own }) => [id, own]));
}

const isLimited = (prepared: Prepared) =>
  prepared.counts.some(({ refinedKeys, oversizeKeys }) => refinedKeys > 0 || oversizeKeys > 0);

/** The state after all pairs of these records were scored. */
export async function stateOf(
  prepared: Prepared,
  model: LinkageModel,
  keepFrom: number,
  rows: readonly Row[],
): Promise<ScoredState> {
  const { left, right, database } = prepared;
  const within = left === right;
  const lefts = await idsAt(
    database.connection,
    left.table,
    rows.flatMap((row) => (within ? [row[0], row[1]] : [row[0]])),
  );
  const rights = within
    ? lefts
    : await idsAt(
        database.connection,
        right.table,
        rows.map((row) => row[1]),
      );
  const leftDigests = await digests(database.connection, left);
  return {
    modelDigest: modelDigest(model),
    keepFrom,
    left: leftDigests,
    right: within ? leftDigests : await digests(database.connection, right),
    rows: rows.map(([one, other, pattern, rarity]) => [
      lefts.get(one) ?? "",
      rights.get(other) ?? "",
      pattern,
      rarity,
    ]),
    limited: isLimited(prepared),
  };
}

async function positions(connection: DuckDBConnection, side: Side): Promise<Map<string, number>> {
  const ids: string[] = [];
  const rows = await rowsOf<{ id: string; idx: number }>(connection, `SELECT id, idx FROM ${side.table}`);
  for (const { id, idx } of rows) ids[idx] = id;
  return new Map(ids.map((id, idx) => [id, idx]));
}

/**
 * Files new and changed records in `changed_left` and `changed_right` and returns the previous rows of the others;
 * undefined where the state is of another model or the blocks were limited, so that everything must be compared.
 */
export async function reuse(
  prepared: Prepared,
  model: LinkageModel,
  keepFrom: number,
  state: ScoredState,
): Promise<Row[] | undefined> {
  const usable =
    state.modelDigest === modelDigest(model) &&
    state.keepFrom === keepFrom &&
    !state.limited &&
    !isLimited(prepared);
  if (!usable) return undefined;
  const { left, right, database } = prepared;
  const { connection } = database;
  const within = left === right;
  const place = async (side: Side, table: string, before: ReadonlyMap<string, string>) => {
    const now = await digests(connection, side);
    const at = await positions(connection, side);
    const changed = [...now].filter(([id, digest]) => before.get(id) !== digest).map(([id]) => id);
    await fillTable(
      connection,
      table,
      { idx: "INTEGER" },
      changed.map((id) => [at.get(id) ?? 0]),
    );
    for (const id of changed) at.delete(id);
    return at;
  };
  const lefts = await place(left, "changed_left", state.left);
  if (within) await connection.run("CREATE OR REPLACE VIEW changed_right AS FROM changed_left");
  const rights = within ? lefts : await place(right, "changed_right", state.right);
  const rows = new Map<number, Row>();
  for (const [leftId, rightId, pattern, rarity] of state.rows) {
    const [one, other] = [lefts.get(leftId), rights.get(rightId)];
    if (one === undefined || other === undefined) continue;
    // Positions follow the ids, so that the order of two records of one registry stays.
    rows.set(pairKey(one, other), [one, other, pattern, rarity]);
  }
  return [...rows.values()];
}
