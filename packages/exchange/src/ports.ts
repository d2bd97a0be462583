import type { LedgerNote } from "./effects.ts";
import type { HeldAgreement } from "./held-agreement.ts";
import type { Message } from "./protocol.ts";
import type { ExchangeState } from "./state.ts";
import type { LongWork, StoreTask, TaskResult } from "./tasks.ts";
import type { Context } from "./turn.ts";

/** What became of an attempt to deliver a message to the partner. */
export type Delivery =
  /** `received` is how many messages of the exchange the partner has taken, where it says so. */
  | { readonly kind: "accepted"; readonly received?: number | undefined }
  /** The partner expects an earlier message. */
  | { readonly kind: "outOfOrder"; readonly expected: number }
  /** Not reached, or busy: the same message is tried again. */
  | { readonly kind: "unreachable"; readonly reason: string }
  /** The partner's node refused it for good. */
  | { readonly kind: "refused"; readonly code: string; readonly reason: string };

/** What a node answers to a message that arrived. */
export type Acceptance =
  /** `received` is how many messages of the exchange this node has taken. */
  | { readonly kind: "accepted"; readonly received: number }
  | { readonly kind: "outOfOrder"; readonly expected: number }
  | { readonly kind: "refused"; readonly code: string; readonly reason: string; readonly remedy: string };

export interface Progress {
  readonly exchange: string;
  readonly step: string;
  readonly what: string;
  readonly done: number;
  readonly total: number | undefined;
}

/** Where exchanges are kept. Everything that takes a transaction happens in it or not at all. */
export interface ExchangeStore<Transaction> {
  transaction<T>(work: (transaction: Transaction) => Promise<T>): Promise<T>;
  load(transaction: Transaction, exchange: string): Promise<ExchangeState | undefined>;
  save(transaction: Transaction, state: ExchangeState): Promise<void>;
  enqueue(transaction: Transaction, message: Message): Promise<void>;
  record(
    transaction: Transaction,
    state: ExchangeState,
    held: HeldAgreement,
    note: LedgerNote,
    at: string,
  ): Promise<void>;
  /** Read in the transaction where one is given. */
  agreement(digest: string, transaction?: Transaction): Promise<HeldAgreement | undefined>;
  /**
   * Records that exchanges other than this one sent and received under the agreement, on a day (`YYYY-MM-DD`) and ever;
   * and how many of them began a private set intersection on that day.
   */
  recordsOn(
    transaction: Transaction,
    state: ExchangeState,
    day: string,
  ): Promise<Pick<Context, "today" | "total" | "overlapRunsToday">>;
  /** Finished exchanges under the same agreement from which a later one can start, the newest first. */
  bases(transaction: Transaction, state: ExchangeState): Promise<readonly string[]>;
  read(exchange: string): Promise<ExchangeState | undefined>;
  /** Exchanges that are running, and those with messages not yet delivered. */
  unfinished(): Promise<readonly string[]>;
  /** The oldest message that the partner has not accepted, of those numbered higher than `after`. */
  nextUndelivered(exchange: string, after?: number): Promise<Message | undefined>;
  delivered(exchange: string, number: number): Promise<void>;
}

/** The registry's side of the exchange. */
export interface ExchangeWork<Transaction> {
  perform(
    transaction: Transaction,
    state: ExchangeState,
    held: HeldAgreement,
    task: StoreTask,
    at: string,
  ): Promise<TaskResult>;
  work(
    state: ExchangeState,
    held: HeldAgreement,
    task: LongWork,
    tell: (progress: Progress) => void,
  ): Promise<TaskResult>;
}

export interface ExchangeNetwork {
  /** `suite` is what the exchange agreed on; before that the transport chooses by what it knows of the partner. */
  deliver(partner: string, message: Message, suite: string | undefined): Promise<Delivery>;
  /** Asks a partner that was not heard of whether it still goes on; a transport that carries files has no such way. */
  ask?(partner: string, message: Message, suite: string | undefined): Promise<Delivery>;
  /**
   * Brings over what it can of a message whose turn has not come yet, so that the link is not idle while the partner
   * handles those before it. It never fails; `deliver` follows for every message, in order.
   */
  prepare?(partner: string, message: Message, suite: string | undefined): Promise<void>;
  /**
   * Batches of a flow that may be under way to a partner; `LIMITS.batchesUnderWay` where this is not given. A transport
   * that carries a whole flow before anything comes back, such as files, says `Infinity`.
   */
  window?(partner: string): number;
}

export interface ExchangeClock {
  /** ISO 8601 in UTC. */
  now(): string;
  sleep(milliseconds: number): Promise<void>;
}
