import type { DisclosedPerson, MatchRecord } from "@accord/vocabulary";
import type {
  ExchangeState,
  ExchangeStore,
  HeldAgreement,
  LedgerNote,
  LinkDecision,
  Message,
} from "../src/index.ts";
import type { KeptBatch } from "../src/overlap/index.ts";
import { MortalStore } from "./mortal-store.ts";

export interface MemoryData {
  readonly exchanges: Map<string, ExchangeState>;
  readonly outbox: Message[];
  readonly ledger: LedgerNote[];
  readonly staged: Map<string, MatchRecord>;
  readonly links: Map<string, LinkDecision & { round: number }>;
  readonly received: Map<string, DisclosedPerson>;
}

export interface MemoryTransaction {
  readonly data: MemoryData;
  /** Batches of private set intersections; putting one again replaces it, so that they need no transaction. */
  readonly overlap: Map<string, KeptBatch>;
}

const empty = (): MemoryData => ({
  exchanges: new Map(),
  outbox: [],
  ledger: [],
  staged: new Map(),
  links: new Map(),
  received: new Map(),
});

/** A store in memory whose transactions are all or nothing, and which can be made to die. */
export class MemoryStore extends MortalStore implements ExchangeStore<MemoryTransaction> {
  committed: MemoryData = empty();
  /** What was committed, after each transaction. */
  readonly history: MemoryData[] = [];
  held: HeldAgreement[] = [];
  readonly overlap = new Map<string, KeptBatch>();
  overlapRunsToday = 0;
  /** Kept apart from transactions, as a row of its own is in a real store. */
  readonly #delivered = new Set<number>();

  async transaction<T>(work: (transaction: MemoryTransaction) => Promise<T>): Promise<T> {
    this.alive();
    const draft = structuredClone(this.committed);
    const result = await work({ data: draft, overlap: this.overlap });
    this.call(() => {
      this.committed = draft;
      this.history.push(draft);
    });
    return result;
  }

  async load({ data }: MemoryTransaction, exchange: string): Promise<ExchangeState | undefined> {
    return data.exchanges.get(exchange);
  }

  async save({ data }: MemoryTransaction, state: ExchangeState): Promise<void> {
    data.exchanges.set(state.exchange, state);
  }

  async enqueue({ data }: MemoryTransaction, message: Message): Promise<void> {
    data.outbox.push(message);
  }

  async record(
    { data }: MemoryTransaction,
    _state: ExchangeState,
    _held: HeldAgreement,
    note: LedgerNote,
  ): Promise<void> {
    data.ledger.push(note);
  }

  async agreement(digest: string): Promise<HeldAgreement | undefined> {
    return this.held.find((held) => held.digest === digest);
  }

  async read(exchange: string): Promise<ExchangeState | undefined> {
    this.alive();
    return this.committed.exchanges.get(exchange);
  }

  async recordsOn() {
    const none = { sent: 0, received: 0 };
    return { today: none, total: none, overlapRunsToday: this.overlapRunsToday };
  }

  async bases() {
    return [];
  }

  async unfinished(): Promise<readonly string[]> {
    return [...this.committed.exchanges.keys()];
  }

  async nextUndelivered(exchange: string, after = -1): Promise<Message | undefined> {
    this.alive();
    return this.committed.outbox.find(
      ({ number, exchange: of }) => of === exchange && number > after && !this.#delivered.has(number),
    );
  }

  async delivered(_exchange: string, number: number): Promise<void> {
    this.alive();
    this.call(() => {
      this.#delivered.add(number);
    });
  }
}
