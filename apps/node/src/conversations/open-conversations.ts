import {
  ConversationDriver,
  type ConversationMessage,
  type Delivery,
  type InquiryAct,
  type InquiryBody,
  type InquiryResult,
  type InquiryState,
  type InquiryTask,
  inquiryMachine,
  type ReferralAct,
  type ReferralBody,
  type ReferralResult,
  type ReferralState,
  type ReferralTask,
  referralMachine,
} from "@accord/exchange";
import type { Session } from "@accord/registry";
import type { WorkParts } from "../exchange/work-parts.ts";
import { partnerCard } from "../partner/partners.ts";
import type { PartnerClient } from "../transport/partner-client.ts";
import { conversationStore } from "./conversation-store.ts";
import { inquiryWork } from "./inquiry-work.ts";
import { referralWork } from "./referral-work.ts";

export type ReferralDriver = ConversationDriver<
  Session,
  ReferralState,
  ReferralBody,
  ReferralAct,
  ReferralTask,
  ReferralResult
>;
export type InquiryDriver = ConversationDriver<
  Session,
  InquiryState,
  InquiryBody,
  InquiryAct,
  InquiryTask,
  InquiryResult
>;

/** The node's conversations with partners beside exchanges, on its store and its way to partners. */
export function openConversations(
  parts: WorkParts & {
    readonly client: PartnerClient;
    readonly sleep: (milliseconds: number) => Promise<void>;
    readonly onFault: (id: string, fault: unknown) => void;
  },
): { readonly referrals: ReferralDriver; readonly inquiries: InquiryDriver } {
  const { store, ledger, judge, client, sleep, onFault } = parts;
  const common = {
    self: judge.self,
    clock: { now: judge.now, sleep },
    onFault,
    network: {
      deliver: async (partner: string, message: ConversationMessage<unknown>): Promise<Delivery> => {
        const card = await partnerCard(store, partner);
        return card === undefined
          ? { kind: "refused", code: "partner.unknown", reason: "the partner is no longer known here" }
          : client.deliverConversation(card, message);
      },
    },
  };
  return {
    referrals: new ConversationDriver({
      ...common,
      machine: referralMachine,
      store: conversationStore("referral", store, ledger, judge),
      work: referralWork(parts),
    }),
    inquiries: new ConversationDriver({
      ...common,
      machine: inquiryMachine,
      store: conversationStore("inquiry", store, ledger, judge),
      work: inquiryWork(parts),
    }),
  };
}
