import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { prepare, score } from "@accord/fingerprint";
import { drawLinePlot, errorVersusReject, thresholdAt } from "@accord/fingerprint/evaluate";
import type { Row, Table } from "../table.ts";
import type { CompetitionSet } from "./competition-set.ts";

const SHARES = [0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3];
const SHOWN = [0, 0.05, 0.1, 0.2];

/** What refusing impressions of low quality is worth, at the threshold of a false match rate of 1%. */
export function reject(sets: readonly CompetitionSet[], plots: string | undefined): Table {
  const curves = sets.map(({ name, templates, comparisons }) => {
    const prepared = templates.map((template) => prepare(template));
    const scores = Float64Array.from(comparisons.probe, (one, pair) =>
      score(prepared[one]!, prepared[comparisons.reference[pair]!]!),
    );
    const rated = { comparisons, scores, quality: templates.map((template) => template.quality) };
    return { name, points: errorVersusReject(rated, thresholdAt(0.01, rated), SHARES) };
  });
  if (plots !== undefined) {
    const percent = (value: number) => `${Math.round(100 * value)}%`;
    writeFileSync(
      join(plots, "error-versus-reject.svg"),
      drawLinePlot({
        title: "Refusing the worst impressions",
        description:
          "False non-match rate against the share of impressions refused for their quality, by set.",
        x: {
          label: "impressions refused",
          scale: "linear",
          from: 0,
          to: 0.3,
          ticks: [0, 0.1, 0.2, 0.3],
          write: percent,
        },
        y: {
          label: "false non-match rate at a false match rate of 1%",
          scale: "linear",
          from: 0,
          to: 0.12,
          ticks: [0, 0.04, 0.08, 0.12],
          write: percent,
        },
        curves: curves.map(({ name, points }) => ({
          name,
          points: points.map(({ refused, fnmr }) => [refused, fnmr] as const),
        })),
      }),
    );
  }
  return {
    question: `Does quality tell which impressions will fail? False non-matches in % with ${SHOWN.map((share) => `${100 * share}%`).join(", ")} refused`,
    rows: curves.map(
      ({ name, points }): Row => ({
        what: `${name}, threshold of a false match rate of 1%`,
        measured: points
          .filter(({ refused }) => SHOWN.includes(refused))
          .map(({ fnmr }) => (100 * fnmr).toFixed(1))
          .join(" / "),
        against: "should fall",
      }),
    ),
  };
}
