import type { RuleCount } from "../candidates/block-keys.ts";
import type { UnusableRule } from "../candidates/usable-rules.ts";
import type { LinkagePolicy } from "../decide/policy.ts";
import type { PairDecision } from "../decide/scored-pair.ts";
import type { LinkageModel } from "../document/linkage-model.ts";
import type { BiometricEvidence } from "../record.ts";
import type { UndecidedPair } from "../score/undecided-pair.ts";
import type { TrainingReport } from "../train/train-model.ts";
import type { ScoredState } from "./scored-state.ts";

export type RunStep = "read" | "standardise" | "block" | "train" | "score" | "households" | "decide";

/** Where a run stands. */
export interface RunProgress {
  readonly step: RunStep;
  /** Pairs done, of how many, and how many a second; where the step goes by pairs. */
  readonly pairs?: number;
  readonly ofPairs?: number;
  readonly pairsPerSecond?: number;
  readonly secondsLeft?: number;
}

/** A pair that somebody judged. */
export interface Label {
  readonly left: string;
  readonly right: string;
  readonly same: boolean;
}

export interface RunOptions {
  /** The model; one is suggested from the columns where it is absent. */
  readonly model?: LinkageModel | undefined;
  /** Whether to train the model on these records; where it is not trained yet, if absent. */
  readonly train?: boolean | undefined;
  readonly labels?: Iterable<Label> | undefined;
  /** Thresholds and how pairs are decided together; the model's thresholds where absent. */
  readonly policy?: Partial<LinkagePolicy> | undefined;
  /** Columns of the model that may not be used, as an agreement withholds them. */
  readonly withheld?: readonly string[] | undefined;
  /** Fingerprint comparisons already made; their pairs are candidates whatever the rules say. */
  readonly biometrics?: Iterable<BiometricEvidence> | undefined;
  readonly onProgress?: ((progress: RunProgress) => void) | undefined;
  /** Blocks of more pairs are split or dropped, and reported; 50,000 where not given. */
  readonly maxPairsPerKey?: number | undefined;
  /** More candidate pairs than this are refused; 500 million where not given. */
  readonly maxPairs?: number | undefined;
  /** Pairs less probable than this by every kind of evidence are not returned; 0.01 where not given. */
  readonly keepFrom?: number | undefined;
  /** Ceiling of the database's memory; beyond it, it works on disk. Half of the machine's where not given. */
  readonly memoryLimitBytes?: number | undefined;
  readonly threads?: number | undefined;
  /** Pairs compared in one piece; 10 million where not given. Pieces do not change the result. */
  readonly pairsPerChunk?: number | undefined;
  /** What the last run with this model left, so that only pairs of new and changed records are compared. */
  readonly previous?: ScoredState | undefined;
  /** Whether the result has a state for the next run. */
  readonly keepState?: boolean | undefined;
  /** Folder in which finished pieces are kept, so that a run cut short goes on where it was. */
  readonly checkpoints?: string | undefined;
}

export interface BlockingReport {
  /** What each rule brings, counted before it ran. */
  readonly rules: readonly RuleCount[];
  /** Rules that could not run, each with the columns it lacks on a side. */
  readonly unusable: readonly UnusableRule[];
  /** Distinct pairs of all rules that were compared in this run. */
  readonly candidatePairs: number;
}

export type DecidedPair = UndecidedPair & PairDecision;

export interface LinkageResult {
  /** The model as trained. */
  readonly model: LinkageModel;
  readonly training: TrainingReport | undefined;
  /** Most probable first, then by id. */
  readonly pairs: readonly DecidedPair[];
  /** Within one registry: ids that stand for one person, largest cluster first; only clusters of two and more. */
  readonly clusters: readonly (readonly string[])[];
  readonly blocking: BlockingReport;
  /** Comparisons that could not be made, because a side lacks the column or it may not be used. */
  readonly unusableComparisons: readonly string[];
  readonly recordsLeft: number;
  readonly recordsRight: number;
  readonly oneToOne: boolean;
  /** For the next run, where asked for. */
  readonly state?: ScoredState | undefined;
  readonly timesMilliseconds: Readonly<Partial<Record<RunStep, number>>>;
}
