import { errorRatesOf } from "../src/evaluate/index.ts";
import { EVIDENCE } from "../src/match/evidence.ts";
import { Matcher } from "../src/match/matcher.ts";
import { EVIDENCE_WEIGHTS } from "../src/match/weights.ts";
import { THIRD_PARTY } from "../test/third-party.ts";
import { fitLogistic } from "./logistic.ts";
import { type Database, realDatabases, visitPairs } from "./real-impressions.ts";

/**
 * Fits weights of the evidence by logistic regression on real impressions and prints, for each database, the error rates
 * of the weights in use and of a fit on all other databases; then the fit on all. Evidence is that of the best alignment
 * under the weights in use. Low false match rates matter most, so all impostors together weigh thirty times as much as all
 * genuine comparisons.
 */
const IMPOSTOR_IMPORTANCE = 30;
const RIDGE = 2;

interface Comparison {
  readonly database: Database;
  readonly isGenuine: boolean;
  /** Undefined where no alignment was worth pairing. */
  readonly evidence: Float64Array | undefined;
}

const matcher = new Matcher();
const databases = realDatabases(THIRD_PARTY);
const comparisons = databases.flatMap((database) => {
  const found: Comparison[] = [];
  visitPairs(
    database,
    (probe) => matcher.setProbe(probe),
    (reference, isGenuine) => found.push({ database, isGenuine, evidence: matcher.evidenceOf(reference) }),
  );
  return found;
});

const used = Float64Array.from(EVIDENCE, (name) => EVIDENCE_WEIGHTS[name]);
console.table(
  databases.flatMap((database) => {
    const own = comparisons.filter((comparison) => comparison.database === database);
    const others = comparisons.filter((comparison) => comparison.database.name !== database.name);
    return [
      { database: database.name, kind: database.kind, weights: "in use", ...ratesOf(own, used) },
      {
        database: database.name,
        kind: database.kind,
        weights: "fitted on others",
        ...ratesOf(own, fit(others)),
      },
    ];
  }),
);
const fitted = fit(comparisons);
console.table(EVIDENCE.map((name, index) => ({ name, "in use": used[index], fitted: fitted[index] })));

function fit(among: readonly Comparison[]): Float64Array {
  const usable = among.filter(({ evidence }) => evidence !== undefined);
  const genuine = usable.filter(({ isGenuine }) => isGenuine).length;
  return fitLogistic(
    usable.map(({ evidence }) => evidence!),
    usable.map(({ isGenuine }) => (isGenuine ? 1 : 0)),
    usable.map(({ isGenuine }) =>
      isGenuine ? 1000 / genuine : (IMPOSTOR_IMPORTANCE * 1000) / (usable.length - genuine),
    ),
    RIDGE,
  );
}

function ratesOf(among: readonly Comparison[], weights: Float64Array): Record<string, string> {
  const similarity = ({ evidence }: Comparison): number =>
    evidence === undefined ? -100 : evidence.reduce((sum, value, index) => sum + value * weights[index]!, 0);
  const of = (isGenuine: boolean): Float64Array =>
    Float64Array.from(
      among.filter((comparison) => comparison.isGenuine === isGenuine),
      similarity,
    );
  const { eer, fmr100, fmr1000 } = errorRatesOf(of(true), of(false));
  const percent = (share: number): string => (100 * share).toFixed(1);
  return { "EER %": percent(eer), "FMR100 %": percent(fmr100), "FMR1000 %": percent(fmr1000) };
}
