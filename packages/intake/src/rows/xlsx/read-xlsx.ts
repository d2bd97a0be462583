import { AccordError } from "@accord/vocabulary";
import { LIMITS } from "../../limits.ts";
import type { Problem } from "../../problem.ts";
import { rowOf } from "../cells.ts";
import { headerOf } from "../header.ts";
import type { FileRow } from "../row.ts";
import { type CellRange, columnIndex, parseRange } from "./cell-reference.ts";
import { dateOfSerial } from "./number-format.ts";
import { parsePart } from "./parse-part.ts";
import type { Workbook } from "./workbook.ts";

interface SheetCell {
  readonly column: number;
  readonly type: string;
  readonly style: number;
  text: string;
  formula: boolean;
}

/**
 * Reads one sheet's rows. `isUsed` says whether the mapping reads a column, by its header. A formula in such a column,
 * or cells merged there, refuse the file: what a formula last showed need not be what was registered, and of merged
 * cells only the first holds the value.
 *
 * @throws AccordError `intake.xlsx_formula`, `intake.xlsx_merged`, `intake.xlsx_hidden`, `intake.xlsx`, `intake.too_large`
 */
export function* readXlsx(
  workbook: Workbook,
  headerRow: number,
  isUsed: (column: string) => boolean,
  file: string,
): Generator<FileRow> {
  const where = `${file}, sheet ${workbook.sheetName}`;
  const found: FileRow[] = [];
  const merged: CellRange[] = [];
  let columns: readonly string[] | undefined;
  let line = 0;
  let hidden = false;
  let cells: SheetCell[] = [];
  let cell: SheetCell | undefined;
  let inValue = false;
  let rows = 0;

  const endRow = (): void => {
    if (line < headerRow) return;
    if (columns === undefined) {
      if (line > headerRow) throw headerFault(where, "the header row is empty");
      if (hidden) throw headerFault(where, "the header row is hidden");
      const formula = cells.find((candidate) => candidate.formula);
      if (formula !== undefined) throw formulaFault(where, formula.column, line);
      columns = headerOf(textsOf(cells, workbook).texts);
      found.push({ kind: "header", line, columns });
      return;
    }
    for (const candidate of cells) {
      if (!candidate.formula) continue;
      if (isUsed(columns[candidate.column] ?? "")) throw formulaFault(where, candidate.column, line);
      candidate.text = "";
    }
    const row = sheetRow(columns, line, hidden, textsOf(cells, workbook));
    if (row === undefined) return;
    rows += 1;
    if (rows > LIMITS.maximumRows) {
      throw new AccordError("intake.too_large", `more than ${LIMITS.maximumRows} rows`, {
        where,
        remedy: "Split the sheet.",
      });
    }
    found.push(row);
  };

  const events = {
    open(name: string, attributes: Readonly<Record<string, string>>): void {
      switch (name) {
        case "row":
          line = attributes.r === undefined ? line + 1 : Number(attributes.r);
          hidden = /^(1|true)$/.test(attributes.hidden ?? "");
          cells = [];
          break;
        case "c": {
          const column = attributes.r === undefined ? cells.length : columnIndex(attributes.r);
          cell = {
            column,
            type: attributes.t ?? "n",
            style: Number(attributes.s ?? "0"),
            text: "",
            formula: false,
          };
          if (column < LIMITS.maximumColumns) cells.push(cell);
          break;
        }
        case "f":
          if (cell !== undefined) cell.formula = true;
          break;
        case "v":
        case "t":
          inValue = cell !== undefined;
          break;
        case "mergeCell": {
          const range = parseRange(attributes.ref ?? "");
          if (range !== undefined) merged.push(range);
          break;
        }
      }
    },
    text(text: string): void {
      if (inValue && cell !== undefined && cell.text.length <= LIMITS.maximumCellCharacters)
        cell.text += text;
    },
    close(name: string): void {
      if (name === "v" || name === "t") inValue = false;
      if (name === "c") cell = undefined;
      if (name === "row") endRow();
    },
  };
  for (const _ of parsePart(workbook.sheet, events, where)) {
    yield* found;
    found.length = 0;
  }
  if (columns === undefined) throw headerFault(where, "the header row is missing");
  refuseMerged(merged, columns, headerRow, isUsed, where);
}

function sheetRow(
  columns: readonly string[],
  line: number,
  hidden: boolean,
  read: { texts: string[]; faults: Map<number, Omit<Problem, "column">> },
): FileRow | undefined {
  const row = rowOf(columns, line, padded(read.texts, columns.length));
  if (row === undefined || row.kind !== "row") return row;
  const reject: Problem[] = [...read.faults].map(([column, fault]) => ({
    column: columns[column] ?? "",
    ...fault,
  }));
  if (hidden) {
    reject.push({
      column: "",
      problem: "the row is hidden",
      remedy: "Show the row, or take off the filter; or delete the row if it is not meant.",
    });
  }
  return reject.length > 0 ? { kind: "unreadable", line, reject } : row;
}

function padded(texts: string[], width: number): string[] {
  while (texts.length < width) texts.push("");
  return texts;
}

/** The cells' texts by column, and which of them have none that can be trusted. */
function textsOf(
  cells: readonly SheetCell[],
  workbook: Workbook,
): { texts: string[]; faults: Map<number, Omit<Problem, "column">> } {
  const texts: string[] = [];
  const faults = new Map<number, Omit<Problem, "column">>();
  for (const cell of cells) {
    while (texts.length < cell.column) texts.push("");
    const text = cellText(cell, workbook);
    texts[cell.column] = typeof text === "string" ? text : "!";
    if (typeof text !== "string") faults.set(cell.column, text);
  }
  return { texts, faults };
}

function cellText(cell: SheetCell, workbook: Workbook): string | Omit<Problem, "column"> {
  if (cell.text === "") return "";
  switch (cell.type) {
    case "s":
      return workbook.strings[Number(cell.text)] ?? "";
    case "b":
      return cell.text === "1" ? "true" : "false";
    case "e":
      return { problem: "the cell shows an error", remedy: "Type the value into the cell." };
    case "n":
      return numberText(cell, workbook);
    default:
      return cell.text;
  }
}

function numberText(cell: SheetCell, workbook: Workbook): string | Omit<Problem, "column"> {
  const value = Number(cell.text);
  if (!Number.isFinite(value)) return cell.text;
  if (workbook.dateStyles[cell.style]) {
    const date = dateOfSerial(value, workbook.since1904);
    if (date !== undefined) return date;
  }
  // IEEE doubles are exact up to 2^53; a longer number has lost its last digits when the sheet was saved.
  if (Math.abs(value) > Number.MAX_SAFE_INTEGER) {
    return {
      problem: "the number is too long for a spreadsheet to keep exactly",
      remedy: "Format the column as text and enter the number again.",
    };
  }
  return String(value);
}

function refuseMerged(
  merged: readonly CellRange[],
  columns: readonly string[],
  headerRow: number,
  isUsed: (column: string) => boolean,
  where: string,
): void {
  for (const range of merged) {
    if (range.lastRow < headerRow) continue;
    const inHeader = range.firstRow <= headerRow;
    const touchesUsed = columns.some(
      (column, index) => index >= range.firstColumn && index <= range.lastColumn && isUsed(column),
    );
    if (!inHeader && !touchesUsed) continue;
    throw new AccordError(
      "intake.xlsx_merged",
      `cells are merged in ${inHeader ? "the header" : "a column that the mapping uses"}`,
      { where: `${where}, ${range.text}`, remedy: "Unmerge the cells and write the value into each." },
    );
  }
}

function formulaFault(where: string, column: number, line: number): AccordError {
  return new AccordError("intake.xlsx_formula", "the sheet has formulas where values are read", {
    where: `${where}, ${columnLetters(column)}${line}`,
    remedy: "Copy the sheet and paste it as values, then save that as XLSX.",
  });
}

function headerFault(where: string, problem: string): AccordError {
  return new AccordError("intake.xlsx_hidden", problem, {
    where,
    remedy: "Show the header row, or name another header row in the mapping.",
  });
}

function columnLetters(index: number): string {
  const rest = Math.floor(index / 26);
  return (rest > 0 ? columnLetters(rest - 1) : "") + String.fromCharCode(65 + (index % 26));
}
