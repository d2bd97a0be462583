import type {
  ConversationMessage,
  ConversationNote,
  ConversationState,
  ConversationStore,
  HeldAgreement,
} from "../src/index.ts";
import { MortalStore } from "./mortal-store.ts";

export interface ConversationData<State, Body> {
  readonly states: Map<string, State>;
  readonly outbox: ConversationMessage<Body>[];
  readonly ledger: ConversationNote[];
  /** What the fake registry holds, by its own names. */
  readonly held: Map<string, unknown>;
}

/** Conversations in memory: transactions are all or nothing, and the n-th call can be made to fail before or after it took effect. */
export class MemoryConversations<State extends ConversationState, Body>
  extends MortalStore
  implements ConversationStore<ConversationData<State, Body>, State, Body>
{
  committed: ConversationData<State, Body> = {
    states: new Map(),
    outbox: [],
    ledger: [],
    held: new Map(),
  };
  readonly agreements: HeldAgreement[] = [];
  today = { own: 0, partner: 0 };
  readonly #delivered = new Set<string>();

  async transaction<T>(work: (data: ConversationData<State, Body>) => Promise<T>): Promise<T> {
    this.alive();
    const draft = structuredClone(this.committed);
    const result = await work(draft);
    this.call(() => {
      this.committed = draft;
    });
    return result;
  }

  async load(data: ConversationData<State, Body>, id: string): Promise<State | undefined> {
    return data.states.get(id);
  }

  async save(data: ConversationData<State, Body>, state: State): Promise<void> {
    data.states.set(state.id, state);
  }

  async enqueue(data: ConversationData<State, Body>, message: ConversationMessage<Body>): Promise<void> {
    data.outbox.push(message);
  }

  async record(
    data: ConversationData<State, Body>,
    _state: State,
    _held: HeldAgreement,
    note: ConversationNote,
  ): Promise<void> {
    data.ledger.push(note);
  }

  async agreement(digest: string): Promise<HeldAgreement | undefined> {
    return this.agreements.find((held) => held.digest === digest);
  }

  async personsOn(): Promise<{ own: number; partner: number }> {
    return this.today;
  }

  async read(id: string): Promise<State | undefined> {
    this.alive();
    return this.committed.states.get(id);
  }

  async undelivered(): Promise<readonly string[]> {
    const waiting = this.committed.outbox.filter((message) => !this.#delivered.has(keyOf(message)));
    return [...new Set(waiting.map((message) => message.conversation))];
  }

  async due(at: string): Promise<readonly string[]> {
    return [...this.committed.states.values()]
      .filter(({ waits }) => waits !== undefined && !waits.overdue && waits.until <= at)
      .map((state) => state.id);
  }

  async nextUndelivered(id: string): Promise<ConversationMessage<Body> | undefined> {
    this.alive();
    return this.committed.outbox.find(
      (message) => message.conversation === id && !this.#delivered.has(keyOf(message)),
    );
  }

  async delivered(conversation: string, number: number): Promise<void> {
    this.alive();
    this.call(() => {
      this.#delivered.add(keyOf({ conversation, number }));
    });
  }
}

const keyOf = ({ conversation, number }: { conversation: string; number: number }) =>
  `${conversation}/${number}`;
