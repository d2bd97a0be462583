import type { DisclosurePlan, Urgency } from "@accord/vocabulary";
import type { ConversationState, FreshConversation } from "../conversation/conversation.ts";
import type { ConversationTurn } from "../conversation/turn.ts";
import type {
  ReferralBody,
  ReferralContent,
  ReferralOutcome,
  ReferredService,
  RefusalReason,
  WithdrawalReason,
} from "./protocol.ts";

/** A referral as one node sees it: codes and counts; who it is and the note are kept elsewhere, sealed. */
export interface ReferralState extends ConversationState {
  readonly kind: "referral";
  readonly step: "opening" | "offered" | "accepted" | "completed" | "refused" | "withdrawn" | "rejected";
  readonly service: ReferredService;
  readonly subject: "person" | "household";
  readonly urgency: Urgency;
  /** Pseudonyms that hold for this referral alone. */
  readonly refs: readonly string[];
  readonly commitment: string | undefined;
  /** The receiver's node has it, checked. */
  readonly taken: boolean;
  readonly answerBy: string | undefined;
  readonly completeBy: string | undefined;
  /** Why it was refused, withdrawn or rejected. */
  readonly reason: string | undefined;
  readonly outcome: ReferralOutcome | undefined;
}

export type ReferralAct =
  | {
      readonly kind: "refer";
      readonly service: ReferredService;
      readonly subject: "person" | "household";
      readonly urgency: Urgency;
      readonly note: string | undefined;
      /** The own person, or whose household it is. */
      readonly person: string;
    }
  /** `person` is an own person whom the one referred is; without, a link that stands or a new person. */
  | { readonly kind: "accept"; readonly person: string | undefined }
  | { readonly kind: "refuse"; readonly reason: RefusalReason }
  | { readonly kind: "complete"; readonly outcome: ReferralOutcome }
  | { readonly kind: "withdraw"; readonly reason: WithdrawalReason };

export type ReferralTask =
  | {
      readonly kind: "disclose";
      readonly plan: DisclosurePlan;
      readonly person: string;
      readonly subject: "person" | "household";
      readonly note: string | undefined;
    }
  | { readonly kind: "keepOffer"; readonly content: ReferralContent }
  | { readonly kind: "take"; readonly plan: DisclosurePlan; readonly person: string | undefined }
  /** Destroys the offer, or what it brought into the registry. */
  | { readonly kind: "destroy" };

export type ReferralResult =
  | { readonly kind: "disclose"; readonly content: ReferralContent; readonly salt: string }
  | { readonly kind: "keepOffer" }
  | { readonly kind: "take" }
  | { readonly kind: "destroy"; readonly persons: number };

export type ReferralTurn = ConversationTurn<ReferralState, ReferralBody, ReferralTask>;

export const isReferrer = (state: ReferralState): boolean => state.opener === state.self;

export function freshReferral(options: FreshConversation): ReferralState {
  const { at, ...identity } = options;
  return {
    ...identity,
    kind: "referral",
    step: "opening",
    persons: 0,
    nextSent: 0,
    nextReceived: 0,
    waits: undefined,
    timeline: [{ step: "opening", at, by: options.opener }],
    service: { kind: "other" },
    subject: "person",
    urgency: "routine",
    refs: [],
    commitment: undefined,
    taken: false,
    answerBy: undefined,
    completeBy: undefined,
    reason: undefined,
    outcome: undefined,
  };
}
