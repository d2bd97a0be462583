import { counterpartOf } from "@accord/agreement";
import {
  addIncident,
  addIncidentNotice,
  closeIncident,
  countReached,
  findStaffAccount,
  type INCIDENT_CAUSES,
  type INCIDENT_OUTCOMES,
  type Incident,
  type IncidentNotice,
  type IncidentSelection,
  type IncidentSource,
  listIncidentNotices,
  listIncidents,
  type ReachedPerson,
  reachedPersons,
  type Session,
} from "@accord/registry";
import { AccordError } from "@accord/vocabulary";
import { accountOf, type Staff } from "../access/staff.ts";
import { heldAgreement } from "../agreements/held-agreements.ts";
import { sha256 } from "../ledger/node-ledger.ts";
import { recordEntry } from "../ledger/record.ts";
import type { AccordNode } from "../node.ts";
import { stepOf } from "./incident-step.ts";
import { carryIncidentNotices, putOnTheWay } from "./notify-partners.ts";

export interface NewIncident {
  readonly source: IncidentSource;
  readonly cause: (typeof INCIDENT_CAUSES)[number];
  readonly drill: boolean;
  /** Logins of staff, for a device or an account. */
  readonly logins: readonly string[];
  readonly partner?: string | undefined;
  readonly from?: string | undefined;
  readonly until?: string | undefined;
  readonly words?: string | undefined;
}

export interface ShownIncident extends Incident {
  readonly notices: readonly Omit<IncidentNotice, "body">[];
}

/**
 * Opens an incident: who was reached is counted, what partners must be told and by when is written down with it.
 * @throws AccordError `incident.incomplete`, `staff.unknown`
 */
export async function openIncident(node: AccordNode, by: Staff, given: NewIncident): Promise<ShownIncident> {
  const { store, context, ledger } = node;
  const selection = await selectionOf(store, given, context.now());
  const persons = await reachedPersons(store, given.source, selection);
  const incident = {
    id: context.newId(),
    drill: given.drill,
    source: given.source,
    cause: given.cause,
    selection,
    openedAt: context.now(),
    openedBy: by.id,
    answer: countReached(persons),
    commitment: sha256(reachedAsCsv(persons, given.drill)),
  };
  await store.transaction(async (transaction) => {
    await addIncident(transaction, incident, given.words);
    for (const { partner, agreement, hours } of await owedNotice(node, transaction, given, persons)) {
      const dueAt = new Date(Date.parse(incident.openedAt) + hours * 3_600_000).toISOString();
      await addIncidentNotice(transaction, {
        id: context.newId(),
        incident: incident.id,
        partner,
        agreement,
        dueAt,
      });
    }
    await recordEntry(
      ledger,
      transaction,
      {
        kind: "incident",
        ...stepOf(given.drill, "opened"),
        source: given.source,
        persons: incident.answer.persons,
        counts: incident.answer.byAttribute,
        commitment: incident.commitment,
        reference: incident.id,
        at: incident.openedAt,
        ...staffIn(by),
      },
      persons.filter((each) => !each.erasedSince).map((each) => each.person),
    );
  });
  return incidentOf(store, incident.id);
}

const staffIn = (by: Staff) => {
  const staff = accountOf(by);
  return staff === undefined ? {} : { staff };
};

/** Who was reached, asked anew: reads and disclosures that came to light since count. */
export async function personsReached(
  session: Session,
  incident: Incident,
): Promise<readonly ReachedPerson[]> {
  return reachedPersons(session, incident.source, incident.selection);
}

/** Ids alone, one person a line; that it is a drill stands in each line, so that a cut-out piece still says it. */
export function reachedAsCsv(persons: readonly ReachedPerson[], drill: boolean): string {
  const lines = persons.map((each) =>
    [
      each.person,
      each.holder,
      each.language ?? "notRecorded",
      each.attributes.join(" "),
      each.agreements.join(" "),
      each.erasedSince ? "yes" : "no",
      drill ? "yes" : "no",
    ].join(","),
  );
  return `${["person,record_of,language,attributes,agreements,erased_since,drill", ...lines].join("\n")}\n`;
}

/** @throws AccordError `incident.unknown` */
export async function incidentOf(session: Session, id: string): Promise<ShownIncident> {
  const [incident] = await listIncidents(session, { id });
  if (incident === undefined) {
    throw new AccordError("incident.unknown", "there is no such incident", {
      where: "id",
      remedy: "See `accord incident list`.",
    });
  }
  return { ...incident, notices: (await listIncidentNotices(session, { incident: id })).map(withoutBody) };
}

const withoutBody = ({ body: _, ...notice }: IncidentNotice): Omit<IncidentNotice, "body"> => notice;

/** Sends what partners must be told of it; who is not reached is told by the upkeep. @throws AccordError `incident.unknown` */
export async function notifyOf(node: AccordNode, id: string): Promise<ShownIncident> {
  const incident = await incidentOf(node.store, id);
  await putOnTheWay(node, incident, await personsReached(node.store, incident));
  await carryIncidentNotices(node);
  return incidentOf(node.store, id);
}

/** @throws AccordError `incident.unknown`, `incident.closed`, `incident.notice_owed` */
export async function closeOf(
  node: AccordNode,
  by: Staff,
  close: { readonly id: string; readonly outcome: (typeof INCIDENT_OUTCOMES)[number] },
): Promise<ShownIncident> {
  const incident = await incidentOf(node.store, close.id);
  const owed = incident.notices.filter((notice) => notice.askedAt === undefined);
  if (owed.length > 0 && close.outcome !== "notAnIncident" && !incident.drill) {
    throw new AccordError("incident.notice_owed", "a partner has still to be told of it", {
      where: [...new Set(owed.map((notice) => notice.partner))].join(", "),
      remedy: `Run \`accord incident notify ${incident.id}\` first.`,
    });
  }
  await node.store.transaction(async (transaction) => {
    const at = node.context.now();
    if (!(await closeIncident(transaction, { ...close, at, by: by.id }))) {
      throw new AccordError("incident.closed", "the incident was closed before", { where: "id" });
    }
    await recordEntry(node.ledger, transaction, {
      kind: "incident",
      code: close.outcome,
      ...stepOf(incident.drill, "closed"),
      persons: incident.answer.persons,
      reference: incident.id,
      at,
      ...staffIn(by),
    });
  });
  return incidentOf(node.store, incident.id);
}

async function selectionOf(session: Session, given: NewIncident, now: string): Promise<IncidentSelection> {
  const { source, logins, partner, from, until = now } = given;
  const missing =
    (source === "device" || source === "account") && logins.length === 0
      ? "staff"
      : source === "window" && from === undefined
        ? "from"
        : source === "partner" && partner === undefined
          ? "partner"
          : source === "backup" && given.until === undefined
            ? "until"
            : undefined;
  if (missing !== undefined) {
    throw new AccordError("incident.incomplete", `an incident of this kind needs to say its ${missing}`, {
      where: missing,
      remedy:
        "A device or account needs --staff, a window --from, a back-up the time it was made as --until, a partner --partner.",
    });
  }
  const staff = await Promise.all(logins.map((login) => accountId(session, login)));
  return {
    until,
    ...(staff.length === 0 ? {} : { staff }),
    ...(partner === undefined ? {} : { partner }),
    ...(from === undefined ? {} : { from }),
  };
}

/** `local` is the local operator, who has no account. */
async function accountId(session: Session, login: string): Promise<string> {
  if (login === "local") return login;
  const account = await findStaffAccount(session, { login });
  if (account !== undefined) return account.id;
  throw new AccordError("staff.unknown", "there is no such account", {
    where: "staff",
    remedy: "See `accord staff list`; the local operator is `local`.",
  });
}

/** Partners whose data or ours with them was reached, each agreement with its hours; a partner's own incident it knows. */
async function owedNotice(
  node: Pick<AccordNode, "judge">,
  session: Session,
  given: NewIncident,
  persons: readonly ReachedPerson[],
): Promise<readonly { partner: string; agreement: string; hours: number }[]> {
  const owed: { partner: string; agreement: string; hours: number }[] = [];
  for (const digest of new Set(persons.flatMap((person) => person.agreements))) {
    const held = await heldAgreement(session, node.judge, digest);
    if (held === undefined) continue;
    const partner = counterpartOf(held.agreement, node.judge.self)?.id;
    if (partner === undefined || (given.source === "partner" && partner === given.partner)) continue;
    owed.push({ partner, agreement: digest, hours: held.agreement.breachNoticeHours });
  }
  return owed;
}
