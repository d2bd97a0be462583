import type { ChangeCounts } from "./protocol.ts";

/** What matching found, in counts. */
export interface MatchFacts {
  readonly linked: number;
  readonly waiting: number;
  readonly conflicts: number;
  /** How many automatic links were decided by which evidence. */
  readonly decidedBy: Readonly<Record<string, number>>;
  readonly candidatePairs: number;
  /** Rules and comparisons that a missing or ungranted attribute made impossible. */
  readonly unusable: readonly string[];
}

/** Whom a side pinned, in counts, with a commitment to the pseudonyms. */
export interface Snapshot {
  readonly persons: number;
  readonly withheld: Readonly<Record<string, number>>;
  readonly commitment: string;
  /** How far this node has cosigned the partner's ledger. */
  readonly cosignedSize: number;
  /** Where the registry's change sequence stood: what a later exchange sends begins here. */
  readonly horizon: number;
  /** In a delta, where `persons` are those of whom something changed. */
  readonly changes?: ChangeCounts;
}
