import type { MatchRecord, Tier } from "@accord/vocabulary";
import type { Session } from "../store/store.ts";
import { unfinished } from "../store/unfinished.ts";

/** Received records of a tier, kept until they are matched, then purged. Storing a batch again changes nothing. */
export async function stageRecords(
  _session: Session,
  _batch: {
    readonly exchange: string;
    readonly tier: Tier;
    readonly direction: "received" | "sent";
    readonly batch: number;
    readonly records: readonly MatchRecord[];
  },
): Promise<void> {
  unfinished();
}
/** Staged records in order of ref. */
export async function* stagedRecords(
  _session: Session,
  _selection: { readonly exchange: string; readonly tier: Tier; readonly direction: "received" | "sent" },
): AsyncGenerator<MatchRecord> {
  unfinished();
}
/** Deletes what was staged and says how many records that were. */
export async function purgeStaged(
  _session: Session,
  _selection: { readonly exchange: string; readonly tier?: Tier },
): Promise<number> {
  return unfinished();
}

/** The outcome of matching one pair, as the matching party decided it. */
export interface PairResult {
  readonly exchange: string;
  readonly ownRef: string;
  readonly partnerRef: string;
  readonly probability: number;
  readonly decision: string;
  readonly evidence: unknown;
}
/** Inserts, or replaces what stood for the same pair. */
export async function savePairResults(_session: Session, _results: readonly PairResult[]): Promise<void> {
  unfinished();
}
export async function readPairResults(
  _session: Session,
  _selection: { readonly exchange: string; readonly decision?: string },
): Promise<readonly PairResult[]> {
  return unfinished();
}
