import type { FingerprintOutcome } from "./fingerprints/fingerprint-file.ts";
import type { Problem } from "./problem.ts";
import type { RowOutcome } from "./registration.ts";

const HEADER = ["line", "file", "key", "column", "result", "problem", "remedy"] as const;

/** The first line of a rejects file, with a byte order mark so that spreadsheets read it as UTF-8. */
export function rejectsFileHeader(): string {
  return `\ufeff${HEADER.join(",")}\r\n`;
}

/**
 * One outcome's lines of a rejects file (CSV, RFC 4180), empty where there is no problem: the line of the original, the
 * person's key only where the mapping says that it is not personal, the column, whether the whole row was rejected or a
 * value left out, what is wrong, and what to do. Never the value.
 */
export function rejectsFileLines(outcome: RowOutcome | FingerprintOutcome): string {
  switch (outcome.kind) {
    case "template":
    case "image":
      return "";
    case "registration":
      return outcome.warnings
        .map((warning) => problemLine(outcome.line, "", "value left out", warning))
        .join("");
    case "reject":
      if ("file" in outcome) {
        const { file, problem, remedy } = outcome;
        return csvLine(["", file, "", "", "file rejected", problem, remedy]);
      }
      return outcome.reject
        .map((problem) => problemLine(outcome.line, outcome.key ?? "", "row rejected", problem))
        .join("");
  }
}

function problemLine(
  line: number,
  key: string,
  result: string,
  { column, problem, remedy }: Problem,
): string {
  return csvLine([String(line), "", key, column, result, problem, remedy]);
}

function csvLine(cells: readonly string[]): string {
  return `${cells.map(csvCell).join(",")}\r\n`;
}

/** Quotes a cell, and takes the power from one that a spreadsheet would run as a formula (OWASP, CSV injection). */
function csvCell(text: string): string {
  const harmless = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
