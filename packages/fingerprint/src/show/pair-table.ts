import type { MinutiaPair } from "../match/verification.ts";
import type { Template } from "../template.ts";
import { KIND_NAMES } from "./minutia-mark.ts";
import { element, textLine } from "./svg.ts";

const ROW = 18;
const COLUMN_WIDTH = 250;
/** The rest gives little evidence and is summed up in one line. */
const MOST_ROWS = 60;

/** Pairs with their evidence, strongest first, in as many columns as fit the width. */
export function pairTable(
  pairs: readonly MinutiaPair[],
  probe: Template,
  reference: Template,
  width: number,
): { readonly content: string; readonly height: number } {
  if (pairs.length === 0) return { content: textLine("No minutiae match.", { y: 14 }), height: ROW };
  const shown = pairs.slice(0, MOST_ROWS);
  const columns = Math.max(1, Math.floor(width / COLUMN_WIDTH));
  const rows = Math.ceil(shown.length / columns);
  const strongest = Math.max(0.01, ...shown.map(({ weight }) => weight));
  const cells = shown.map((pair, at) => {
    const x = Math.floor(at / rows) * COLUMN_WIDTH;
    const y = 2 * ROW + (at % rows) * ROW;
    const [one, other] = [kindOf(probe, pair.probe), kindOf(reference, pair.reference)];
    return [
      element("rect", {
        x: x + 30,
        y: y - 10,
        width: 50 * Math.max(0, pair.weight / strongest),
        height: 11,
        fill: "#cfe8df",
      }),
      textLine(String(at + 1), { x: x + 22, y, "text-anchor": "end", "font-weight": 600, "font-size": 12 }),
      textLine(tenth(pair.weight), { x: x + 76, y, "text-anchor": "end", "font-size": 12 }),
      textLine(one === other ? one : `${one} / ${other}`, { x: x + 88, y, "font-size": 12 }),
    ].join("");
  });
  const rest = pairs.slice(MOST_ROWS);
  const more =
    rest.length === 0
      ? ""
      : textLine(
          `and ${rest.length} more, together ${tenth(rest.reduce((sum, { weight }) => sum + weight, 0))}`,
          {
            y: 2 * ROW + rows * ROW,
            "font-size": 12,
          },
        );
  return {
    content: textLine("Evidence of each matched pair, in nats", { y: 12 }) + cells.join("") + more,
    height: 2 * ROW + rows * ROW + (rest.length === 0 ? 0 : ROW),
  };
}

function kindOf(template: Template, index: number): string {
  return KIND_NAMES[template.kind[index]!] ?? "other";
}

/** One decimal, also where it is zero, so that a column lines up. */
function tenth(value: number): string {
  return value.toFixed(1);
}
