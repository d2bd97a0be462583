import type { ReferralState } from "@accord/exchange";
import { leftAct, listConversations } from "@accord/registry";
import type { AccordNode } from "../node.ts";

/** Withdraws referrals of persons who took their consent back, or were erased, since they were referred. */
export async function withdrawLeft(node: Pick<AccordNode, "store" | "referrals" | "judge">): Promise<void> {
  for (const row of await listConversations(node.store, "referral")) {
    const { id, opener, step } = row.state as ReferralState;
    if (opener !== node.judge.self || (step !== "offered" && step !== "accepted")) continue;
    if ((await leftAct(node.store, id)) > 0)
      await node.referrals.act(id, { kind: "withdraw", reason: "personWithdrew" });
  }
}
