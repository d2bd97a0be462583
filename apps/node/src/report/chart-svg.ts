import { escaped } from "./escaped.ts";
import type { Chart } from "./report-document.ts";

/** Lengths in the drawing's own units; the page scales it to its column. */
const WIDTH = 460;
/** A character of a value, on the average. */
const CHARACTER = 7;
const LABEL = 20;
const BAR = 16;
const GAP = 12;

/**
 * Horizontal bars as inline SVG: each label on a line of its own above its bars, so that long words in any language have
 * room, and each value written at its bar's end with the series' name, so that no colour needs to be told apart.
 */
export function chartSvg(chart: Chart, id: string, title: string, direction: "ltr" | "rtl"): string {
  const most = Math.max(1, ...chart.bars.flatMap(({ values }) => values));
  const said = chart.bars.map(({ shown }) => shown.map((each, at) => saidOf(chart.series[at], each)));
  const longest = Math.max(0, ...said.flat().map((each) => each.length));
  const room = WIDTH - Math.min(longest * CHARACTER + 12, WIDTH * 0.7);
  const rtl = direction === "rtl";
  const from = (offset: number) => (rtl ? WIDTH - offset : offset);
  const parts: string[] = [];
  let y = 0;
  for (const [bar, { label, values }] of chart.bars.entries()) {
    parts.push(text(from(0), y + 14, label, "label"));
    y += LABEL;
    for (const [at, value] of values.entries()) {
      // Something is never drawn as nothing.
      const length = value === 0 ? 0 : Math.max(2, (value / most) * room);
      const x = rtl ? WIDTH - length : 0;
      parts.push(
        `<rect class="s${at}" x="${round(x)}" y="${y}" width="${round(length)}" height="${BAR - 4}" rx="2"/>`,
      );
      parts.push(text(from(length + 6), y + 10, said[bar]?.[at] ?? "", "value"));
      y += BAR;
    }
    y += GAP;
  }
  return [
    `<svg role="img" aria-labelledby="${id}-title ${id}-description" viewBox="0 0 ${WIDTH} ${Math.max(1, y - GAP)}" direction="${direction}">`,
    `<title id="${id}-title">${escaped(title)}</title><desc id="${id}-description">${escaped(chart.description)}</desc>`,
    ...parts,
    "</svg>",
  ].join("");
}

const saidOf = (series: string | undefined, shown: string) =>
  series === undefined ? shown : `${series} ${shown}`;

const text = (x: number, y: number, words: string, kind: string) =>
  `<text class="${kind}" x="${round(x)}" y="${y}">${escaped(words)}</text>`;

const round = (value: number) => Math.round(value * 10) / 10;
