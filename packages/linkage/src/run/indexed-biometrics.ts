import type { DuckDBConnection } from "@duckdb/node-api";
import { fillTable, rowsOf } from "../engine/database.ts";
import { LinkageError } from "../errors.ts";
import type { StandardSide } from "../load/standard-table.ts";
import type { BiometricEvidence } from "../record.ts";

/** The strongest evidence on each pair, by {@link pairKey} of the records' positions. */
export type IndexedBiometrics = ReadonlyMap<
  number,
  { readonly left: number; readonly right: number; readonly weight: number; readonly score: number }
>;

/** One number for a pair of positions; exact below 2^26 records a side. */
export const pairKey = (left: number, right: number) => left * 2 ** 26 + right;

/** Positions of the given ids of a side. */
async function positionsOf(
  connection: DuckDBConnection,
  side: StandardSide,
  ids: ReadonlySet<string>,
): Promise<Map<string, number>> {
  await fillTable(
    connection,
    "wanted_ids",
    { id: "VARCHAR" },
    [...ids].map((id) => [id]),
  );
  const rows = await rowsOf<{ id: string; idx: number }>(
    connection,
    `SELECT id, idx FROM ${side.table} SEMI JOIN wanted_ids USING (id)`,
  );
  return new Map(rows.map(({ id, idx }) => [id, idx]));
}

/**
 * Looks up the records that fingerprint comparisons name and files their pairs in table `biometric_pairs`.
 *
 * @throws LinkageError `linkage.unknown-record` for records that are not given.
 */
export async function indexBiometrics(
  connection: DuckDBConnection,
  evidence: Iterable<BiometricEvidence> | undefined,
  left: StandardSide,
  right: StandardSide,
): Promise<IndexedBiometrics> {
  const all = [...(evidence ?? [])];
  const indexed = new Map<number, { left: number; right: number; weight: number; score: number }>();
  if (all.length === 0) return indexed;
  const within = left === right;
  const lefts = await positionsOf(
    connection,
    left,
    new Set(all.flatMap((one) => (within ? [one.left, one.right] : [one.left]))),
  );
  const rights = within ? lefts : await positionsOf(connection, right, new Set(all.map((one) => one.right)));
  let unknown = 0;
  for (const { left: leftId, right: rightId, weight, score } of all) {
    let one = lefts.get(leftId);
    let other = rights.get(rightId);
    if (one === undefined || other === undefined || !Number.isFinite(weight)) {
      unknown++;
      continue;
    }
    if (within && one > other) [one, other] = [other, one];
    const key = pairKey(one, other);
    const known = indexed.get(key);
    if (known === undefined || known.weight < weight)
      indexed.set(key, { left: one, right: other, weight, score });
  }
  if (unknown > 0) {
    throw new LinkageError("linkage.unknown-record", {
      message: `${unknown} biometric comparisons name a record that is not given, or have no finite weight`,
      where: "biometrics",
      remedy: "give only comparisons of records that are linked here",
    });
  }
  await fillTable(
    connection,
    "biometric_pairs",
    { l: "INTEGER", r: "INTEGER" },
    [...indexed.values()].map((one) => [one.left, one.right]),
  );
  return indexed;
}
