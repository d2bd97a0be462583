import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { prepare, score, type Template, writeTemplates } from "@accord/fingerprint";
import {
  type ComparisonSet,
  detectionErrorTradeoff,
  drawDetectionErrorTradeoff,
  estimateErrorRates,
  weightedScores,
} from "@accord/fingerprint/evaluate";
import type { PeerInput, PeerOutcome, SourceAfis } from "../peers/sourceafis.ts";
import type { Row, Table } from "../table.ts";
import type { CompetitionSet, SetName } from "./competition-set.ts";

/** EER / FMR100 / FMR1000 in %, as measured elsewhere on a machine of 2 cores: peers that cannot be installed by a script. */
const QUOTED: Readonly<Record<SetName, { readonly nbis: string; readonly openAfis: string }>> = {
  "fvc2002/DB1_B": { nbis: "4.2 / 6.8 / 11.1", openAfis: "6.8 / 10.0 / 14.3" },
  "fvc2002/DB3_B": { nbis: "7.9 / 20.7 / 28.2", openAfis: "15.0 / 28.9 / 35.4" },
  "fvc2004/DB2_B": { nbis: "14.1 / 28.9 / 38.2", openAfis: "11.9 / 22.1 / 29.3" },
  "fvc2004/DB3_B": { nbis: "4.4 / 7.9 / 15.0", openAfis: "2.0 / 3.2 / 6.1" },
};

/** Scores of a set's comparisons under one choice of extractor and matcher. */
interface Scored {
  readonly comparisons: ComparisonSet;
  readonly scores: Float64Array;
}

/** Extractors and matchers crossed, by set and together under one threshold. */
export function accuracy(
  sets: readonly CompetitionSet[],
  peer: SourceAfis | undefined,
  plots: string | undefined,
): Table {
  const ours = sets.map((set) => scored(set, byUs(set.templates)));
  const onForeign = sets.map((set) => scored(set, byUs(set.foreign.map(({ template }) => template))));
  const peerWhole = sets.map((set) => byPeer(peer, set, imagesOf(set)));
  const peerOnForeign = sets.map((set) =>
    byPeer(
      peer,
      set,
      set.foreign.map(({ bytes }) => ({ kind: "template", bytes })),
    ),
  );
  const peerOnOurs = sets.map((set) =>
    byPeer(
      peer,
      set,
      set.templates.map((template) => ({ kind: "template", bytes: writeTemplates([template]) })),
    ),
  );
  const rows: Row[] = sets.flatMap((set, index) => [
    {
      what: `${set.name}: this engine, images`,
      measured: rates(ours[index]!),
      against: `SourceAFIS ${maybe(peerWhole[index])}; NBIS ${QUOTED[set.name].nbis} (quoted)`,
    },
    {
      what: `${set.name}: this matcher on third-party templates`,
      measured: rates(onForeign[index]!),
      against: `SourceAFIS's on them ${maybe(peerOnForeign[index])}; OpenAFIS ${QUOTED[set.name].openAfis} (quoted)`,
    },
    {
      what: `${set.name}: SourceAFIS's matcher on this engine's templates`,
      measured: maybe(peerOnOurs[index]),
      against: "this engine's matcher: the row two above",
    },
  ]);
  const whole = peerWhole.filter((one) => one !== undefined);
  rows.push(
    {
      what: "all four under one threshold: this engine, images",
      measured: rates(together(ours)),
      against: `SourceAFIS ${whole.length === sets.length ? rates(together(whole)) : "not at hand"}`,
    },
    {
      what: "mean of the four equal error rates",
      measured: meanRate(ours),
      against: `limit: 4%; SourceAFIS ${whole.length === sets.length ? meanRate(whole) : "8.0% (quoted)"}`,
    },
  );
  if (plots !== undefined) {
    const curve = (name: string, { comparisons, scores }: Scored) => ({
      name,
      points: detectionErrorTradeoff(weightedScores(scores, (pair) => isGenuine(comparisons, pair))),
    });
    writeFileSync(
      join(plots, "detection-error-tradeoff.svg"),
      drawDetectionErrorTradeoff("Detection error trade-off, all pairs of each set", [
        ...sets.map(({ name }, index) => curve(name, ours[index]!)),
        curve("together", together(ours)),
        ...(whole.length === sets.length ? [curve("SourceAFIS, together", together(whole))] : []),
      ]),
    );
  }
  return {
    question:
      "How well are fingerprints told apart? EER / FMR100 / FMR1000 / ZeroFMR in %, all pairs, with the EER's 95% interval",
    rows,
  };
}

function byUs(templates: readonly Template[]): (one: number, other: number) => number {
  const prepared = templates.map((template) => prepare(template));
  return (one, other) => score(prepared[one]!, prepared[other]!);
}

export const imagesOf = ({ images, dotsPerInch }: CompetitionSet): PeerInput[] =>
  images.map((image) => ({ kind: "image", image, dotsPerInch }));

function byPeer(
  peer: SourceAfis | undefined,
  set: CompetitionSet,
  inputs: readonly PeerInput[],
): Scored | undefined {
  const outcome: PeerOutcome | undefined = peer?.compare(inputs);
  return outcome === undefined ? undefined : scored(set, outcome.scoreOf);
}

function scored({ comparisons }: CompetitionSet, scoreOf: (one: number, other: number) => number): Scored {
  return {
    comparisons,
    scores: Float64Array.from(comparisons.probe, (one, pair) => {
      const other = comparisons.reference[pair]!;
      return scoreOf(Math.min(one, other), Math.max(one, other));
    }),
  };
}

/** Several sets as one: no pair across them, one threshold for all. */
function together(sets: readonly Scored[]): Scored {
  const joined = {
    fingerOf: [] as number[],
    probe: [] as number[],
    reference: [] as number[],
    scores: [] as number[],
  };
  for (const { comparisons, scores } of sets) {
    const impressions = joined.fingerOf.length;
    const fingers = joined.fingerOf.reduce((most, finger) => Math.max(most, finger + 1), 0);
    for (const finger of comparisons.fingerOf) joined.fingerOf.push(fingers + finger);
    for (const one of comparisons.probe) joined.probe.push(impressions + one);
    for (const other of comparisons.reference) joined.reference.push(impressions + other);
    for (const score of scores) joined.scores.push(score);
  }
  return {
    comparisons: {
      fingerOf: Uint32Array.from(joined.fingerOf),
      probe: Uint32Array.from(joined.probe),
      reference: Uint32Array.from(joined.reference),
    },
    scores: Float64Array.from(joined.scores),
  };
}

function isGenuine({ fingerOf, probe, reference }: ComparisonSet, pair: number): boolean {
  return fingerOf[probe[pair]!] === fingerOf[reference[pair]!];
}

const percent = (share: number): string => (100 * share).toFixed(1);

function rates({ comparisons, scores }: Scored): string {
  const { eer, fmr100, fmr1000, zeroFmr } = estimateErrorRates(comparisons, scores);
  return `${[eer, fmr100, fmr1000, zeroFmr].map(({ value }) => percent(value)).join(" / ")} (${percent(eer.low)} to ${percent(eer.high)})`;
}

const maybe = (outcome: Scored | undefined): string =>
  outcome === undefined ? "not at hand" : rates(outcome);

function meanRate(sets: readonly Scored[]): string {
  const sum = sets.reduce(
    (total, { comparisons, scores }) => total + estimateErrorRates(comparisons, scores).eer.value,
    0,
  );
  return `${(100 * (sum / sets.length)).toFixed(2)}%`;
}
