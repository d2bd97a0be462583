import type { GroupErrors } from "../group-errors.ts";
import type { Share } from "../wilson-interval.ts";
import { COLOURS, drawing, element, escaped, label, rule, textWidth } from "./drawing.ts";
import { linear, probabilityText, type Scale, ticks } from "./scale.ts";

const ROW = 22;
const GAP = 14;
const TOP = 74;
const PLOT = 230;

/** Errors of each group with their 95% intervals: true pairs missed at the left, links that are wrong at the right. */
export function groupErrorsChart(groups: readonly GroupErrors[]): string {
  const traits = Math.max(...groups.map(({ trait }) => textWidth(trait)), 40) + 28;
  const names = Math.max(...groups.map(({ group }) => textWidth(group)), 60) + 20;
  let y = TOP;
  let before: string | undefined;
  const rows = groups.map((each) => {
    const first = each.trait !== before;
    if (first && before !== undefined) y += GAP;
    before = each.trait;
    const row = { ...each, first, y };
    y += ROW;
    return row;
  });
  const bottom = y + 4;
  const panels = [
    {
      title: "true pairs missed",
      of: "missed" as const,
      colour: COLOURS.speaksAgainst,
      left: traits + names,
    },
    {
      title: "links that are wrong",
      of: "wrong" as const,
      colour: COLOURS.speaksFor,
      left: traits + names + PLOT + 150,
    },
  ];
  const marks = panels.flatMap(({ title, of, colour, left }) => {
    const counted = rows.filter((row) => row[of].of > 0);
    const most = Math.min(
      1,
      Math.max(0.02, ...counted.map((row) => Math.min(row[of].high, 3 * row[of].value + 0.05))),
    );
    const x = linear(0, most, left, left + PLOT);
    return [
      label(left, 54, title, { "font-weight": 600, fill: colour }),
      ...ticks(0, most, 4).flatMap((value) => [
        rule(x(value), TOP - 8, x(value), bottom),
        label(x(value), bottom + 16, `${Number((value * 100).toFixed(2))}%`, { "text-anchor": "middle" }),
      ]),
      ...rows.map((row) => interval(row[of], row.y, x, left, `${row.trait} ${row.group}: ${title}`, colour)),
    ];
  });
  return drawing(
    {
      title: "Errors by group",
      description: `True pairs missed and links that are wrong for ${groups.length} groups, with 95% intervals.`,
      width: traits + names + 2 * PLOT + 250,
      height: bottom + 30,
    },
    [
      ...rows.flatMap((row) => [
        ...(row.first ? [label(16, row.y + 15, row.trait, { "font-weight": 600 })] : []),
        label(traits, row.y + 15, row.group),
      ]),
      ...marks,
    ],
  );
}

function interval(share: Share, y: number, x: Scale, left: number, about: string, colour: string): string {
  if (share.of === 0) return label(left, y + 15, "no pairs", { fill: COLOURS.neutral });
  const middle = y + 11;
  const said = `${about}: ${probabilityText(share.value)} (${share.count} of ${share.of})`;
  return [
    rule(x(share.low), middle, x(share.high), middle, { stroke: colour, "stroke-width": 2 }),
    element(
      "circle",
      { cx: x(share.value), cy: middle, r: 4, fill: colour },
      element("title", {}, escaped(said)),
    ),
    label(left + PLOT + 8, y + 15, `${share.count} of ${share.of}`, { fill: COLOURS.neutral }),
  ].join("");
}
