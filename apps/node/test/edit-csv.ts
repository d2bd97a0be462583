import { readFile, writeFile } from "node:fs/promises";

export type Row = Record<string, string>;

/** Rows of a comma-separated file with headers, as objects; enough of RFC 4180 for files that this project writes. */
export async function rowsOf(path: string): Promise<Row[]> {
  const [headers = [], ...rows] = (await readFile(path, "utf8"))
    .split("\r\n")
    .filter((line) => line !== "")
    .map(cellsOf);
  return rows.map((cells) =>
    Object.fromEntries(headers.map((header, index) => [header, cells[index] ?? ""])),
  );
}

/** Changes rows of a file in place. */
export async function editRows(path: string, edit: (row: Row, index: number) => Row): Promise<void> {
  const rows = (await rowsOf(path)).map(edit);
  const headers = Object.keys(rows[0] ?? {});
  const lines = [headers, ...rows.map((row) => headers.map((header) => row[header] ?? ""))];
  await writeFile(path, lines.map((cells) => `${cells.map(quoted).join(",")}\r\n`).join(""));
}

const cellsOf = (line: string): string[] =>
  [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^",]*))/g)].map(
    ([, inQuotes, plain]) => inQuotes?.replaceAll('""', '"') ?? plain ?? "",
  );

const quoted = (cell: string): string => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
