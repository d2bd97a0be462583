import type { Agreement } from "../schema/agreement.ts";
import { renderAgreement } from "./render-agreement.ts";
import type { Language } from "./words.ts";

/** A piece of the rendered agreement as plain text, for paper and screens that lay it out themselves. */
export type AgreementBlock =
  | { readonly kind: "heading"; readonly level: 1 | 2 | 3 | 4; readonly text: string }
  | { readonly kind: "paragraph" | "item"; readonly text: string }
  | {
      readonly kind: "table";
      readonly headings: readonly string[];
      readonly rows: readonly (readonly string[])[];
    };

/** What `renderAgreement` says, line for line, without its markup. */
export function agreementBlocks(agreement: Agreement, language: Language): readonly AgreementBlock[] {
  const blocks: AgreementBlock[] = [];
  let table: string[][] = [];
  const close = () => {
    const [headings, , ...rows] = table;
    if (headings !== undefined) blocks.push({ kind: "table", headings, rows });
    table = [];
  };
  for (const line of renderAgreement(agreement, language).split("\n")) {
    if (line.startsWith("| ") || line.startsWith("|--")) {
      // A party's own text never has a bare bar in it: the renderer escapes them.
      table.push(
        line
          .replace(/^\| | \|$/g, "")
          .split(" | ")
          .map(plain),
      );
      continue;
    }
    close();
    if (line !== "") blocks.push(lineBlock(line));
  }
  close();
  return blocks;
}

function lineBlock(line: string): AgreementBlock {
  const heading = /^(#{1,3}) (.*)$/u.exec(line);
  if (heading !== null) {
    return { kind: "heading", level: heading[1]?.length as 1 | 2 | 3, text: plain(heading[2] ?? "") };
  }
  if (line.startsWith("- ")) return { kind: "item", text: plain(line.slice(2)) };
  const bold = /^\*\*(.*)\*\*$/u.exec(line);
  return bold === null
    ? { kind: "paragraph", text: plain(line) }
    : { kind: "heading", level: 4, text: plain(bold[1] ?? "") };
}

/** Markup taken off, and what was escaped as it was written. */
function plain(text: string): string {
  return text.replace(/\\(.)|\*\*|`/gu, (_, escaped: string | undefined) => escaped ?? "");
}
