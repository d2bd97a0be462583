import type { ExchangeState, TaskResult } from "@accord/exchange";
import {
  applyDisclosed,
  applyRoster,
  decidedPartnerRefs,
  dropLeft,
  type Session,
  undonePairs,
} from "@accord/registry";
import {
  AccordError,
  type AttributeName,
  type DisclosedPerson,
  type DisclosurePlan,
} from "@accord/vocabulary";
import type { ExchangeTurn } from "./exchange-turn.ts";

const DAY_MILLISECONDS = 86_400_000;

/**
 * Puts what the partner disclosed on file, with until when each attribute may be kept.
 * @throws AccordError `exchange.person_not_linked` where persons come for whom no link stands and none was undone here
 */
export async function applyPersons(
  { parts, session, state, at }: ExchangeTurn,
  task: {
    readonly plan: DisclosurePlan;
    readonly tier: "linked" | "roster";
    readonly persons: readonly DisclosedPerson[];
  },
): Promise<TaskResult> {
  await dropLeft(session, { ...state, refs: task.persons.map((person) => person.ref) });
  const apply = task.tier === "linked" ? applyDisclosed : applyRoster;
  const result = await apply(session, parts.context, {
    agreement: state.agreement,
    partner: state.partner,
    records: task.persons,
    retentionUntil: retention(task.plan, at),
  });
  if (task.tier === "linked" && !(await allUnlinkedHere(session, state, result.unknownRefs))) {
    throw new AccordError(
      "exchange.person_not_linked",
      "the partner disclosed persons for whom no link stands",
      {
        remedy: "The partner must disclose linked persons only; nothing of the batch was kept.",
      },
    );
  }
  return {
    kind: "applyPersons",
    applied: { ...result.changed } as Record<string, number>,
    newlyKnown: task.tier === "roster" ? result.persons : 0,
  };
}

/** Links that staff here undid or judged different are unknown to the registry, and what comes for them is left out. */
async function allUnlinkedHere(
  session: Session,
  { exchange, partner, agreement }: ExchangeState,
  refs: readonly string[],
): Promise<boolean> {
  if (refs.length === 0) return true;
  const unlinked = new Set(await decidedPartnerRefs(session, { exchange, decision: "unlinked" }));
  // In a delta the link may have been undone here since the base, and the partner does not know yet.
  for (const { partnerRef } of await undonePairs(session, { partner, agreement })) unlinked.add(partnerRef);
  return refs.every((ref) => unlinked.has(ref));
}

/** Until when each attribute that came under a plan may be kept, ISO 8601 in UTC. */
export function retention(plan: DisclosurePlan, at: string): Partial<Record<AttributeName, string>> {
  const from = Date.parse(at);
  return Object.fromEntries(
    plan.grants.map((grant) => [
      grant.attribute,
      new Date(from + grant.retentionDays * DAY_MILLISECONDS).toISOString(),
    ]),
  );
}
