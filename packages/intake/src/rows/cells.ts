import { LIMITS } from "../limits.ts";
import type { Problem } from "../problem.ts";
import type { FileRow } from "./row.ts";

// Tab, line feed and carriage return may stand in a cell; other control characters, and halves of surrogate pairs,
// cannot be stored as text.
const UNSTORABLE = /(?![\t\n\r])[\p{Cc}\p{Cs}]/u;

/** Turns raw cells into a row as wide as the header, or says why they are none. Undefined where all are empty. */
export function rowOf(columns: readonly string[], line: number, raw: readonly string[]): FileRow | undefined {
  const cells = raw.map((cell) => cell.trim());
  let filled = cells.length;
  while (filled > 0 && cells[filled - 1] === "") filled -= 1;
  if (filled === 0) return undefined;
  if (cells.length < columns.length || filled > columns.length) {
    const problem = {
      column: "",
      problem: `the row has ${cells.length} cells, the header has ${columns.length}`,
      remedy: "Look for a missing or extra separator, or a line break or quote within a cell.",
    };
    return { kind: "unreadable", line, reject: [problem] };
  }
  cells.length = columns.length;
  const reject: Problem[] = [];
  cells.forEach((cell, index) => {
    if (cell.length > LIMITS.maximumCellCharacters) {
      reject.push({
        column: columns[index] ?? "",
        problem: `the cell has more than ${LIMITS.maximumCellCharacters} characters`,
        remedy: "Shorten the text, or look for a quote that is not closed.",
      });
    } else if (UNSTORABLE.test(cell)) {
      reject.push({
        column: columns[index] ?? "",
        problem: "the cell holds control characters",
        remedy: "Type the cell's text anew.",
      });
    }
  });
  return reject.length > 0 ? { kind: "unreadable", line, reject } : { kind: "row", line, cells };
}
