import { planUnder } from "@accord/agreement";
import { type ExchangeState, termsOf } from "@accord/exchange";
import { listExchanges, purgeStaged, retentionPreview, takeExpired } from "@accord/registry";
import { heldAgreement } from "../agreements/held-agreements.ts";
import type { AccordNode } from "../node.ts";
import { retentionTaken } from "../rights/retention-taken.ts";

const DAY_MILLISECONDS = 86_400_000;

/**
 * Lets go of what may no longer be kept: partners' values past their clause's retention, own persons past the agency's
 * keeping, and records of the match tier that were kept for pairs nobody decided in time. Answers how many of each.
 * Where the node is set up so, values and persons wait in a preview until a protection officer confirms it.
 */
export async function letGo(
  node: Pick<AccordNode, "store" | "ledger" | "context" | "judge" | "config">,
): Promise<{
  statements: number;
  persons: number;
  records: number;
}> {
  const { store: session, context, judge, config } = node;
  const now = judge.now();
  const { confirmRetention, keep } = config.rights;
  if (confirmRetention) await retentionPreview(session, context, keep);
  const { statements, persons } = confirmRetention
    ? { statements: 0, persons: 0 }
    : await retentionTaken(node, now, (transaction) => takeExpired(transaction, context, keep, now));
  let records = 0;
  for (const row of await listExchanges(session)) {
    const state = row.state as ExchangeState;
    const matched = state.timeline.find((entry) => entry.step === "adjudicate")?.at;
    const held = await heldAgreement(session, judge, row.agreementDigest);
    if (matched === undefined || held === undefined) continue;
    const { grants } = planUnder(termsOf(held, state), { from: state.partner, tier: "match" });
    const days = grants.map((grant) => grant.retentionDays);
    if (days.length === 0 || Date.parse(now) < Date.parse(matched) + Math.min(...days) * DAY_MILLISECONDS)
      continue;
    records += await purgeStaged(session, { exchange: row.id, tier: "match" });
  }
  return { statements, persons, records };
}
