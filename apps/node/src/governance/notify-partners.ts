import {
  countReached,
  type Incident,
  listIncidentNotices,
  type ReachedPerson,
  sendIncidentNotice,
  settleIncidentNotice,
} from "@accord/registry";
import { recordEntry } from "../ledger/record.ts";
import type { AccordNode } from "../node.ts";
import { partnerCard } from "../partner/partners.ts";
import { INCIDENT_PATH, IncidentMessage } from "./incident-message.ts";
import { stepOf } from "./incident-step.ts";

type Teller = Pick<AccordNode, "store" | "client" | "judge" | "ledger" | "log">;

/** Writes down what each partner is told of the incident, under each agreement: its own share of the counts. */
export async function putOnTheWay(
  { store, judge }: Pick<AccordNode, "store" | "judge">,
  incident: Incident,
  persons: readonly ReachedPerson[],
): Promise<void> {
  for (const notice of await listIncidentNotices(store, { incident: incident.id })) {
    const reached = countReached(persons.filter((each) => each.agreements.includes(notice.agreement)));
    const { from, until } = incident.selection;
    const body: IncidentMessage = {
      notice: notice.id,
      incident: incident.id,
      agreement: notice.agreement,
      drill: incident.drill,
      source: incident.source,
      openedAt: incident.openedAt,
      ...(from === undefined ? {} : { from }),
      until,
      persons: reached.persons,
      byAttribute: reached.byAttribute,
      byLanguage: reached.byLanguage,
    };
    await sendIncidentNotice(store, { id: notice.id, body, at: judge.now() });
  }
}

/** Hands over what is on its way, until each partner's node has taken it or refused it for good. */
export async function carryIncidentNotices({ store, client, judge, ledger, log }: Teller): Promise<void> {
  for (const notice of await listIncidentNotices(store, { onTheirWay: true })) {
    const card = await partnerCard(store, notice.partner);
    if (card === undefined) continue;
    const message = IncidentMessage.parse(notice.body);
    const answer = await client.send(card, INCIDENT_PATH, message);
    if (!answer.taken && !answer.refused) continue;
    const at = judge.now();
    const { id, partner, agreement } = notice;
    await store.transaction(async (transaction) => {
      if (answer.refused) {
        await settleIncidentNotice(transaction, { id, at, refused: answer.reason });
        return;
      }
      await settleIncidentNotice(transaction, { id, at });
      await recordEntry(ledger, transaction, {
        kind: "incident",
        ...stepOf(message.drill, "noticed"),
        source: message.source,
        partner,
        agreement,
        persons: message.persons,
        counts: message.byAttribute,
        reference: message.incident,
        at,
      });
    });
    if (answer.refused) log.error({ partner, notice: id }, "a partner refused a notice of an incident");
  }
}
