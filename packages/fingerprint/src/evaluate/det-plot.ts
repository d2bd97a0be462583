import type { OperatingPoint } from "./error-rates.ts";
import { type Axis, drawLinePlot } from "./line-plot.ts";

const percent = (value: number): string => `${Number((100 * value).toPrecision(3))}%`;

/**
 * The detection error trade-off of one or more sets of comparisons as an SVG document: false non-match rate against
 * false match rate, both logarithmic.
 *
 * @see Martin et al.: The DET curve in assessment of detection task performance, Eurospeech 1997 (there on normal
 * deviate scales; logarithmic ones, usual in fingerprint evaluations, show the small rates that matter)
 */
export function drawDetectionErrorTradeoff(
  title: string,
  sets: readonly { readonly name: string; readonly points: readonly OperatingPoint[] }[],
): string {
  const axis = (label: string, from: number, ticks: readonly number[]): Axis => ({
    label,
    scale: "logarithmic",
    from,
    to: 1,
    ticks,
    write: percent,
  });
  return drawLinePlot({
    title,
    description: `False non-match rate against false match rate of ${sets.map(({ name }) => name).join(", ")}.`,
    x: axis("false match rate", 1e-4, [1e-4, 1e-3, 1e-2, 1e-1, 1]),
    y: axis("false non-match rate", 1e-3, [1e-3, 1e-2, 1e-1, 1]),
    curves: sets.map(({ name, points }) => ({
      name,
      points: points.map(({ fmr, fnmr }) => [fmr, fnmr] as const).reverse(),
    })),
  });
}
