import type { AccuracyAtThreshold } from "../accuracy.ts";
import { percentOf } from "../waterfall.ts";
import type { Share } from "../wilson-interval.ts";
import { COLOURS } from "./drawing.ts";
import { lineChart, PLOT, type Point } from "./line-chart.ts";
import { linear, probabilityText, ticks } from "./scale.ts";

/** Precision and recall if every pair from a threshold on were linked, with their 95% intervals. */
export function thresholdChart(byThreshold: readonly AccuracyAtThreshold[]): string {
  const bits = (threshold: number) => Math.log2(threshold / (1 - threshold));
  const xs = byThreshold.map(({ threshold }) => bits(threshold));
  const values = byThreshold
    .flatMap(({ precision, recall }) => [precision.low, recall.low, precision.value, recall.value])
    .filter((value) => !Number.isNaN(value));
  const least = Math.max(0, Math.floor(Math.min(...values, 0.95) * 20) / 20);
  const { left, top, width, height } = PLOT;
  const points = (of: (each: AccuracyAtThreshold) => Share, name: string): Point[] =>
    byThreshold.map((each) => {
      const { value, low, high, count, of: all } = of(each);
      return {
        x: bits(each.threshold),
        y: value,
        low,
        high,
        said: `${name} ${probabilityText(value)} (${count} of ${all}) at threshold ${percentOf(each.threshold)}`,
      };
    });
  return lineChart(
    {
      title: "Precision and recall by threshold",
      description: "Precision and recall if every pair at least so probable were linked, with 95% intervals.",
      x: {
        title: "a pair is linked from this probability on (spaced by its log odds)",
        scale: linear(Math.min(...xs), Math.max(...xs), left, left + width),
        ticks: [0.01, 0.1, 0.5, 0.9, 0.99, 0.999, 0.9999]
          .filter((value) => bits(value) >= Math.min(...xs) && bits(value) <= Math.max(...xs))
          .map((value) => ({ value: bits(value), text: percentOf(value) })),
      },
      y: {
        title: "share",
        scale: linear(least, 1, top + height, top),
        ticks: ticks(least, 1, 6).map((value) => ({ value, text: String(Number(value.toFixed(3))) })),
      },
    },
    [
      {
        name: "precision: links that are right",
        colour: COLOURS.speaksFor,
        mark: "circle",
        points: points((each) => each.precision, "precision"),
      },
      {
        name: "recall: true pairs that are linked",
        colour: COLOURS.speaksAgainst,
        dashes: "6 3",
        mark: "square",
        points: points((each) => each.recall, "recall"),
      },
    ],
  );
}
