import type { Ledger } from "@accord/ledger";
import { keepHeardIncident, type Session } from "@accord/registry";
import { type AgreementJudge, heldWithPartner } from "../agreements/held-agreements.ts";
import { recordEntry } from "../ledger/record.ts";
import type { IncidentMessage } from "./incident-message.ts";
import { stepOf } from "./incident-step.ts";

/**
 * Keeps what a partner tells of an incident of its own; the same again changes nothing.
 * @throws AccordError `agreement.unknown`, `agreement.not_ours`
 */
export async function hearIncident(
  parts: { readonly session: Session; readonly judge: AgreementJudge; readonly ledger: Ledger },
  partner: string,
  message: IncidentMessage,
): Promise<void> {
  const { session, judge, ledger } = parts;
  await heldWithPartner(session, judge, message.agreement, partner);
  const at = judge.now();
  await session.transaction(async (transaction) => {
    const first = await keepHeardIncident(transaction, {
      id: message.notice,
      partner,
      body: message,
      heardAt: at,
    });
    if (!first) return;
    await recordEntry(ledger, transaction, {
      kind: "incident",
      ...stepOf(message.drill, "noticed"),
      source: message.source,
      partner,
      agreement: message.agreement,
      persons: message.persons,
      counts: message.byAttribute,
      reference: message.incident,
      at,
    });
  });
}
