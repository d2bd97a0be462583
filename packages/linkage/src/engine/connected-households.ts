import type { DuckDBConnection } from "@duckdb/node-api";
import { probabilityOf } from "../decide/policy.ts";
import { patternScorer } from "../model/weights.ts";
import { pairKey } from "./biometrics.ts";
import { compareSql } from "./compare-sql.ts";
import { eachChunk, fillTable } from "./database.ts";
import { biographyOdds, type ComparedSides, promisingRows, type Row } from "./promising-pairs.ts";
import type { RegistrySide } from "./registry-side.ts";

/** Pairs of households with more members than this between them are not expanded. */
const LARGEST_EXPANSION = 900;

/**
 * Pairs of every member with every member of two households that a pair of at least `certainty` connects, apart
 * from the pairs in `known`; the households in order of their positions.
 */
export function connectedPairs(
  source: ComparedSides,
  rows: readonly Row[],
  certainty: number,
  known: Set<number>,
): [number, number, number][] {
  const { left, right } = source;
  const within = left === right;
  const leftMembers = membersOf(left);
  const rightMembers = within ? leftMembers : membersOf(right);
  const weigh = patternScorer(source.model);
  const visited = new Set<number>();
  const pairs: [number, number, number][] = [];
  const ordered = [...rows].sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  for (const row of ordered) {
    const [one, other] = row;
    const leftHousehold = left.households.of[one] ?? -1;
    const rightHousehold = right.households.of[other] ?? -1;
    if (leftHousehold < 0 || rightHousehold < 0 || (within && leftHousehold === rightHousehold)) continue;
    const fingerprints = source.biometrics.get(pairKey(one, other))?.weight ?? 0;
    if (probabilityOf(biographyOdds(source, weigh, row) + fingerprints) < certainty) continue;
    const key = pairKey(leftHousehold, rightHousehold);
    if (visited.has(key)) continue;
    visited.add(key);
    known.add(pairKey(one, other));
    const ours = leftMembers[leftHousehold] ?? [];
    const theirs = rightMembers[rightHousehold] ?? [];
    if (ours.length * theirs.length > LARGEST_EXPANSION) continue;
    for (const a of ours) {
      for (const b of theirs) {
        const [low, high] = within && a > b ? [b, a] : [a, b];
        if (known.has(pairKey(low, high))) continue;
        known.add(pairKey(low, high));
        pairs.push([low, high, 0]);
      }
    }
  }
  return pairs;
}

function membersOf(side: RegistrySide): number[][] {
  const members: number[][] = Array.from({ length: side.households.sizes.length }, () => []);
  for (const [index, household] of side.households.of.entries()) members[household]?.push(index);
  return members;
}

/** Compares pairs that no blocking rule brought. */
export async function comparePairs(
  connection: DuckDBConnection,
  pairs: readonly [number, number, number][],
): Promise<Row[]> {
  await fillTable(connection, "expansion", { l: "INTEGER", r: "INTEGER", mask: "INTEGER" }, pairs);
  const compared: Row[] = [];
  await eachChunk(
    connection,
    `SELECT l, r, pattern FROM (${compareSql("expansion", "records_left", "records_right")})`,
    ([l, r, pattern], count) => {
      for (let at = 0; at < count; at++) compared.push([l?.[at] ?? 0, r?.[at] ?? 0, pattern?.[at] ?? 0]);
    },
  );
  return compared;
}

/** Pairs that teach how household mates compare are not needed beyond this number. */
const MOST_CONNECTED = 60_000;

/** Only pairs this certain by biography connect households from which the model learns. */
const CONNECTING = 0.999;

/** Patterns of all pairs of members of households that a certain pair connects, that one left out. */
export async function connectedPatterns(
  source: ComparedSides & { readonly keepFrom: number },
): Promise<readonly (readonly [pattern: number, count: number])[]> {
  const rows = await promisingRows(source);
  const pairs = connectedPairs(source, rows, CONNECTING, new Set()).slice(0, MOST_CONNECTED);
  const counts = new Map<number, number>();
  for (const [, , pattern] of await comparePairs(source.connection, pairs)) {
    counts.set(pattern, (counts.get(pattern) ?? 0) + 1);
  }
  return [...counts];
}
