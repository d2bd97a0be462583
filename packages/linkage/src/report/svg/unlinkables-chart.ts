import type { UnlinkableShare } from "../unlinkables.ts";
import { COLOURS } from "./drawing.ts";
import { lineChart, PLOT } from "./line-chart.ts";
import { linear, probabilityText, signedBits, ticks } from "./scale.ts";

/** Share of records too poor to be linked at all, by the weight that a link asks for. */
export function unlinkablesChart(shares: readonly UnlinkableShare[]): string {
  const { left, top, width, height } = PLOT;
  const weights = shares.map(({ weight }) => weight);
  const [least, most] = [Math.min(...weights), Math.max(...weights)];
  return lineChart(
    {
      title: "Records that cannot be linked",
      description: "Share of records that do not reach a weight even against a perfect copy of themselves.",
      x: {
        title: "weight that a link asks for, in bits (0 is even odds)",
        scale: linear(least, most, left, left + width),
        ticks: ticks(least, most, 8).map((value) => ({ value, text: signedBits(value).replace(".0", "") })),
      },
      y: {
        title: "share of records below it",
        scale: linear(0, 1, top + height, top),
        ticks: [0, 0.25, 0.5, 0.75, 1].map((value) => ({ value, text: `${value * 100}%` })),
      },
    },
    [
      {
        name: "records that say too little",
        colour: COLOURS.speaksAgainst,
        mark: "none",
        points: shares.map(({ weight, share }) => ({
          x: weight,
          y: share,
          said: `${probabilityText(share)} of records stay under ${signedBits(weight)} bits`,
        })),
      },
    ],
  );
}
