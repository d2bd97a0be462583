import {
  ageBand,
  errorsByGroup,
  type GroupErrors,
  type GroupedPair,
  type LinkageModel,
  type LinkageResult,
  readColumns,
  standardiseDate,
  standardiseName,
  standardiseSex,
} from "@accord/linkage";
import { linkedPairs } from "./evaluate.ts";
import { filesOf, type Input, type InputFile } from "./input.ts";
import type { Truth } from "./truth.ts";

type Groups = Readonly<Record<string, string>>;

/** Errors by sex, age band and script of the name, as far as the model's columns say them. */
export async function groupErrors(
  input: Input,
  model: LinkageModel,
  result: LinkageResult,
  truth: Truth,
): Promise<GroupErrors[]> {
  const [left = new Map<string, Groups>(), right = left] = await Promise.all(
    filesOf(input).map((file) => groupsOf(file, model)),
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

async function groupsOf(file: InputFile, model: LinkageModel): Promise<Map<string, Groups>> {
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
  const { rows } = await readColumns(file.source, [...new Set(wanted)]);
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
    });
  }
  return groups;
}
