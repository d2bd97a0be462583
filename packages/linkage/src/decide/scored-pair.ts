export type Decision = "link" | "adjudicate" | "none";

/**
 * Why a pair was not simply linked. `conflict`: fingerprints and biography contradict each other;
 * `possibleDuplicate`: a person of the pair is linked to another record, and this one is no less certain, so that
 * one of the registries holds the person twice; `ambiguous`: another assignment is nearly as good; `outranked`: a person of the pair is linked otherwise;
 * `weakFingerprints`: only fingerprints speak for it, and not strongly enough to do so alone; `outsideCluster`: the other
 * records that each of the two was found to be one with speak against the pair.
 */
export type PairLabel =
  | "conflict"
  | "ambiguous"
  | "possibleDuplicate"
  | "outranked"
  | "weakFingerprints"
  | "outsideCluster";

export interface Evidence {
  readonly comparison: string;
  readonly level: string;
  /** Bits; positive speaks for one person. */
  readonly weight: number;
}

/** A pair with what speaks for and against it. `weight` = prior + the sum of `parts`. */
interface ScoredPair {
  readonly left: string;
  readonly right: string;
  readonly leftHousehold?: string;
  readonly rightHousehold?: string;
  /** Posterior probability that both records are one person. */
  readonly probability: number;
  /** log2 of the posterior odds. */
  readonly weight: number;
  /** Bits each kind of evidence adds. */
  readonly parts: {
    readonly biography: number;
    /** What other members of the household add by their biographies. */
    readonly household: number;
    readonly fingerprints: number;
    /** What the fingerprints of other members of the household add. */
    readonly relativesFingerprints: number;
  };
  /** log2 odds before any evidence. */
  readonly prior: number;
  /** −10·log10 FMR; absent where fingerprints were not compared. */
  readonly fingerprintScore?: number;
  readonly evidence: readonly Evidence[];
  /** Whether sex, or every part of the name, or the name and the age are at odds. */
  readonly contradictory: boolean;
  /** Whether the whole name and the birth year agree as folded: what a simple rule would link. */
  readonly sameNameAndBirthYear: boolean;
  readonly decision: Decision;
  /** The first kind of evidence that reaches the decision, in this order; `combined` where none does alone,
   * `cluster` where other records of the same person hold the pair together. */
  readonly decidedBy: "biography" | "household" | "fingerprints" | "combined" | "cluster";
  readonly labels: readonly PairLabel[];
}

/** What was decided of a pair. */
export type PairDecision = Pick<ScoredPair, "decision" | "decidedBy" | "labels">;

/** A pair before the decision. */
export type UndecidedPair = Omit<ScoredPair, keyof PairDecision>;

/** What deciding reads of a pair. */
export type DecidablePair = Omit<UndecidedPair, "evidence">;
