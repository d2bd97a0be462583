import type { Reliability } from "../reliability.ts";
import { COLOURS } from "./drawing.ts";
import { lineChart, PLOT } from "./line-chart.ts";
import { linear, probabilityText } from "./scale.ts";

const TENTHS = [0, 0.2, 0.4, 0.6, 0.8, 1].map((value) => ({ value, text: String(value) }));

/** What the model says against what is so: on the diagonal a probability means what it says. */
export function reliabilityChart({ bins, brier, pairs }: Reliability): string {
  const { left, top, width, height } = PLOT;
  return lineChart(
    {
      title: "Reliability of the probabilities",
      description: `Share of pairs that are one person by the probability stated; Brier score ${probabilityText(brier)} over ${pairs.toLocaleString("en")} pairs.`,
      x: {
        title: "probability that the model states",
        scale: linear(0, 1, left, left + width),
        ticks: TENTHS,
      },
      y: { title: "share that is one person", scale: linear(0, 1, top + height, top), ticks: TENTHS },
      diagonal: true,
    },
    [
      {
        name: `observed, with 95% intervals (Brier score ${probabilityText(brier)})`,
        colour: COLOURS.speaksFor,
        mark: "circle",
        points: bins.map(({ stated, observed }) => ({
          x: stated,
          y: observed.value,
          low: observed.low,
          high: observed.high,
          said: `stated ${probabilityText(stated)}, observed ${probabilityText(observed.value)} (${observed.count} of ${observed.of})`,
        })),
      },
    ],
  );
}
