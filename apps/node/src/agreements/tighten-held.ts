import { planUnder } from "@accord/agreement";
import { cutReceived, type RegistryContext, type Session } from "@accord/registry";
import type { AttributeName } from "@accord/vocabulary";
import {
  type AgreementJudge,
  inLifeTerms,
  type StandingAgreement,
  standingBeside,
} from "./held-agreements.ts";
import { partnerIn } from "./keep-agreement.ts";

/**
 * What is held under an agreement is kept no longer than one beside it allows that came into life since. Doing it again
 * changes nothing, and where none narrows it nothing is looked at.
 */
export async function tightenHeld(
  session: Session,
  context: RegistryContext,
  judge: AgreementJudge,
  { state }: Pick<StandingAgreement, "state">,
): Promise<void> {
  const alongside = await standingBeside(session, judge, state);
  const terms = inLifeTerms({ agreement: state.agreement, alongside });
  const from = partnerIn(state, judge.self);
  const grants = (["linked", "roster"] as const).flatMap((tier) => planUnder(terms, { from, tier }).grants);
  if (grants.every((grant) => grant.limitedBy === undefined)) return;
  const days: Partial<Record<AttributeName, number>> = {};
  for (const { attribute, retentionDays } of grants) {
    days[attribute] = Math.max(days[attribute] ?? 0, retentionDays);
  }
  await cutReceived(session, context, { from: state.digest, to: state.digest, days, now: judge.now() });
}
