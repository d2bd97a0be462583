import type { ExchangeState } from "@accord/exchange";
import {
  listExchanges,
  purgeExpired,
  purgeStaged,
  type RegistryContext,
  retentionPreview,
  type Session,
} from "@accord/registry";
import { heldAgreement } from "../agreements/held-agreements.ts";
import type { AccordNode } from "../node.ts";

const DAY_MILLISECONDS = 86_400_000;

/**
 * Lets go of what may no longer be kept: partners' values past their clause's retention, and records of the match tier
 * that were kept for pairs nobody decided in time. Answers how many of each. Where the node is set up so, values wait
 * in a preview until a protection officer confirms it.
 */
export async function letGo({
  store: session,
  context,
  judge,
  config,
}: Pick<AccordNode, "store" | "context" | "judge" | "config">): Promise<{
  statements: number;
  records: number;
}> {
  const now = judge.now();
  const { statements } = config.rights.confirmRetention
    ? await previewOnly(session, context)
    : await purgeExpired(session, context, now);
  let records = 0;
  for (const row of await listExchanges(session)) {
    const state = row.state as ExchangeState;
    const matched = state.timeline.find((entry) => entry.step === "adjudicate")?.at;
    const held = await heldAgreement(session, judge, row.agreementDigest);
    if (matched === undefined || held === undefined) continue;
    const days = held.agreement.clauses
      .filter((clause) => clause.tier === "match" && clause.to === judge.self)
      .map((clause) => clause.retentionDays);
    if (days.length === 0 || Date.parse(now) < Date.parse(matched) + Math.min(...days) * DAY_MILLISECONDS)
      continue;
    records += await purgeStaged(session, { exchange: row.id, tier: "match" });
  }
  return { statements, records };
}

async function previewOnly(session: Session, context: RegistryContext): Promise<{ statements: number }> {
  await retentionPreview(session, context);
  return { statements: 0 };
}
