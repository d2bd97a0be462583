import type { Dialect } from "../dialect/dialect.ts";
import { type Condition, columnsOfCondition } from "../document/condition.ts";
import type { Comparison, LinkageModel } from "../document/linkage-model.ts";
import { schemeOf } from "../document/scheme.ts";
import { conditionSql } from "./condition-sql.ts";
import type { ComparedColumns } from "./pair-columns.ts";

/** Measures on numbers; similarities of texts, lists and places cost ten to a hundred times as much. */
const CHEAP_MEASURES: ReadonlySet<string> = new Set(["difference", "total", "least", "greatest"]);

function isCheap(condition: Condition): boolean {
  switch (condition.kind) {
    case "same":
    case "missing":
    case "both":
    case "either":
      return true;
    case "measure":
      return CHEAP_MEASURES.has(condition.measure.kind);
    case "all":
    case "any":
      return condition.of.every(isCheap);
    case "not":
      return isCheap(condition.of);
  }
}

/**
 * From which level (counted from 0) on an outline leaves the comparison open: the first whose condition is not cheap,
 * `undefined` where all are. A comparison whose `missing` is not cheap is open from the start.
 */
export function openFrom({ missing, levels }: Comparison): number | undefined {
  if (!isCheap(missing)) return 0;
  const at = levels.findIndex(({ when }) => when !== undefined && !isCheap(when));
  return at < 0 ? undefined : at;
}

/** Conditions of a comparison that an outline asks, in their order. */
function asked(comparison: Comparison): Condition[] {
  if (!isCheap(comparison.missing)) return [];
  const open = openFrom(comparison) ?? comparison.levels.length;
  const levels = comparison.levels.slice(0, open);
  return [comparison.missing, ...levels.flatMap(({ when }) => (when === undefined ? [] : [when]))];
}

/** Names of the columns that an outline of a pair reads on either side. */
export function columnsOfOutline(model: LinkageModel): string[] {
  const names = model.comparisons.flatMap((comparison) => asked(comparison).flatMap(columnsOfCondition));
  return [...new Set(names)].sort();
}

/**
 * Groups of those columns of which nothing is asked but whether values are equal, in one column or between the columns
 * of the group: numbers of a common list can stand for their texts, which are longer to carry and to compare.
 */
export function listedColumns(model: LinkageModel): string[][] {
  const read = new Set<string>();
  const groups = new Map<string, Set<string>>();
  const visit = (condition: Condition): void => {
    switch (condition.kind) {
      case "same": {
        const { column, with: other = column, prefix } = condition;
        const group = new Set([...(groups.get(column) ?? [column]), ...(groups.get(other) ?? [other])]);
        for (const one of group) groups.set(one, group);
        if (prefix !== undefined) for (const one of [column, other]) read.add(one);
        return;
      }
      case "missing":
        return;
      case "all":
      case "any":
        for (const one of condition.of) visit(one);
        return;
      case "not":
        visit(condition.of);
        return;
      default:
        for (const one of columnsOfCondition(condition)) read.add(one);
    }
  };
  for (const comparison of model.comparisons) for (const condition of asked(comparison)) visit(condition);
  return [...new Set(groups.values())]
    .map((group) => [...group].sort())
    .filter((group) => group.every((one) => !read.has(one)));
}

/**
 * SQL of what can be told of a pair without any similarity, over tables `l` and `r`: the level of each comparison,
 * packed as in a pattern. Where it stands at the level that {@link openFrom} names, it is that one or a later one.
 */
export function outlineSql(dialect: Dialect, model: LinkageModel): string {
  const { radices } = schemeOf(model);
  const columns: ComparedColumns = {
    of: (side, column) => `${side}.${dialect.identifier(column)}`,
    similarity: notCheap,
    alignment: notCheap,
  };
  const packed = model.comparisons.map((comparison, index) => {
    const packed = (level: number) => `CAST(${level * (radices[index] ?? 1)} AS ${dialect.wholeNumber})`;
    const [missing, ...conditions] = asked(comparison).map((one) => conditionSql(dialect, columns, one));
    if (missing === undefined) return packed(1);
    const branches = conditions.map((sql, at) => `WHEN ${sql} THEN ${packed(at + 1)}`);
    return `CASE WHEN ${missing} THEN ${packed(0)} ${branches.join(" ")} ELSE ${packed(conditions.length + 1)} END`;
  });
  return packed.join("\n + ");
}

function notCheap(): never {
  throw new RangeError("an outline measures no similarity");
}
