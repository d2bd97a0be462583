import { AccordError } from "@accord/vocabulary";
import type { DistributionMapping } from "../distribution/distribution-mapping.ts";
import { LIMITS } from "../limits.ts";
import { columnsUsed } from "../mapping/columns-used.ts";
import type { Mapping } from "../mapping/mapping.ts";

/** A header cell as it is compared: one space between words, none around, letters composed. */
export function headerText(cell: string): string {
  return cell
    .normalize("NFC")
    .replace(/[\s\u00a0\ufeff]+/gu, " ")
    .trim();
}

/** A header row's names, without empty ones at its end. */
export function headerOf(cells: readonly string[]): string[] {
  const columns = cells.map(headerText);
  while (columns.at(-1) === "") columns.pop();
  return columns;
}

/**
 * Finds where each column that the mapping uses stands in the header. Messages name the mapping's columns only: a file
 * without a header has persons in its first line.
 *
 * @throws AccordError `intake.columns`, `intake.header_missing`, `intake.header_repeated`
 */
export function bindColumns(
  columns: readonly string[],
  mapping: Mapping | DistributionMapping,
): ReadonlyMap<string, number> {
  if (columns.length > LIMITS.maximumColumns) {
    throw new AccordError("intake.columns", `the header has more than ${LIMITS.maximumColumns} columns`, {
      where: "header",
      remedy: "Keep the columns that the mapping uses, and remove the others.",
    });
  }
  const used = columnsUsed(mapping);
  const missing = used.filter((column) => !columns.includes(headerText(column)));
  if (missing.length > 0) {
    throw new AccordError("intake.header_missing", `the file has no column ${missing.join(", ")}`, {
      where: "header",
      remedy:
        columns.length <= 1
          ? "The header is one column: the delimiter or the header row in the mapping is probably another."
          : "Rename the column in the file, or name it in the mapping as the file does.",
    });
  }
  const repeated = used.filter((column) => {
    const name = headerText(column);
    return columns.indexOf(name) !== columns.lastIndexOf(name);
  });
  if (repeated.length > 0) {
    throw new AccordError("intake.header_repeated", `the header has ${repeated.join(", ")} more than once`, {
      where: "header",
      remedy: "Give each column a name of its own.",
    });
  }
  return new Map(used.map((column) => [column, columns.indexOf(headerText(column))]));
}
