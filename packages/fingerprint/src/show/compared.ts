import { GREEN } from "./colours.ts";
import { mark, tipOf } from "./minutia-mark.ts";
import type { ShownImpression } from "./shown-impression.ts";
import { element, escaped, textLine } from "./svg.ts";

/** What the two ways of showing a comparison are drawn with. */
export const LINE_HEIGHT = 22;
export const MOST_ZOOM = 2.5;
/** Opacity of minutiae without partner. */
export const UNMATCHED = 0.45;

/** A part of a drawing from its own origin. */
export interface Panel {
  readonly width: number;
  readonly height: number;
  readonly content: string;
}

/** All minutiae of an impression, where `place` puts them, turned counter-clockwise. */
export function marksOf(
  { template }: ShownImpression,
  place: (x: number, y: number) => readonly [number, number],
  turn: number,
  style: (at: number) => { readonly colour: string; readonly opacity: number },
): string[] {
  return Array.from({ length: template.count }, (_, at) => {
    const [x, y] = place(template.x[at]!, template.y[at]!);
    return mark(x, y, template.angle[at]!, template.kind[at]!, {
      ...style(at),
      turnDegrees: turn,
      tip: escaped(tipOf(template, at)),
    });
  });
}

/** A line between partners. */
export function line(x1: number, y1: number, x2: number, y2: number, width: number): string {
  return element("line", { x1, y1, x2, y2, stroke: GREEN, "stroke-width": width });
}

/** A pair's number, readable on any ground. */
export function label(number: number, x: number, y: number): string {
  return textLine(String(number), {
    x,
    y,
    "font-size": 11,
    "font-weight": 600,
    fill: "#111",
    stroke: "#fff",
    "stroke-width": 3,
    "paint-order": "stroke",
  });
}

/** Entries next to each other, their base line at `y`. */
export function legend(y: number, entries: readonly (readonly [colour: string, label: string])[]): string {
  let x = 6;
  return entries
    .map(([colour, text]) => {
      const entry = mark(x, y - 4, 0, 1, { colour, opacity: 1 }) + textLine(text, { x: x + 22, y });
      x += 42 + 7 * text.length;
      return entry;
    })
    .join("");
}
