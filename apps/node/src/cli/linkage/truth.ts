import { resolve } from "node:path";
import { LinkageError, readColumns, sourceOfFile } from "@accord/linkage";
import { usageError } from "../failure.ts";
import { columnsNamed, filesOf, type Input } from "./input.ts";

/** What is known of who is who, to hold the links against; never evidence. */
export interface Truth {
  /** Whether two records are one person; undefined where nobody knows. */
  readonly isSame: (left: string, right: string) => boolean | undefined;
  /** All true pairs, also those that no blocking rule brings. */
  readonly truePairs: number;
  /** The true pairs one by one, for counting whom the run missed. */
  readonly eachTruePair: () => Iterable<readonly [left: string, right: string]>;
  /** How it is known, to be shown. */
  readonly described: string;
}

export interface TruthOptions {
  readonly truth?: string;
  readonly truthRight?: string;
  readonly truthPattern?: string;
  readonly truthPairs?: string;
}

/** Columns that hold the truth; they must not be compared. */
export function truthColumns(input: Input, { truth, truthRight }: TruthOptions): string[] {
  if (truth === undefined) return [];
  if (truthRight === undefined) return columnsNamed(input, truth, "all");
  return [
    ...columnsNamed({ left: input.left, right: undefined }, truth, "all"),
    ...(input.right === undefined
      ? []
      : columnsNamed({ left: input.right, right: undefined }, truthRight, "all")),
  ];
}

/**
 * Reads the truth as the options say, or undefined where they say nothing.
 *
 * @param idColumns columns that may hold a record's id, as the model names them; the row's number stands in for none
 */
export async function readTruth(
  input: Input,
  options: TruthOptions,
  idColumns: readonly string[],
): Promise<Truth | undefined> {
  if (options.truth !== undefined && options.truthPairs !== undefined)
    throw usageError("truth_twice", "--truth and --truth-pairs both say what is true", "Give one of them.");
  if (options.truthPairs !== undefined) return truthOfPairs(options.truthPairs, input.right === undefined);
  if (options.truth === undefined) {
    if (options.truthPattern !== undefined || options.truthRight !== undefined)
      throw usageError(
        "truth_missing",
        "--truth-pattern and --truth-right belong to --truth COLUMN",
        "Add --truth COLUMN.",
      );
    return undefined;
  }
  return truthOfEntities(input, options, options.truth, idColumns);
}

async function truthOfEntities(
  input: Input,
  { truthRight, truthPattern }: TruthOptions,
  truth: string,
  idColumns: readonly string[],
): Promise<Truth> {
  const pattern = truthPattern === undefined ? undefined : expression(truthPattern);
  const sides = await Promise.all(
    filesOf(input).map(async (file, side) => {
      const column = side === 1 ? (truthRight ?? truth) : truth;
      const ids = idColumns.filter((id) =>
        file.columns.some((one) => one.toLowerCase() === id.toLowerCase()),
      );
      const { rows } = await readColumns(file.source, [...new Set([column, ...ids])]);
      const entities = new Map<string, string>();
      for (const { rowNumber, values } of rows) {
        const entity = entityOf(values[column], pattern);
        const id = ids.map((name) => values[name]).find((value) => value !== undefined);
        if (entity !== undefined) entities.set(ids.length === 0 ? String(rowNumber) : (id ?? ""), entity);
      }
      if (entities.size === 0)
        throw new LinkageError("linkage.truth-empty", {
          message: `column ${column} names no entity${pattern === undefined ? "" : " by this pattern"}`,
          where: file.path,
          remedy: "Name the column of the entity's id; --truth-pattern needs a group, such as 'rec-(\\d+)-'.",
        });
      return entities;
    }),
  );
  const [left = new Map<string, string>(), right = left] = sides;
  const of = (entities: Map<string, string>) => {
    const counts = new Map<string, number>();
    for (const entity of entities.values()) counts.set(entity, (counts.get(entity) ?? 0) + 1);
    return counts;
  };
  const [leftCounts, rightCounts] = [of(left), of(right)];
  let truePairs = 0;
  for (const [entity, count] of leftCounts)
    truePairs +=
      input.right === undefined ? (count * (count - 1)) / 2 : count * (rightCounts.get(entity) ?? 0);
  return {
    isSame: (one, other) => {
      const [a, b] = [left.get(one), right.get(other)];
      return a === undefined || b === undefined ? undefined : a === b;
    },
    truePairs,
    eachTruePair: () => pairsOfEntities(left, input.right === undefined ? undefined : right),
    described: `column ${truth}${truthRight === undefined ? "" : ` and ${truthRight}`}${truthPattern === undefined ? "" : ` by ${truthPattern}`}`,
  };
}

/** Every pair of ids of one entity, of two registries or within one. */
function* pairsOfEntities(
  left: ReadonlyMap<string, string>,
  right: ReadonlyMap<string, string> | undefined,
): Generator<readonly [string, string]> {
  const members = new Map<string, string[]>();
  for (const [id, entity] of left) {
    const ids = members.get(entity);
    if (ids === undefined) members.set(entity, [id]);
    else ids.push(id);
  }
  if (right !== undefined) {
    for (const [id, entity] of right) for (const one of members.get(entity) ?? []) yield [one, id];
    return;
  }
  for (const ids of members.values())
    for (const [at, one] of ids.entries()) for (const other of ids.slice(at + 1)) yield [one, other];
}

function expression(pattern: string): RegExp {
  try {
    return new RegExp(pattern, "u");
  } catch {
    throw usageError(
      "truth_pattern",
      "--truth-pattern is not a regular expression",
      "Give one whose first group is the entity, such as 'rec-(\\d+)-'.",
    );
  }
}

function entityOf(value: string | undefined, pattern: RegExp | undefined): string | undefined {
  if (value === undefined || pattern === undefined) return value;
  const found = pattern.exec(value);
  return found === null ? undefined : (found[1] ?? found[0]);
}

const LEFT = /^(?:.*_)?(?:id_?)?(?:l|left|a|1|one|org|source)$|(?:_l|_left|_a|_1|1)$|^left|^a$/i;
const RIGHT = /^(?:.*_)?(?:id_?)?(?:r|right|b|2|other|dup|target)$|(?:_r|_right|_b|_2|2)$|^right|^b$/i;
const VERDICT = /same|match|score|label|verdict|true|duplicate|is_/i;

/** Pairs of ids, with the verdict on each where the file has a column for it. */
export interface JudgedPairs {
  readonly pairs: readonly { readonly left: string; readonly right: string; readonly same: boolean }[];
  /** Whether a column says which of the pairs are one person; otherwise all are. */
  readonly judged: boolean;
}

/**
 * Reads a file of pairs: the id of either side, and perhaps a verdict (a score from 0.5, yes, true, 1, same).
 *
 * @param skipsUndecided leaves out pairs whose verdict is empty, because nobody could tell
 */
export async function readPairs(path: string, skipsUndecided = false): Promise<JudgedPairs> {
  const { columns, rows } = await readColumns(sourceOfFile(resolve(path)));
  const ids = columns.filter((column) => !VERDICT.test(column) && !/dataset|cluster/i.test(column));
  const left = ids.find((column) => LEFT.test(column)) ?? ids[0];
  const right =
    ids.find((column) => column !== left && RIGHT.test(column)) ?? ids.find((column) => column !== left);
  const verdict = columns.find((column) => VERDICT.test(column) && column !== left && column !== right);
  if (left === undefined || right === undefined)
    throw new LinkageError("linkage.pairs-columns", {
      message: "the file of pairs has fewer than two columns of ids",
      where: path,
      remedy: "Give a column of ids for either side, such as left and right, and perhaps one called same.",
    });
  const decided = (values: (typeof rows)[number]["values"]) =>
    !skipsUndecided || verdict === undefined || values[verdict] !== undefined;
  const pairs = rows
    .filter(({ values }) => decided(values))
    .map(({ rowNumber, values }) => {
      const [one, other] = [values[left], values[right]];
      if (one === undefined || other === undefined)
        throw new LinkageError("linkage.pairs-incomplete", {
          message: `field ${one === undefined ? left : right} is empty`,
          where: `${path}, line ${rowNumber + 1}`,
          remedy: "Give both ids of the pair, or take the line out.",
        });
      return { left: one, right: other, same: verdict === undefined || isYes(values[verdict]) };
    });
  return { pairs, judged: verdict !== undefined };
}

function isYes(text: string | undefined): boolean {
  const number = Number(text);
  if (text !== undefined && !Number.isNaN(number)) return number >= 0.5;
  return /^(?:y|yes|true|t|same|match|oui|نعم)$/i.test(text ?? "");
}

async function truthOfPairs(path: string, within: boolean): Promise<Truth> {
  const { pairs, judged } = await readPairs(path);
  const key = (left: string, right: string) =>
    within && right < left ? `${right}\u0000${left}` : `${left}\u0000${right}`;
  const known = new Map<string, boolean>();
  for (const { left, right, same } of pairs) known.set(key(left, right), same);
  let truePairs = 0;
  for (const same of known.values()) truePairs += Number(same);
  return {
    // Where verdicts are given, a pair that nobody judged is unknown; a list of true pairs is taken to be complete.
    isSame: (left, right) => known.get(key(left, right)) ?? (judged ? undefined : false),
    truePairs,
    *eachTruePair() {
      for (const { left, right, same } of pairs) if (same) yield [left, right];
    },
    described: `${judged ? "pairs judged in" : "true pairs of"} ${path}`,
  };
}
