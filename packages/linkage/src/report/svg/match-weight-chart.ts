import { type LevelWeight, levelWeights, type ReportedModel } from "../match-weights.ts";
import { bar, COLOURS, drawing, element, escaped, label, rule, textWidth } from "./drawing.ts";
import { linear, probabilityText, signedBits, ticks } from "./scale.ts";

const ROW = 20;
const GAP = 12;
const TOP = 74;
const PLOT = 420;

/** Rows of a chart of levels: comparisons one under the other, their levels in the model's order. */
export function levelRows(model: ReportedModel): { weight: LevelWeight; y: number; first: boolean }[] {
  let y = TOP;
  let before: string | undefined;
  return levelWeights(model).map((weight) => {
    const first = weight.comparison !== before;
    if (first && before !== undefined) y += GAP;
    before = weight.comparison;
    const row = { weight, y, first };
    y += ROW;
    return row;
  });
}

/** Where the names of comparisons and levels stand at the left of a chart of levels, and how wide they are. */
export function levelLabels(rows: readonly { weight: LevelWeight; y: number; first: boolean }[]) {
  const names = Math.max(...rows.map(({ weight }) => textWidth(weight.comparison))) + 28;
  const levels = Math.max(...rows.map(({ weight }) => textWidth(weight.level))) + 16;
  const marks = rows.flatMap(({ weight, y, first }) => [
    ...(first
      ? [
          rule(16, y - GAP / 2, names + levels, y - GAP / 2),
          label(16, y + 14, weight.comparison, { "font-weight": 600 }),
        ]
      : []),
    label(names, y + 14, weight.level),
  ]);
  return { marks, width: names + levels };
}

/**
 * What each outcome of each comparison weighs, in bits: to the right what speaks for one person, to the left what
 * speaks against. One bit more doubles the odds.
 */
export function matchWeightChart(model: ReportedModel): string {
  const rows = levelRows(model);
  const labels = levelLabels(rows);
  const [least, most] = [
    Math.min(-4, ...rows.map(({ weight }) => weight.bits)),
    Math.max(4, ...rows.map(({ weight }) => weight.bits)),
  ];
  const left = labels.width + 56;
  const x = linear(least, most, left, left + PLOT);
  const bottom = (rows.at(-1)?.y ?? TOP) + ROW + 6;
  const axis = ticks(least, most, 8).flatMap((bits) => [
    rule(x(bits), TOP - 12, x(bits), bottom, bits === 0 ? { stroke: COLOURS.neutral } : {}),
    label(x(bits), bottom + 16, signedBits(bits).replace(".0", ""), { "text-anchor": "middle" }),
  ]);
  const bars = rows.flatMap(({ weight, y }) => {
    const { bits } = weight;
    const said = `${weight.comparison}, ${weight.level}: ${signedBits(bits)} bits (m ${probabilityText(weight.m)}, u ${probabilityText(weight.u)})`;
    return [
      bar(
        {
          from: x(0),
          to: x(bits),
          y: y + 3,
          height: ROW - 6,
          fill: bits < 0 ? COLOURS.speaksAgainst : COLOURS.speaksFor,
        },
        said,
      ),
      label(x(bits) + (bits < 0 ? -5 : 5), y + 14, signedBits(bits), {
        "text-anchor": bits < 0 ? "end" : "start",
        fill: COLOURS.neutral,
      }),
    ];
  });
  return drawing(
    {
      title: "Match weights",
      description: `What each outcome of ${model.comparisons.length} comparisons weighs in bits; positive speaks for one person.`,
      width: left + PLOT + 56,
      height: bottom + 44,
    },
    [
      label(x(0) - 10, TOP - 22, "◀ speaks against", { "text-anchor": "end", fill: COLOURS.speaksAgainst }),
      label(x(0) + 10, TOP - 22, "speaks for one person ▶", { fill: COLOURS.speaksFor }),
      ...axis,
      ...labels.marks,
      ...bars,
      element(
        "text",
        { x: x(0), y: bottom + 34, "text-anchor": "middle", fill: COLOURS.neutral },
        escaped("weight in bits: log2(m/u)"),
      ),
    ],
  );
}
