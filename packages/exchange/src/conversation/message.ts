import { z } from "zod";
import { InquiryBody } from "../inquiry/protocol.ts";
import { ReferralBody } from "../referral/protocol.ts";
import type { ConversationMessage } from "./conversation.ts";

const envelope = {
  conversation: z.uuid(),
  from: z.string().min(1).max(40),
  to: z.string().min(1).max(40),
  number: z.int().min(0),
  sentAt: z.iso.datetime(),
};

/** A message as it comes off the wire, of whichever conversation. */
export const AnyConversationMessage = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("referral"), ...envelope, body: ReferralBody }),
  z.strictObject({ kind: z.literal("inquiry"), ...envelope, body: InquiryBody }),
]);
export type AnyConversationMessage =
  | (ConversationMessage<ReferralBody> & { readonly kind: "referral" })
  | (ConversationMessage<InquiryBody> & { readonly kind: "inquiry" });
