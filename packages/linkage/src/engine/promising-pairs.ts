import type { DuckDBConnection } from "@duckdb/node-api";
import { BIOMETRIC_MASK } from "../block/candidates.ts";
import { bitsOf } from "../decide/policy.ts";
import type { LinkageModel } from "../model/model.ts";
import { frequencyBits } from "../model/name-frequencies.ts";
import { combinedOdds, patternScorer } from "../model/weights.ts";
import type { StandardRecord } from "../standardise.ts";
import type { IndexedBiometrics } from "./biometrics.ts";
import { eachChunk, fillTable, rowsOf } from "./database.ts";
import type { RegistrySide } from "./registry-side.ts";

/** Two compared registries and the model that weighs their pairs. */
export interface ComparedSides {
  readonly connection: DuckDBConnection;
  readonly left: RegistrySide;
  readonly right: RegistrySide;
  readonly model: LinkageModel;
  readonly biometrics: IndexedBiometrics;
}

/** Name frequencies can add this much to a pattern's bits. */
const MOST_FREQUENCY_BITS = 18;

/** Bits that the commonness of the agreeing names adds to a pair. */
export function nameBits(model: LinkageModel, left: StandardRecord, right: StandardRecord): number {
  let bits = 0;
  const { own, father, grandfather } = model.nameFrequencies;
  for (const [position, names] of [own, father, grandfather].entries()) {
    const skeleton = left.name?.skeletons[position];
    if (skeleton !== undefined && skeleton === right.name?.skeletons[position]) {
      bits += frequencyBits(names, skeleton);
    }
  }
  return bits;
}

/** Positions of the two records of a compared pair, and its packed levels. */
export type Row = readonly [left: number, right: number, pattern: number];

/** Pairs of the compared table that may come to something, and all with fingerprints. */
export async function promisingRows(source: ComparedSides & { readonly keepFrom: number }): Promise<Row[]> {
  const { connection, model } = source;
  const weigh = patternScorer(model);
  const least = bitsOf(source.keepFrom) - MOST_FREQUENCY_BITS;
  const patterns = await rowsOf<{ pattern: number }>(connection, "SELECT DISTINCT pattern FROM compared");
  const promising = patterns.filter(({ pattern }) => weigh(pattern).againstRandom >= least);
  await fillTable(
    connection,
    "promising",
    { pattern: "INTEGER" },
    promising.map(({ pattern }) => [pattern]),
  );
  const rows: Row[] = [];
  await eachChunk(
    connection,
    `SELECT l, r, pattern, mask FROM compared
      WHERE pattern IN (SELECT pattern FROM promising) OR mask >= ${BIOMETRIC_MASK}`,
    ([l, r, pattern, mask], count) => {
      for (let at = 0; at < count; at++) {
        const row = [l?.[at] ?? 0, r?.[at] ?? 0, pattern?.[at] ?? 0] as const;
        if (
          (mask?.[at] ?? 0) >= BIOMETRIC_MASK ||
          biographyOdds(source, weigh, row) >= bitsOf(source.keepFrom)
        ) {
          rows.push(row);
        }
      }
    },
  );
  return rows;
}

/** log2 odds of a pair by its biography, name frequencies and prior included. */
export function biographyOdds(
  source: Pick<ComparedSides, "left" | "right" | "model">,
  weigh: ReturnType<typeof patternScorer>,
  row: Row,
): number {
  const { againstRandom, againstMates } = weigh(row[2]);
  const left = source.left.records[row[0]];
  const right = source.right.records[row[1]];
  const names = left && right ? nameBits(source.model, left, right) : 0;
  return combinedOdds(againstRandom + names, againstMates);
}
