import { type CellType, STANDARDS } from "../columns/standards.ts";
import { columnsOfRule } from "../document/blocking-rule.ts";
import { columnsOfCondition } from "../document/condition.ts";
import type { Column, LinkageModel } from "../document/linkage-model.ts";
import { LinkageError } from "../errors.ts";

/** A standardised column that the model refers to. */
export interface PhysicalColumn {
  readonly name: string;
  readonly column: Column;
  /** Key of the column's standard; `""` for the column itself. */
  readonly key: string;
  readonly type: CellType;
}

/** The column of a model that a standardised column belongs to, by name. */
export function columnOf(model: LinkageModel, name: string): Column | undefined {
  const base = name.split("__")[0];
  return model.columns.find((column) => column.name === base);
}

/** Names of all standardised columns that the model's comparisons, rules and rarities read. */
function referredTo(model: LinkageModel): Set<string> {
  return new Set([
    ...model.comparisons.flatMap(({ missing, levels }) => [
      ...columnsOfCondition(missing),
      ...levels.flatMap(({ when }) => (when === undefined ? [] : columnsOfCondition(when))),
    ]),
    ...model.blocking.flatMap(columnsOfRule),
    ...model.rarities.map(({ column }) => column),
    ...(model.simpleRule === undefined ? [] : columnsOfCondition(model.simpleRule)),
    ...(model.household === undefined ? [] : [model.household]),
  ]);
}

/** Throws `linkage.model-invalid` where the model refers to a column that its columns do not yield. */
export function physicalColumns(model: LinkageModel): PhysicalColumn[] {
  return [...referredTo(model)].sort().map((name) => {
    const column = columnOf(model, name);
    const key = name.includes("__") ? name.slice(name.indexOf("__") + 2) : "";
    const type = column === undefined ? undefined : STANDARDS[column.standard].keys[key];
    if (column === undefined || type === undefined) {
      throw new LinkageError("linkage.model-invalid", {
        message: `the model refers to column ${name}, which none of its columns yields`,
        where: "model",
        remedy: "correct the model document",
      });
    }
    return { name, column, key, type };
  });
}
