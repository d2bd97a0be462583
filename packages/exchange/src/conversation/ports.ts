import type { HeldAgreement } from "../held-agreement.ts";
import type { Delivery } from "../ports.ts";
import type {
  ConversationContext,
  ConversationMessage,
  ConversationNote,
  ConversationState,
} from "./conversation.ts";

/** Where conversations are kept. Everything that takes a transaction happens in it or not at all. */
export interface ConversationStore<Transaction, State extends ConversationState, Body> {
  transaction<T>(work: (transaction: Transaction) => Promise<T>): Promise<T>;
  load(transaction: Transaction, id: string): Promise<State | undefined>;
  save(transaction: Transaction, state: State): Promise<void>;
  enqueue(transaction: Transaction, message: ConversationMessage<Body>): Promise<void>;
  record(
    transaction: Transaction,
    state: State,
    held: HeldAgreement,
    note: ConversationNote,
    at: string,
  ): Promise<void>;
  agreement(digest: string, transaction?: Transaction): Promise<HeldAgreement | undefined>;
  /** Persons of conversations other than this one that began on a day (`YYYY-MM-DD`), by who began them. */
  personsOn(transaction: Transaction, state: State, day: string): Promise<ConversationContext["today"]>;
  read(id: string): Promise<State | undefined>;
  /** Conversations with messages that were not delivered yet. */
  undelivered(): Promise<readonly string[]>;
  /** Conversations that wait for something whose time has come. */
  due(at: string): Promise<readonly string[]>;
  nextUndelivered(id: string): Promise<ConversationMessage<Body> | undefined>;
  delivered(id: string, number: number): Promise<void>;
}

/** The registry's side of a conversation: each task in the transaction of the event that asked for it. */
export type ConversationWork<Transaction, State, Task, Result> = (
  transaction: Transaction,
  state: State,
  held: HeldAgreement,
  task: Task,
  at: string,
) => Promise<Result>;

export interface ConversationNetwork<Body> {
  deliver(partner: string, message: ConversationMessage<Body>): Promise<Delivery>;
}
