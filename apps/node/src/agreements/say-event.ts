import { createHash } from "node:crypto";
import { type EventContent, signEvent } from "@accord/agreement";
import type { AccordNode } from "../node.ts";
import { haltExchangesUnder } from "./halt-exchanges.ts";
import type { StandingAgreement } from "./held-agreements.ts";
import { keepEvent, partnerIn } from "./keep-agreement.ts";

export interface Said {
  readonly standing: StandingAgreement;
  /** False where the partner's node was not reached: it is told later, and nothing hangs on it here. */
  readonly sentToPartner: boolean;
}

/**
 * Signs an event in the agency's name, keeps it with its letter to the partner in one transaction, stops what may not
 * run on, and tells the partner.
 * @throws AccordError as `keepEvent`
 */
export async function sayEvent(
  node: Pick<AccordNode, "store" | "ledger" | "judge" | "keys" | "driver" | "courier">,
  standing: StandingAgreement,
  content: EventContent,
): Promise<Said> {
  const { store, ledger, judge, keys, driver, courier } = node;
  const { digest } = standing.state;
  const partner = partnerIn(standing.state, judge.self);
  const event = JSON.stringify(
    await signEvent({
      digest,
      party: judge.self,
      privateKey: keys.signing.private,
      at: judge.now(),
      content,
    }),
  );
  const after = await store.transaction(async (transaction) => {
    const kept = await keepEvent({ session: transaction, ledger, judge }, digest, event);
    await courier.keep(transaction, {
      id: createHash("sha256").update(event).digest("hex"),
      partner,
      path: "/agreements/events",
      content: { agreement: digest, event },
    });
    return kept;
  });
  await haltExchangesUnder(store, driver, after);
  return { standing: after, sentToPartner: await courier.carry(partner) };
}
