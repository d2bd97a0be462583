import {
  ageBand,
  errorsByGroup,
  type GroupErrors,
  type GroupedPair,
  type LinkageModel,
  type LinkageResult,
  readColumns,
  type Share,
  standardiseDate,
  standardiseName,
  standardiseSex,
} from "@accord/linkage";
import { heading, print, table } from "../terminal.ts";
import { linkedPairs } from "./evaluate.ts";
import { filesOf, type Input, type InputFile } from "./input.ts";
import type { Truth } from "./truth.ts";

type Groups = Readonly<Record<string, string>>;

/** A column of more values than this is no grouping. */
const MOST_GROUPS = 20;

/**
 * Errors by sex, age band and script of the name, as far as the model's columns say them, and by further columns.
 *
 * @param further columns of either table whose values are groups, such as whether prints were taken
 */
export async function groupErrors(
  input: Input,
  model: LinkageModel,
  result: LinkageResult,
  truth: Truth,
  further: readonly string[],
): Promise<GroupErrors[]> {
  const [left = new Map<string, Groups>(), right = left] = await Promise.all(
    filesOf(input).map((file) => groupsOf(file, model, further)),
  );
  const within = input.right === undefined;
  const linked = linkedPairs(result, within);
  const key = (one: string, other: string) => `${one}\u0000${other}`;
  const links = new Set(linked.map(([one, other]) => key(one, other)));
  const pairs: GroupedPair[] = [];
  const add = (one: string, other: string, isLinked: boolean) => {
    const same = truth.isSame(one, other);
    if (same === undefined || !(same || isLinked)) return;
    // The left record says whose pair it is; where it lacks a trait the right one does.
    pairs.push({ linked: isLinked, same, groups: { ...right.get(other), ...left.get(one) } });
  };
  for (const [one, other] of linked) add(one, other, true);
  const scored = new Set(links);
  for (const { left: one, right: other } of result.pairs) {
    if (links.has(key(one, other))) continue;
    scored.add(key(one, other));
    add(one, other, false);
  }
  // True pairs that no blocking rule brought were missed as well.
  for (const [one, other] of truth.eachTruePair())
    if (!scored.has(key(one, other)) && !(within && scored.has(key(other, one)))) add(one, other, false);
  return errorsByGroup(pairs);
}

/** Errors by group as a table; groups of hardly any pairs say little, which their intervals show. */
export function showGroups(groups: readonly GroupErrors[]): void {
  const text = ({ value, low, high, count: own, of }: Share) =>
    of === 0 ? "no pairs" : `${value.toFixed(4)} (${low.toFixed(4)} to ${high.toFixed(4)}; ${own} of ${of})`;
  print(`\n${heading("Errors by group")}`);
  print(
    table(
      ["trait", "group", "true pairs missed", "links that are wrong"],
      groups.map(({ trait, group, missed, wrong }) => [trait, group, text(missed), text(wrong)]),
    ),
  );
}

async function groupsOf(
  file: InputFile,
  model: LinkageModel,
  further: readonly string[],
): Promise<Map<string, Groups>> {
  const has = (name: string) => file.columns.some((column) => column.toLowerCase() === name.toLowerCase());
  const columnsOf = (standards: readonly string[]) =>
    model.columns
      .filter(({ standard }) => standards.includes(standard))
      .flatMap(({ from }) => from.flat())
      .filter(has);
  const [sex] = columnsOf(["sex"]);
  const [birth] = columnsOf(["birthDate"]);
  const names = columnsOf(["name", "nameParts"]);
  const ids = (model.id ?? []).filter(has);
  const wanted = [...ids, ...names, ...[sex, birth].filter((each) => each !== undefined)];
  const extra = further.filter(has);
  const { rows } = await readColumns(file.source, [...new Set([...wanted, ...extra])]);
  const few = extra.filter((name) => new Set(rows.map(({ values }) => values[name])).size <= MOST_GROUPS);
  const latest = model.latestBirthYear ?? new Date().getUTCFullYear();
  const groups = new Map<string, Groups>();
  for (const { rowNumber, values } of rows) {
    const id =
      ids.length === 0
        ? String(rowNumber)
        : ids.map((name) => values[name]).find((value) => value !== undefined);
    const own = standardiseSex(sex === undefined ? undefined : values[sex]);
    const year = standardiseDate(birth === undefined ? undefined : values[birth])?.year;
    const script = standardiseName(names.map((name) => values[name] ?? ""))?.script;
    groups.set(id ?? "", {
      ...(own === undefined ? {} : { sex: own }),
      ...(year === undefined ? {} : { age: ageBand(Math.max(0, latest - year)) }),
      ...(script === undefined ? {} : { "script of the name": script }),
      ...Object.fromEntries(few.map((name) => [name, values[name] ?? "not given"])),
    });
  }
  return groups;
}
