import type { Agreement, Alongside } from "@accord/agreement";
import type { DisclosureAccount } from "../protocol.ts";
import type { Context } from "../turn.ts";

/** What two nodes speak of beside exchanges of registries: the referral of a person, the question on a list. */
export type ConversationKind = "referral" | "inquiry";

/** Who must do what until when; `until` is ISO 8601 in UTC. Nothing waits without saying so. */
export interface Wait {
  /** The agency that is waited for. */
  readonly for: string;
  readonly reason: string;
  readonly next: string;
  readonly until: string;
  readonly overdue: boolean;
}

/** A conversation as one node sees it: plain data, stored whole after each event in the transaction that did its work. */
export interface ConversationState {
  readonly id: string;
  readonly kind: ConversationKind;
  /** Digest of the agreement. */
  readonly agreement: string;
  readonly self: string;
  readonly partner: string;
  /** Who began it: who refers, who asks. */
  readonly opener: string;
  readonly step: string;
  /** Persons whom it concerns. */
  readonly persons: number;
  readonly nextSent: number;
  readonly nextReceived: number;
  readonly waits: Wait | undefined;
  readonly timeline: readonly { readonly step: string; readonly at: string; readonly by: string }[];
}

/** In each direction messages are numbered from 0, as those of exchanges are, so that none is lost, repeated or reordered. */
export interface ConversationMessage<Body> {
  readonly kind: ConversationKind;
  readonly conversation: string;
  readonly from: string;
  readonly to: string;
  readonly number: number;
  readonly sentAt: string;
  readonly body: Body;
}

/** An entry for the ledger, without personal data; pseudonyms tell the node whom it concerns and do not enter it. */
export type ConversationNote =
  | {
      readonly kind: "disclosure" | "receipt";
      readonly tier: "referral" | "assistance";
      readonly records: number;
      readonly commitment: string;
      readonly clauses: readonly string[];
      readonly account: DisclosureAccount;
      readonly ownRefs: readonly string[];
      readonly partnerRefs: readonly string[];
    }
  | { readonly kind: "refusal"; readonly code: string; readonly commitment?: string | undefined }
  | {
      readonly kind: "turn";
      /** Such as `accepted`: a word of the ledger's kind for this conversation. */
      readonly event: string;
      readonly code?: string | undefined;
      readonly persons: number;
      readonly found?: number | undefined;
    }
  /** What had been received was destroyed. */
  | { readonly kind: "destroyed"; readonly persons: number; readonly commitment: string };

/** What a machine asks for, carried out in order in the event's transaction. A task's result is the next event. */
export type ConversationEffect<Body, Task> =
  | { readonly kind: "send"; readonly body: Body }
  | { readonly kind: "store"; readonly task: Task }
  | { readonly kind: "record"; readonly note: ConversationNote };

export type ConversationEvent<Body, Act, Result> =
  /** A member of staff does something. */
  | { readonly kind: "act"; readonly act: Act }
  | { readonly kind: "message"; readonly message: ConversationMessage<Body> }
  | { readonly kind: "result"; readonly result: Result }
  /** The time that something was waited for has come. */
  | { readonly kind: "due" }
  /** The partner's node refused a message for good. */
  | { readonly kind: "undelivered"; readonly code: string };

export interface ConversationContext {
  readonly agreement: Agreement;
  /** Agreements beside it that are in life here: the stricter of all counts. */
  readonly alongside: readonly Alongside[];
  readonly force: Context["force"];
  /** ISO 8601 in UTC. */
  readonly at: string;
  /** Persons of other conversations of this kind under this agreement that began today, by who began them. */
  readonly today: { readonly own: number; readonly partner: number };
}

export interface ConversationTransition<State, Body, Task> {
  readonly state: State;
  readonly effects: readonly ConversationEffect<Body, Task>[];
}

/**
 * A conversation's protocol: a pure function from state and event to the next state and the effects to carry out. It
 * reads no clock, draws no randomness and touches no store.
 */
export interface ConversationMachine<State extends ConversationState, Body, Act, Task, Result> {
  readonly kind: ConversationKind;
  transition(
    state: State,
    event: ConversationEvent<Body, Act, Result>,
    context: ConversationContext,
  ): ConversationTransition<State, Body, Task>;
  /** The agreement that a first message names; undefined where the message cannot be a first one. */
  agreementOf(body: Body): string | undefined;
  fresh(options: FreshConversation): State;
}

export interface FreshConversation {
  readonly id: string;
  readonly agreement: string;
  readonly self: string;
  readonly partner: string;
  readonly opener: string;
  readonly at: string;
}
