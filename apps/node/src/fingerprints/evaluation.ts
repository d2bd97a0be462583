import { type PreparedTemplate, prepare, score, type Template } from "@accord/fingerprint";
import {
  comparisonsOf,
  detectionErrorTradeoff,
  type EstimatedRates,
  estimateErrorRates,
  type OperatingPoint,
  weightedScores,
} from "@accord/fingerprint/evaluate";

/** An impression of a set; without a template where it could not be enrolled. */
export interface EvaluatedImpression {
  readonly finger: string;
  readonly template?: Template;
}

export interface ProtocolResult extends EstimatedRates {
  readonly genuine: number;
  readonly impostor: number;
}

export interface Evaluation {
  readonly fingers: number;
  readonly impressions: number;
  readonly failuresToEnrol: number;
  /** First impressions only between fingers, as the competitions do. */
  readonly fvc: ProtocolResult;
  /** Every impression of a finger against every one of the others (at most {@link MOST_IMPOSTORS}, spread evenly). */
  readonly allPairs: ProtocolResult;
  /** Detection error trade-off over all pairs. */
  readonly tradeoff: readonly OperatingPoint[];
  /** Of one comparison, on one thread. */
  readonly verificationMilliseconds: number;
}

const MOST_IMPOSTORS = 2_000_000;
/** Lower than any score: an impression that could not be enrolled matches nothing. */
const NO_MATCH = -1;

/**
 * Compares the impressions by the protocol of the Fingerprint Verification Competitions. A failure to enrol counts as a
 * false non-match, and never as a false match.
 */
export function evaluate(
  impressions: readonly EvaluatedImpression[],
  onProgress: (done: number, total: number) => void = () => undefined,
): Evaluation {
  const fingers = impressions.map((impression) => impression.finger);
  const prepared = impressions.map(({ template }) =>
    template === undefined ? undefined : prepare(template),
  );
  const all = comparisonsOf(fingers, "all-pairs", MOST_IMPOSTORS);
  const fvc = comparisonsOf(fingers, "fvc");
  const total = all.probe.length + fvc.probe.length;
  const began = process.cpuUsage();
  const scoresOfAll = scores(all, prepared, (done) => onProgress(done, total));
  const scoresOfFvc = scores(fvc, prepared, (done) => onProgress(all.probe.length + done, total));
  const { user, system } = process.cpuUsage(began);
  const isGenuine = (pair: number) => all.fingerOf[all.probe[pair]!] === all.fingerOf[all.reference[pair]!];
  return {
    fingers: new Set(fingers).size,
    impressions: impressions.length,
    failuresToEnrol: prepared.filter((one) => one === undefined).length,
    fvc: result(fvc, scoresOfFvc),
    allPairs: result(all, scoresOfAll),
    tradeoff: detectionErrorTradeoff(weightedScores(scoresOfAll, isGenuine)),
    verificationMilliseconds: (user + system) / 1000 / Math.max(1, total),
  };
}

type Comparisons = ReturnType<typeof comparisonsOf>;

const PROGRESS_EVERY = 4096;

function scores(
  { probe, reference }: Comparisons,
  prepared: readonly (PreparedTemplate | undefined)[],
  onProgress: (done: number) => void,
): Float64Array {
  return Float64Array.from(probe, (one, pair) => {
    if (pair % PROGRESS_EVERY === 0) onProgress(pair);
    const [a, b] = [prepared[one], prepared[reference[pair]!]];
    return a === undefined || b === undefined ? NO_MATCH : score(a, b);
  });
}

function result(set: Comparisons, score: Float64Array): ProtocolResult {
  const genuine = set.probe.filter(
    (one, pair) => set.fingerOf[one] === set.fingerOf[set.reference[pair]!],
  ).length;
  return { genuine, impostor: set.probe.length - genuine, ...estimateErrorRates(set, score) };
}
