import {
  type Basis,
  type DecidedPair,
  type Decision,
  decideBy,
  dedupe,
  type Evidence,
  explainPair,
  type LinkagePolicy,
  type LinkageResult,
  link,
  PERSONS_MODEL,
  personRow,
  type RunProgress,
  type Source,
} from "@accord/linkage";
import type { ComparablePerson } from "./comparable-person.ts";
import { fingersAcross, fingersWithin } from "./compare-fingers.ts";

/** What was found of one pair, with what each kind of evidence would have decided alone. */
export interface PairFinding {
  readonly left: string;
  readonly right: string;
  readonly probability: number;
  readonly decision: "link" | "adjudicate" | "none";
  readonly decidedBy: string;
  readonly evidence: PairEvidence;
}

/** Why: bits by kind of evidence and by comparison. It holds no value of anybody's attributes. */
export interface PairEvidence {
  readonly prior: number;
  readonly parts: DecidedPair["parts"];
  readonly comparisons: readonly Evidence[];
  readonly labels: readonly string[];
  readonly fingerprintScore: number | undefined;
  /** Kinds of identifiers that the private set intersection found equal, without either node seeing the other's. */
  readonly equalIdentifiers?: readonly string[];
  /** Both stand in one household of one registry. */
  readonly sameHousehold: boolean;
  readonly alone: Readonly<Record<"nameAndBirthYear" | "biography" | "fingerprints", Decision>>;
}

export interface Findings {
  readonly pairs: readonly PairFinding[];
  readonly candidatePairs: number;
  /** Blocking rules and comparisons that a missing or ungranted attribute made impossible, by name. */
  readonly unusable: readonly string[];
}

export type TellProgress = (what: string, done: number, total: number | undefined) => void;

/** Who is one person in two registries, by fingerprints and biography together. */
export async function compareRegistries(
  left: readonly ComparablePerson[],
  right: readonly ComparablePerson[],
  policy: LinkagePolicy,
  tell: TellProgress,
): Promise<Findings> {
  const biometrics = await fingersAcross(left, right, (done, total) => tell("fingerprints", done, total));
  const result = await link(sourceOf(left), sourceOf(right), {
    model: PERSONS_MODEL,
    biometrics,
    policy,
    onProgress: (progress) => tellOf(progress, tell),
  });
  return findingsOf(result, policy, false);
}

/** Who stands more than once in one registry. */
export async function compareWithin(
  persons: readonly ComparablePerson[],
  policy: LinkagePolicy,
  tell: TellProgress,
): Promise<Findings> {
  const biometrics = await fingersWithin(persons, (done, total) => tell("fingerprints", done, total));
  const result = await dedupe(sourceOf(persons), {
    model: PERSONS_MODEL,
    biometrics,
    policy: { ...policy, oneToOne: false },
    onProgress: (progress) => tellOf(progress, tell),
  });
  return findingsOf(result, { ...policy, oneToOne: false }, true);
}

function sourceOf(persons: readonly ComparablePerson[]): Source {
  return { rows: persons.map(({ record }) => personRow(record)) };
}

function tellOf({ step, pairs, ofPairs }: RunProgress, tell: TellProgress): void {
  tell(step, pairs ?? 0, ofPairs);
}

const ALONE: readonly (keyof PairEvidence["alone"])[] = ["nameAndBirthYear", "biography", "fingerprints"];

function findingsOf(result: LinkageResult, policy: LinkagePolicy, within: boolean): Findings {
  const alone = ALONE.map((basis) => [basis, decideBy(result.pairs, basis satisfies Basis, policy)] as const);
  const pairs = result.pairs.map((pair, at): PairFinding => {
    const { left, right, probability, decision, decidedBy, prior, parts, labels, fingerprintScore } = pair;
    const sameHousehold =
      within && pair.leftHousehold !== undefined && pair.leftHousehold === pair.rightHousehold;
    const by = Object.fromEntries(
      alone.map(([basis, decisions]) => [basis, decisions[at]?.decision ?? "none"]),
    );
    return {
      left,
      right,
      probability,
      decision,
      decidedBy,
      evidence: {
        prior,
        parts,
        comparisons: explainPair(result.model, pair),
        labels,
        fingerprintScore,
        sameHousehold,
        alone: by as PairEvidence["alone"],
      },
    };
  });
  return {
    pairs,
    candidatePairs: result.blocking.candidatePairs,
    unusable: [...result.unusableComparisons, ...result.blocking.unusable.map((rule) => rule.name)],
  };
}
