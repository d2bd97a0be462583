import { type BlockingRule, columnsOfKeyPart, columnsOfRule } from "../document/blocking-rule.ts";
import { columnsOfCondition } from "../document/condition.ts";
import type { LinkageModel } from "../document/linkage-model.ts";
import { columnOf } from "../load/physical-columns.ts";
import type { StandardSide } from "../load/standard-table.ts";

/** A rule that cannot run, with the columns it lacks on a side. */
export interface UnusableRule {
  readonly name: string;
  readonly missing: readonly string[];
}

function missingColumns(
  model: LinkageModel,
  names: readonly string[],
  sides: readonly StandardSide[],
): string[] {
  const bases = [...new Set(names.map((name) => columnOf(model, name)?.name ?? name))];
  return bases.filter((base) => sides.some(({ present }) => !present.has(base))).sort();
}

/** Splits the model's rules into those that can run on these sides and those that a missing column makes impossible. */
export function usableRules(
  model: LinkageModel,
  sides: readonly StandardSide[],
): { readonly usable: readonly BlockingRule[]; readonly unusable: readonly UnusableRule[] } {
  const usable: BlockingRule[] = [];
  const unusable: UnusableRule[] = [];
  for (const rule of model.blocking) {
    // A part that asks for a missing column is satisfied by it.
    const needed = rule.on.filter((part) => typeof part === "string" || !("missing" in part));
    const names = [
      ...needed.flatMap(columnsOfKeyPart),
      ...(rule.guard === undefined ? [] : columnsOfCondition(rule.guard)),
    ];
    const missing = missingColumns(model, names, sides);
    if (missing.length === 0) usable.push(rule);
    else unusable.push({ name: rule.name, missing });
  }
  return { usable, unusable };
}

/** Names of comparisons that cannot be made, because a side lacks every column they read. */
export function unusableComparisons(model: LinkageModel, sides: readonly StandardSide[]): string[] {
  return model.comparisons
    .filter(({ missing }) => missingColumns(model, columnsOfCondition(missing), sides).length > 0)
    .map(({ name }) => name);
}

/** Whether agreement under the rule presupposes agreement of the comparison: both read one source column. */
export function presupposes(model: LinkageModel, rule: BlockingRule, comparison: string): boolean {
  if (rule.presupposes !== undefined) return rule.presupposes.includes(comparison);
  const sources = (names: readonly string[]) =>
    new Set(names.flatMap((name) => columnOf(model, name)?.from.flat() ?? []));
  const own = model.comparisons.find(({ name }) => name === comparison);
  if (own === undefined) return false;
  const read = sources([
    ...columnsOfCondition(own.missing),
    ...own.levels.slice(0, 1).flatMap(({ when }) => (when === undefined ? [] : columnsOfCondition(when))),
  ]);
  const keyed = sources(columnsOfRule({ ...rule, refineBy: undefined }));
  return [...keyed].some((name) => read.has(name));
}

/** Whether the rule brings every pair at the first level of the comparison: its only key is what that level asks for. */
export function exhausts(model: LinkageModel, rule: BlockingRule, comparison: string): boolean {
  const first = model.comparisons.find(({ name }) => name === comparison)?.levels[0]?.when;
  return (
    first?.kind === "same" &&
    first.with === undefined &&
    first.prefix === undefined &&
    rule.on.length === 1 &&
    rule.on[0] === first.column &&
    rule.guard === undefined
  );
}
