import { BLUE, PURPLE, VERMILION } from "./colours.ts";
import { mark, opacityOf, tipOf } from "./minutia-mark.ts";
import {
  CLASS_NAMES,
  coreMark,
  counted,
  deltaMark,
  describe,
  ground,
  kindCounts,
  nameOf,
  type ShownImpression,
  singularMarks,
} from "./shown-impression.ts";
import { drawing, element, escaped, textLine } from "./svg.ts";

/** The longer side of a picture in pixels of the drawing. */
const LONGER_SIDE = 720;
const MOST_ZOOM = 2.5;
const MARGIN = 16;
const LINE = 22;
const LEAST_WIDTH = 420;

const COLOUR_OF_KIND = [PURPLE, VERMILION, BLUE] as const;

/**
 * A template over its picture as SVG: minutiae by kind with their directions, fainter where their quality is lower; cores
 * and deltas; a legend with counts. Names are shown as text, whatever they hold.
 */
export function showTemplate(shown: ShownImpression): string {
  const { template } = shown;
  const zoom = Math.min(MOST_ZOOM, LONGER_SIDE / Math.max(template.width, template.height));
  const marks: string[] = [];
  for (let index = 0; index < template.count; index++) {
    const kind = template.kind[index]!;
    marks.push(
      mark(template.x[index]! * zoom, template.y[index]! * zoom, template.angle[index]!, kind, {
        colour: COLOUR_OF_KIND[kind] ?? PURPLE,
        opacity: opacityOf(template, index),
        tip: escaped(tipOf(template, index)),
      }),
    );
  }
  const pictureHeight = template.height * zoom;
  const top = MARGIN + LINE;
  const legend = legendOf(shown, MARGIN, top + pictureHeight + LINE);
  return drawing({
    width: Math.max(LEAST_WIDTH, template.width * zoom + 2 * MARGIN),
    height: top + pictureHeight + LINE + legend.height,
    title: nameOf(shown),
    description: describe(shown),
    content: [
      textLine(nameOf(shown), { x: MARGIN, y: MARGIN + 6, "font-weight": 600, "font-size": 15 }),
      element(
        "g",
        { transform: `translate(${MARGIN} ${top})` },
        ground(shown, zoom, 0.65),
        ...marks,
        singularMarks(shown, zoom),
      ),
      legend.content,
    ].join(""),
  });
}

function legendOf(
  { template, singularPoints, patternClass }: ShownImpression,
  left: number,
  top: number,
): { content: string; height: number } {
  const counts = kindCounts(template);
  const sample = (kind: number) => (x: number, y: number) =>
    mark(x, y, 0, kind, { colour: COLOUR_OF_KIND[kind]!, opacity: 1 });
  const rows: [((x: number, y: number) => string) | undefined, string][] = [
    [sample(1), counted(counts[1], "ridge ending")],
    [sample(2), counted(counts[2], "bifurcation")],
  ];
  if (counts[0] > 0) rows.push([sample(0), `${counts[0]} of another or unknown kind`]);
  if (singularPoints !== undefined) {
    rows.push([(x, y) => coreMark(x + 4, y, []), counted(singularPoints.cores.length, "core")]);
    rows.push([(x, y) => deltaMark(x + 4, y, []), counted(singularPoints.deltas.length, "delta")]);
  }
  if (patternClass !== undefined) rows.push([undefined, `Pattern: ${CLASS_NAMES[patternClass]}.`]);
  rows.push([undefined, `Quality of the impression: ${template.quality} of 100.`]);
  rows.push([undefined, "Fainter minutiae are of lower quality."]);
  const content = rows.map(([symbol, label], row) => {
    const y = top + row * LINE;
    const text = textLine(label, { x: symbol === undefined ? left : left + 30, y: y + 5 });
    return (symbol?.(left + 6, y) ?? "") + text;
  });
  return { content: content.join(""), height: rows.length * LINE + MARGIN / 2 };
}
