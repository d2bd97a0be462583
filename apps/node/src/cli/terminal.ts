/** Text for people: colours where a terminal shows them, tables that line up, nothing that a terminal would obey. */

const SGR = { bold: [1, 22], dim: [2, 22], red: [31, 39], green: [32, 39], yellow: [33, 39] } as const;
type Style = keyof typeof SGR;

/** Colours are for terminals; https://no-color.org says how to do without, `FORCE_COLOR` asks for them in pipes. */
export function hasColour(
  stream: { isTTY?: boolean },
  environment: NodeJS.ProcessEnv = process.env,
): boolean {
  if ((environment.NO_COLOR ?? "") !== "") return false;
  if (!["", "0", "false"].includes(environment.FORCE_COLOR ?? "")) return true;
  return stream.isTTY === true && environment.TERM !== "dumb";
}

export function styled(style: Style, text: string, stream: { isTTY?: boolean } = process.stdout): string {
  if (!hasColour(stream)) return text;
  const [on, off] = SGR[style];
  return `\u001b[${on}m${text}\u001b[${off}m`;
}

/**
 * Text that came from a file or a partner, without characters that would steer the terminal: a name must not be able
 * to move the cursor or to reverse the line's direction.
 */
export function harmless(text: string): string {
  return text.replaceAll(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, " ");
}

/** As `harmless`, for text of several lines. */
export function harmlessLines(text: string): string {
  return text.split(/\r?\n/).map(harmless).join("\n");
}

export function print(line = ""): void {
  process.stdout.write(`${line}\n`);
}

/** Remarks and questions go here, so that what a command gives stays alone on the standard output. */
export function remark(line: string): void {
  process.stderr.write(`${line}\n`);
}

export function printJson(document: unknown): void {
  process.stdout.write(`${JSON.stringify(document, null, 2)}\n`);
}

export type Cell = string | number | undefined;

/** Rows in columns that line up; numbers stand to the right. Empty without rows. */
export function table(headings: readonly string[], rows: readonly (readonly Cell[])[]): string {
  if (rows.length === 0) return "";
  const shown = rows.map((row) => headings.map((_, column) => cellText(row[column])));
  const right = headings.map((_, column) =>
    rows.every((row) => row[column] === undefined || typeof row[column] === "number"),
  );
  const widths = headings.map((heading, column) =>
    Math.max(heading.length, ...shown.map((row) => [...(row[column] ?? "")].length)),
  );
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, column) => {
        const gap = " ".repeat(Math.max(0, (widths[column] ?? 0) - [...cell].length));
        return right[column] ? gap + cell : cell + gap;
      })
      .join("  ")
      .trimEnd();
  return [line(headings), line(widths.map((width) => "-".repeat(width))), ...shown.map(line)].join("\n");
}

function cellText(cell: Cell): string {
  if (cell === undefined) return "";
  return typeof cell === "number" ? count(cell) : harmless(cell);
}

/** 12,345 */
export function count(value: number): string {
  return value.toLocaleString("en-US");
}

/** 1.2 MB; powers of ten. */
export function bytes(value: number): string {
  const units = ["B", "kB", "MB", "GB", "TB"];
  let amount = value;
  let unit = 0;
  while (amount >= 1000 && unit < units.length - 1) {
    amount /= 1000;
    unit += 1;
  }
  return unit === 0 ? `${value} B` : `${amount.toFixed(1)} ${units[unit]}`;
}

/** 0.4 s, 12 s, 3 min 4 s */
export function duration(milliseconds: number): string {
  const seconds = milliseconds / 1000;
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  if (seconds < 60) return `${Math.round(seconds)} s`;
  const minutes = Math.floor(Math.round(seconds) / 60);
  return `${minutes} min ${Math.round(seconds) % 60} s`;
}

export const shortDigest = (digest: string): string => digest.slice(0, 12);

/** A heading in a report. */
export const heading = (text: string): string => styled("bold", text);
