import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { assessQuality, prepare, score } from "@accord/fingerprint";
import {
  type ComparisonSet,
  drawLinePlot,
  errorVersusReject,
  type RejectPoint,
  thresholdAt,
} from "@accord/fingerprint/evaluate";
import type { Row, Table } from "../table.ts";
import type { CompetitionSet } from "./competition-set.ts";

const SHARES = [0, 0.05, 0.1, 0.15, 0.2, 0.3];
const FALSE_MATCH_RATE = 0.01;

/** A set's comparisons, scored, with the quality of each impression by two ways. */
interface RatedSet {
  readonly name: string;
  readonly comparisons: ComparisonSet;
  /** Scores less the threshold of the set's false match rate, so that sets can be put together. */
  readonly margins: Float64Array;
  /** What extraction gives, and what the picture alone does. */
  readonly quality: readonly number[];
  readonly ofPicture: readonly number[];
}

/** What refusing impressions of low quality is worth, at the threshold of a false match rate of 1% that stays. */
export function reject(sets: readonly CompetitionSet[], plots: string | undefined): Table {
  const rated = sets.map(ratedSet);
  const all = together(rated);
  const curves = [...rated, all].map((set) => ({ name: set.name, points: curve(set, set.quality) }));
  curves.push({ name: "together, from the picture alone", points: curve(all, all.ofPicture) });
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
    question: `Does quality tell which impressions will fail? False non-matches in % with ${SHARES.map((share) => `${100 * share}%`).join(", ")} refused`,
    rows: curves.map(
      ({ name, points }): Row => ({
        what: `${name}, threshold of a false match rate of 1%`,
        measured: points.map(({ fnmr }) => (100 * fnmr).toFixed(2)).join(" / "),
        against: "should fall",
      }),
    ),
  };
}

const curve = ({ comparisons, margins }: RatedSet, quality: readonly number[]): RejectPoint[] =>
  errorVersusReject({ comparisons, scores: margins, quality }, 0, SHARES);

function ratedSet({ name, images, templates, comparisons }: CompetitionSet): RatedSet {
  const prepared = templates.map((template) => prepare(template));
  const scores = Float64Array.from(comparisons.probe, (one, pair) =>
    score(prepared[one]!, prepared[comparisons.reference[pair]!]!),
  );
  const threshold = thresholdAt(FALSE_MATCH_RATE, { comparisons, scores });
  return {
    name,
    comparisons,
    margins: scores.map((value) => value - threshold),
    quality: templates.map((template) => template.quality),
    ofPicture: images.map((image) => assessQuality(image).quality),
  };
}

/** Several sets as one, in one order of quality: impressions and fingers are numbered on. */
function together(sets: readonly RatedSet[]): RatedSet {
  const [fingerOf, probe, reference]: [number[], number[], number[]] = [[], [], []];
  for (const { comparisons } of sets) {
    const impressions = fingerOf.length;
    const fingers = fingerOf.reduce((most, finger) => Math.max(most, finger + 1), 0);
    for (const finger of comparisons.fingerOf) fingerOf.push(finger + fingers);
    for (const one of comparisons.probe) probe.push(one + impressions);
    for (const one of comparisons.reference) reference.push(one + impressions);
  }
  return {
    name: "together",
    comparisons: {
      fingerOf: Uint32Array.from(fingerOf),
      probe: Uint32Array.from(probe),
      reference: Uint32Array.from(reference),
    },
    margins: Float64Array.from(sets.flatMap(({ margins }) => [...margins])),
    quality: sets.flatMap(({ quality }) => quality),
    ofPicture: sets.flatMap(({ ofPicture }) => ofPicture),
  };
}
