import type { MatchFacts, Snapshot } from "./facts.ts";
import type { OverlapState } from "./overlap/state.ts";
import type {
  AppliedAccount,
  ChangeCounts,
  DisclosureAccount,
  DuplicateFacts,
  FlowKind,
  SideFacts,
} from "./protocol.ts";
import type { BackgroundTask } from "./tasks.ts";

export const STEPS = [
  "hello",
  "snapshot",
  "overlap",
  "match",
  "adjudicate",
  "reconcile",
  "receipt",
  "report",
  "done",
] as const;
export type Step = (typeof STEPS)[number];

/**
 * Whether an exchange goes on; what stopped it and what to do next are always said. `held` waits for a member of
 * staff to look at an implausible result; `halted` is final, and a new exchange begins again.
 */
export type Standing =
  | { readonly kind: "running" }
  | {
      readonly kind: "held" | "halted";
      readonly code: string;
      readonly reason: string;
      readonly remedy: string;
      readonly by: string;
    };

/** A stream of batches that this side sends: a window of them is under way until the partner has acknowledged them. */
export interface OutgoingFlow {
  readonly round: number;
  readonly nextIndex: number;
  /** Where the next batch is read from; undefined at the beginning, and once all is read. */
  readonly cursor: string | undefined;
  /** The last batch is read. */
  readonly ended: boolean;
  /** Commitments of the batches that wait for their acknowledgement, the oldest first. */
  readonly awaiting: readonly string[];
  /** The last batch is acknowledged. */
  readonly finished: boolean;
}

interface IncomingFlow {
  readonly round: number;
  readonly nextIndex: number;
  /** Persons that came so far, held to the agreement's ceiling. */
  readonly persons: number;
  readonly finished: boolean;
}

/**
 * An exchange as one node sees it. Plain data: it is stored whole after each event, in the transaction that did what
 * the event asked for.
 */
export interface ExchangeState {
  readonly exchange: string;
  readonly agreement: string;
  readonly self: string;
  readonly partner: string;
  readonly proposer: string;
  readonly matcher: string;
  /** False where the proposer wants everything compared and sent anew. */
  readonly fromBase: boolean;
  /** In a delta: the finished exchange since which changes are sent. Undefined in a whole exchange. */
  readonly base: string | undefined;
  /** In a delta: whose turn it is to compare the other's new persons and to tell decisions. */
  readonly comparing: "supplier" | "matcher" | undefined;
  readonly step: Step;
  readonly standing: Standing;
  /** The suite under which this exchange's messages are sealed, once the hello agreed on it. */
  readonly suite: string | undefined;
  /** Digests of agreements beside this one that the partner counts in life: they limit what is disclosed as well. */
  readonly partnerAlongside: readonly string[];
  /** Reconciliation rounds: 0 is the exchange itself, each later one follows decisions that adjudicators made. */
  readonly round: number;
  readonly nextSent: number;
  readonly nextReceived: number;
  /** Long work under way; asked for again after a restart. */
  readonly working: readonly BackgroundTask[];
  readonly outgoing: Readonly<Partial<Record<FlowKind, OutgoingFlow>>>;
  readonly incoming: Readonly<Partial<Record<FlowKind, IncomingFlow>>>;
  readonly duplicates: DuplicateFacts | undefined;
  readonly snapshot: Snapshot | undefined;
  readonly snapshotSent: boolean;
  /** How far the partner has cosigned this node's ledger, as the partner says. */
  readonly cosignedSize: number;
  readonly partnerSnapshot:
    | {
        readonly persons: number;
        readonly commitment: string;
        readonly duplicates: DuplicateFacts;
        readonly changes?: ChangeCounts | undefined;
      }
    | undefined;
  /** Undefined where the agreement asks for no private set intersection, and before it. */
  readonly overlap: OverlapState | undefined;
  readonly match: MatchFacts | undefined;
  /** The partner's signed certificate that it destroyed what it received for matching. */
  readonly partnerCertificate: string | undefined;
  readonly disclosed: Readonly<Partial<Record<"match" | "linked" | "roster", DisclosureAccount>>>;
  /** Records that left and came by day (`YYYY-MM-DD`, UTC), held to the agreement's ceiling a day. */
  readonly daily: Readonly<Record<string, { readonly sent: number; readonly received: number }>>;
  readonly applied: AppliedAccount;
  readonly newlyKnown: number;
  readonly partnerFacts: SideFacts | undefined;
  /** What the partner last said about why it waits. */
  readonly partnerNotice: { readonly code: string; readonly reason: string } | undefined;
  /** The checkpoint of this node's ledger that it sent in this round, as a request for the partner's cosignature. */
  readonly ownCheckpoint: string | undefined;
  readonly receiptSent: boolean;
  /** From which size this side asked for the partner's checkpoint again in this round. */
  readonly askedSince: number | undefined;
  /** This side's cosignature of the partner's ledger checkpoint in this round. */
  readonly cosignature: string | undefined;
  readonly reportSent: boolean;
  readonly reportReceived: boolean;
  /** Set by a member of staff who looked at an implausible result and lets it pass; recorded in the ledger. */
  readonly breakerOverridden: { readonly by: string; readonly reason: string } | undefined;
  /** Adjudicators decided pairs while this round was under way; they go in the next one. */
  readonly decisionsWaiting: boolean;
  readonly timeline: readonly { readonly step: Step; readonly at: string }[];
}

export const isMatcher = (state: ExchangeState): boolean => state.matcher === state.self;

/** A delta's own exchange of changes; the rounds that decisions start later are like those of a whole one. */
export const isDelta = (state: ExchangeState): boolean => state.base !== undefined && state.round === 0;

/** This side's pseudonym in a decision on a pair. */
export const ownRefIn = (
  state: ExchangeState,
  link: { readonly matcherRef: string; readonly supplierRef: string },
): string => (isMatcher(state) ? link.matcherRef : link.supplierRef);

/** Done, or halted for good: nothing more happens but a later round. */
export const isOver = (state: ExchangeState): boolean =>
  state.step === "done" || state.standing.kind === "halted";

export function newExchange(options: {
  exchange: string;
  agreement: string;
  self: string;
  partner: string;
  proposer: string;
  matcher: string;
  fromBase?: boolean;
  at: string;
}): ExchangeState {
  const { at, fromBase = true, ...identity } = options;
  return {
    ...identity,
    fromBase,
    base: undefined,
    comparing: undefined,
    step: "hello",
    standing: { kind: "running" },
    suite: undefined,
    partnerAlongside: [],
    round: 0,
    nextSent: 0,
    nextReceived: 0,
    working: [],
    outgoing: {},
    incoming: {},
    duplicates: undefined,
    snapshot: undefined,
    snapshotSent: false,
    cosignedSize: 0,
    partnerSnapshot: undefined,
    overlap: undefined,
    match: undefined,
    partnerCertificate: undefined,
    disclosed: {},
    daily: {},
    applied: {},
    newlyKnown: 0,
    partnerFacts: undefined,
    partnerNotice: undefined,
    ownCheckpoint: undefined,
    receiptSent: false,
    askedSince: undefined,
    cosignature: undefined,
    reportSent: false,
    reportReceived: false,
    breakerOverridden: undefined,
    decisionsWaiting: false,
    timeline: [{ step: "hello", at }],
  };
}
