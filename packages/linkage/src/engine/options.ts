import type { BlockingReport } from "../block/candidates.ts";
import type { LinkagePolicy } from "../decide/policy.ts";
import type { ScoredPair } from "../decide/scored-pair.ts";
import type { LinkageModel } from "../model/model.ts";
import type { BiometricEvidence } from "../record.ts";
import type { Column } from "../standardise.ts";

export type LinkageStep = "block" | "compare" | "train" | "score" | "households" | "decide";

export interface LinkageOptions {
  readonly policy: LinkagePolicy;
  /** Fingerprint comparisons already made; their pairs are candidates whatever the rules say. */
  readonly biometrics?: Iterable<BiometricEvidence> | undefined;
  /** A model trained before; without it, one is trained on these records. */
  readonly model?: LinkageModel | undefined;
  /** Attributes that may be used, where an agreement grants only some; all where not given. */
  readonly available?: readonly Column[] | undefined;
  /** Called as each step begins. */
  readonly onProgress?: ((progress: { step: LinkageStep; pairs?: number }) => void) | undefined;
  /** Blocks of more pairs are dropped and reported; 50,000 where not given. */
  readonly maxPairsPerKey?: number | undefined;
  /** Pairs less probable than this by every kind of evidence are not returned; 0.01 where not given. */
  readonly keepFrom?: number | undefined;
  /** Ceiling of the database's memory; beyond it, it works on disk. Half of the machine's where not given. */
  readonly memoryLimitBytes?: number | undefined;
}

export interface LinkageResult {
  readonly model: LinkageModel;
  /** Most probable first, then by id. */
  readonly pairs: readonly ScoredPair[];
  readonly blocking: BlockingReport;
  /** Comparisons that could not be made, because a side lacks the attribute or it may not be used. */
  readonly unusableComparisons: readonly string[];
  readonly timesMilliseconds: Readonly<Partial<Record<LinkageStep, number>>>;
}
