import type { Completeness } from "../completeness.ts";
import { bar, COLOURS, drawing, label, rule, textWidth } from "./drawing.ts";
import { linear } from "./scale.ts";

const BAR = 12;
const TOP = 70;
const PLOT = 360;

/** How many records of each registry have a value in each column. */
export function completenessChart(columns: readonly Completeness[], registries: readonly string[]): string {
  const names = Math.max(...columns.map(({ column }) => textWidth(column)), 60) + 32;
  const row = registries.length * BAR + 12;
  const x = linear(0, 1, names, names + PLOT);
  const bottom = TOP + columns.length * row;
  const fills = [COLOURS.speaksFor, COLOURS.speaksAgainst];
  const axis = [0, 0.25, 0.5, 0.75, 1].flatMap((value) => [
    rule(x(value), TOP - 8, x(value), bottom),
    label(x(value), bottom + 16, `${value * 100}%`, { "text-anchor": "middle" }),
  ]);
  const legend = registries.map((registry, at) =>
    label(names + at * 190, 52, `■ ${registry}`, { fill: fills[at] ?? COLOURS.ink }),
  );
  const rows = columns.flatMap(({ column, filled }, at) => {
    const y = TOP + at * row;
    return [
      label(16, y + (registries.length * BAR) / 2 + 4, column),
      ...filled.map((share, registry) =>
        [
          bar(
            {
              from: x(0),
              to: x(share),
              y: y + registry * BAR,
              height: BAR - 2,
              fill: fills[registry] ?? COLOURS.ink,
            },
            `${column}, ${registries[registry] ?? ""}: ${(share * 100).toFixed(1)}%`,
          ),
          label(
            x(share) + 5,
            y + registry * BAR + 9,
            `${(share * 100).toFixed(share > 0.995 && share < 1 ? 1 : 0)}%`,
            {
              fill: COLOURS.neutral,
              "font-size": 10,
            },
          ),
        ].join(""),
      ),
    ];
  });
  return drawing(
    {
      title: "Completeness",
      description: `Share of records with a value, for ${columns.length} columns of ${registries.join(" and ")}.`,
      width: names + PLOT + 64,
      height: bottom + 30,
    },
    [...legend, ...axis, ...rows],
  );
}
