import type { ReportedModel } from "../match-weights.ts";
import { bar, COLOURS, drawing, label, rule } from "./drawing.ts";
import { levelLabels, levelRows } from "./match-weight-chart.ts";
import { linear, probabilityText } from "./scale.ts";

const ROW = 20;
const PLOT = 230;

/**
 * How often each outcome is seen between two records of one person (m, at the left) and between two persons drawn at
 * random (u, at the right). m of full agreement is the quality of the data; u is how many share a value by chance.
 */
export function mAndUChart(model: ReportedModel): string {
  const rows = levelRows(model);
  const labels = levelLabels(rows);
  const bottom = (rows.at(-1)?.y ?? 0) + ROW + 6;
  const panels = [
    {
      title: "m: among pairs of one person",
      of: "m" as const,
      fill: COLOURS.speaksFor,
      left: labels.width + 8,
    },
    {
      title: "u: among random pairs",
      of: "u" as const,
      fill: COLOURS.speaksAgainst,
      left: labels.width + PLOT + 80,
    },
  ];
  const body = panels.flatMap(({ title, of, fill, left }) => {
    const x = linear(0, 1, left, left + PLOT);
    const axis = [0, 0.25, 0.5, 0.75, 1].flatMap((value) => [
      rule(x(value), 62, x(value), bottom),
      label(x(value), bottom + 16, String(value), { "text-anchor": "middle" }),
    ]);
    const bars = rows.flatMap(({ weight, y }) => {
      const value = weight[of];
      return [
        bar(
          { from: x(0), to: x(value), y: y + 3, height: ROW - 6, fill },
          `${weight.comparison}, ${weight.level}: ${of} = ${probabilityText(value)}`,
        ),
        label(x(value) + 5, y + 14, probabilityText(value), { fill: COLOURS.neutral }),
      ];
    });
    return [label(left, 52, title, { "font-weight": 600, fill }), ...axis, ...bars];
  });
  return drawing(
    {
      title: "m and u probabilities",
      description: "How often each outcome is seen among pairs of one person and among random pairs.",
      width: labels.width + 2 * PLOT + 150,
      height: bottom + 30,
    },
    [...labels.marks, ...body],
  );
}
