import { lookup } from "./cell.ts";
import type { Surroundings } from "./convert-attribute.ts";
import { dateText } from "./date.ts";
import { anyDateReader } from "./read-date.ts";

/** A control field of one row: its value, or what is wrong. */
export type Control<T> =
  | { readonly value: T }
  | { readonly column: string; readonly problem: string; readonly remedy: string };

export type ReadControl<T> = (cells: readonly string[]) => Control<T>;

interface Rule<T> {
  readonly column: string;
  readonly values: Readonly<Record<string, T>>;
}
export type Choice<T> =
  | { readonly rules: readonly Rule<T>[]; readonly otherwise?: T | undefined }
  | { readonly constant: T };

/** The first rule whose column holds a text that it lists; texts that no rule lists are a fault unless there is an `otherwise`. */
export function compileChoice<T>(choice: Choice<T>, around: Surroundings): ReadControl<T> {
  if ("constant" in choice) {
    const control = { value: choice.constant };
    return () => control;
  }
  const rules = choice.rules.map(({ column, values }) => ({
    index: around.indexOf(column),
    find: lookup(values),
  }));
  const columns = choice.rules.map(({ column }) => column);
  const words = [...new Set(choice.rules.flatMap(({ values }) => Object.keys(values)))];
  const fault = {
    column: columns.join(", "),
    problem: "the mapping does not list this value",
    remedy: `Write one of: ${words.slice(0, 12).join(", ")}; or add the value to the mapping.`,
  };
  return (cells) => {
    for (const { index, find } of rules) {
      const value = find(cells[index] ?? "");
      if (value !== undefined) return { value };
    }
    return choice.otherwise === undefined ? fault : { value: choice.otherwise };
  };
}

type DaySource =
  | { readonly column: string; readonly formats: readonly string[] }
  | { readonly constant: string };

/** A date of the row as `YYYY-MM-DD`. */
export function compileDay(source: DaySource, around: Surroundings): ReadControl<string> {
  if ("constant" in source) {
    const control = { value: source.constant };
    return () => control;
  }
  const read = anyDateReader(source.formats, around.fromWorkbook);
  const index = around.indexOf(source.column);
  const fault = dateFault(source.column, source.formats);
  return (cells) => {
    const date = read(cells[index] ?? "");
    return date?.day === undefined ? fault : { value: dateText(date) };
  };
}

/** A point in time of the row as ISO 8601 in UTC; a date alone is its start. */
export function compileInstant(source: DaySource, around: Surroundings): ReadControl<string> {
  if ("constant" in source) {
    const control = { value: source.constant };
    return () => control;
  }
  const read = anyDateReader(source.formats, around.fromWorkbook);
  const index = around.indexOf(source.column);
  const fault = dateFault(source.column, source.formats);
  return (cells) => {
    const date = read(cells[index] ?? "");
    if (date?.day === undefined) return fault;
    return {
      value: date.instant === undefined ? startOfDay(dateText(date)) : new Date(date.instant).toISOString(),
    };
  };
}

export const startOfDay = (day: string): string => `${day}T00:00:00.000Z`;

function dateFault(column: string, formats: readonly string[]): Control<never> {
  return {
    column,
    problem: "the date is missing, or is not a date of the mapping's formats",
    remedy: `Write the date as ${formats.join(" or ")}.`,
  };
}
