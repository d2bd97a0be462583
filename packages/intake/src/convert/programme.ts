import type { Mapping } from "../mapping/mapping.ts";
import { cellAt } from "./cell.ts";
import type { Surroundings } from "./convert-attribute.ts";

/** The programme that the row, or the whole file, was registered for. */
export function compileProgramme(
  mapping: Mapping,
  around: Surroundings,
): (cells: readonly string[]) => string | undefined {
  const { programme } = mapping;
  if (programme === undefined) return () => undefined;
  if ("constant" in programme) return () => programme.constant;
  const read = cellAt(around.indexOf(programme.column), mapping);
  return (cells) => {
    const text = read(cells);
    return typeof text === "string" ? text : undefined;
  };
}
