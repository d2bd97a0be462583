import type { JudgedLine } from "./judge-list.ts";

const COLUMNS = ["line", "identifier", "result", "same_as_line", "here", "there", "problem"] as const;

/** The first line of a judged list (CSV, RFC 4180), with a byte order mark so that spreadsheets read it as UTF-8. */
export const judgedListHeader = (): string => `\ufeff${COLUMNS.join(",")}\r\n`;

/** A judged line under the identifier that the list itself gives; no name and no other value is in it. */
export function judgedListLine(identifier: string, judged: JudgedLine): string {
  const { line, verdict, sameAs, here, there, fault } = judged;
  return `${[
    String(line),
    identifier,
    verdict,
    sameAs === undefined ? "" : String(sameAs),
    here.map((note) => told({ cycle: note, on: note.on })).join("; "),
    there.map(told).join("; "),
    fault ?? "",
  ]
    .map(cell)
    .join(",")}\r\n`;
}

function told({
  cycle,
  on,
}: {
  readonly cycle?: { readonly from: string; readonly until: string } | undefined;
  readonly on?: string | undefined;
}): string {
  if (cycle === undefined) return "yes";
  return `${cycle.from}/${cycle.until}${on === undefined ? "" : ` on ${on}`}`;
}

/** Quotes a cell, and takes the power from one that a spreadsheet would run as a formula (OWASP, CSV injection). */
function cell(text: string): string {
  const harmless = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
