export interface CellRange {
  readonly text: string;
  readonly firstRow: number;
  readonly lastRow: number;
  readonly firstColumn: number;
  readonly lastColumn: number;
}

/** `C5` -> 2, `AA1` -> 26. */
export function columnIndex(reference: string): number {
  let index = 0;
  for (let at = 0; at < reference.length; at += 1) {
    const code = reference.charCodeAt(at) & 0xdf;
    if (code < 65 || code > 90) break;
    index = index * 26 + code - 64;
  }
  return index - 1;
}

/** `A1:C2` as rows from 1 and columns from 0; undefined where it is no range. */
export function parseRange(text: string): CellRange | undefined {
  const match = /^([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})$/.exec(text);
  if (match === null) return undefined;
  const [, firstColumn = "", firstRow, lastColumn = "", lastRow] = match;
  return {
    text,
    firstRow: Number(firstRow),
    lastRow: Number(lastRow),
    firstColumn: columnIndex(firstColumn),
    lastColumn: columnIndex(lastColumn),
  };
}
