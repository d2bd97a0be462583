import type { PairCounts } from "@accord/overlap/count";
import type { OverlapOpening, OverlapPart, OverlapRun } from "./message.ts";
import type { OverlapTold } from "./told.ts";

/** How far a part is sent: batches that left, and those of them that the partner has. */
interface OverlapSending {
  readonly sent: number;
  readonly acknowledged: number;
}

/** The private set intersection of an exchange as one node sees it: the run under way, and what the runs told. */
export interface OverlapState {
  /** Day of the run, UTC, held to the agreement's runs a day. */
  readonly day: string;
  readonly run: OverlapRun;
  readonly own: OverlapOpening | undefined;
  readonly partner: OverlapOpening | undefined;
  readonly sending: Readonly<Partial<Record<OverlapPart, OverlapSending>>>;
  /** Batches that came, of each part. */
  readonly received: Readonly<Record<OverlapPart, number>>;
  /** The partner's set is what it committed to, and blinded here as well. */
  readonly reblinded: boolean;
  /** What this side counted, until the partner has come to the same; then it is told, or forgotten. */
  readonly counted: PairCounts | undefined;
  readonly partnerDigest: string | undefined;
  readonly told: OverlapTold | undefined;
  /** Pairs that the run `link` found; known to the matching party. */
  readonly linked: number | undefined;
  readonly passed: boolean;
  readonly partnerPassed: boolean;
  /** The member of staff who saw the estimate and let the exchange go on. */
  readonly confirmed: { readonly by: string; readonly reason: string } | undefined;
}

export const newOverlap = (day: string): OverlapState => ({
  ...newRun("estimate"),
  day,
  told: undefined,
  linked: undefined,
  confirmed: undefined,
});

/** What a run begins with; what the run before told stays. */
export const newRun = (run: OverlapRun) => ({
  run,
  own: undefined,
  partner: undefined,
  sending: {},
  received: { set: 0, answer: 0 },
  reblinded: false,
  counted: undefined,
  partnerDigest: undefined,
  passed: false,
  partnerPassed: false,
});
