import { sha256 } from "../ledger/node-ledger.ts";
import type { AccordNode } from "../node.ts";
import type { StandingAgreement } from "./held-agreements.ts";
import { partnerIn } from "./keep-agreement.ts";
import { signedHere } from "./negotiations.ts";

/**
 * Lets the partner's node have an agreement as it is signed here: as the next word of the negotiation that it stands in, or
 * else as a document by itself, when this side's signatures are complete. Answers whether the partner's node has it.
 */
export async function tellSigned(
  { store, ledger, judge, courier }: Pick<AccordNode, "store" | "ledger" | "judge" | "courier">,
  { state, document }: StandingAgreement,
): Promise<boolean> {
  const own = state.parties.find(({ party }) => party === judge.self);
  if (own?.signedAt === undefined) return false;
  const negotiation = await signedHere({ session: store, ledger, judge, courier }, state.digest);
  // What may be on its way still is this node's next word, which follows from the partner's answer to the signature.
  if (negotiation !== undefined) return !["ACCEPTING", "AGREEING", "VERIFYING"].includes(negotiation.state);
  const partner = partnerIn(state, judge.self);
  await courier.keep(store, {
    id: sha256(document.text),
    partner,
    path: "/agreements",
    content: { signed: document.text },
  });
  return courier.carry(partner);
}
