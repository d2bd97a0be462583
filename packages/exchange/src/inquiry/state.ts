import type { AssistanceTerms } from "@accord/agreement";
import type { DisclosurePlan } from "@accord/vocabulary";
import type { ConversationState, FreshConversation } from "../conversation/conversation.ts";
import type { ConversationTurn } from "../conversation/turn.ts";
import type { AskedPerson, AssistanceFinding, InquiryBody, ListedAssistance } from "./protocol.ts";

/** A question on one distribution list as one node sees it: counts and codes; whom it concerns is kept elsewhere. */
export interface InquiryState extends ConversationState {
  readonly kind: "inquiry";
  readonly step: "opening" | "asked" | "answered" | "declined" | "done";
  readonly list: ListedAssistance | undefined;
  /** Persons for whom the same assistance was found. */
  readonly found: number | undefined;
  /** Commitment of the question, then of the answer. */
  readonly commitment: string | undefined;
  /** Why it was declined. */
  readonly reason: string | undefined;
}

export interface InquiryAct {
  readonly kind: "ask";
  readonly list: ListedAssistance;
  /** Own persons on the list. */
  readonly persons: readonly string[];
}

export type InquiryTask =
  /** Who of them is linked, and may be asked about. */
  | { readonly kind: "gather"; readonly plan: DisclosurePlan; readonly persons: readonly string[] }
  | {
      readonly kind: "look";
      readonly plan: DisclosurePlan;
      readonly terms: AssistanceTerms;
      readonly list: ListedAssistance;
      readonly asked: readonly AskedPerson[];
    }
  | {
      readonly kind: "keep";
      readonly plan: DisclosurePlan;
      readonly list: ListedAssistance;
      readonly findings: readonly AssistanceFinding[];
    };

export type InquiryResult =
  | { readonly kind: "gather"; readonly asked: readonly AskedPerson[]; readonly salt: string }
  | {
      readonly kind: "look";
      readonly findings: readonly AssistanceFinding[];
      readonly salt: string;
      /** Why nothing was looked up. */
      readonly declined: string | undefined;
    }
  | { readonly kind: "keep" };

export type InquiryTurn = ConversationTurn<InquiryState, InquiryBody, InquiryTask>;

export function freshInquiry(options: FreshConversation): InquiryState {
  const { at, ...identity } = options;
  return {
    ...identity,
    kind: "inquiry",
    step: "opening",
    persons: 0,
    nextSent: 0,
    nextReceived: 0,
    waits: undefined,
    timeline: [{ step: "opening", at, by: options.opener }],
    list: undefined,
    found: undefined,
    commitment: undefined,
    reason: undefined,
  };
}
