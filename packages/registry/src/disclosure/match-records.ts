import {
  type AttributeName,
  type AttributeState,
  currentAssertions,
  type DisclosurePlan,
  type MatchRecord,
  type Membership,
} from "@accord/vocabulary";
import { type RawBuilder, sql } from "kysely";
import type { RegistryContext } from "../context.ts";
import { countedStatement } from "../current/statement-row.ts";
import { linkedWith, ONLY_TOLD } from "../in-step/pin-changes.ts";
import { openCurrentPhones } from "../keys/sealed-phone.ts";
import { groupBy } from "../store/recordset.ts";
import type { Session } from "../store/store.ts";
import {
  grantedAttributes,
  isPresentPlace,
  readableAttributes,
  selectListOf,
  statesOfRow,
} from "./granted-columns.ts";
import { ownImpressions } from "./impressions.ts";
import { ownStatements } from "./own-statements.ts";
import { alike, type ReadableMember, readableMembers } from "./readable-members.ts";
import { recordDisclosure } from "./record-disclosure.ts";
import { checkPlan } from "./scope.ts";

type States = Partial<Record<AttributeName, AttributeState>>;

/**
 * The next pinned persons in order of pseudonym, each with the attributes the plan grants and no other read. Values are
 * the current ones among what the own agency says, as stored: the agreement room applies the grants' transformations. A
 * person who is no longer covered is left out (consent withdrawn, moved away, excluded); the place of one whose location is protected is `withheld`.
 * Household attributes come with the head only. Fewer than `limit` records are the last.
 * @throws AccordError `disclosure.wrong_tier` unless the plan's tier is `match`.
 */
export async function readMatchRecords(
  session: Session,
  context: RegistryContext,
  page: {
    readonly exchange: string;
    readonly plan: DisclosurePlan;
    /** Pseudonym in place of a household's id, where `person.membership` is granted. */
    readonly householdRef: (household: string) => string;
    /** Pseudonym after which to begin. */
    readonly after?: string | undefined;
    readonly limit: number;
    /** `ownUse` where the records stay in this node, to be compared here: that is no disclosure, and none is noted. */
    readonly for?: "disclosure" | "ownUse";
    /** Of a later exchange: who is new to it and not linked, or who is only compared here; all that are pinned if absent. */
    readonly only?: "unlinked" | "fresh" | "candidates";
  },
): Promise<readonly MatchRecord[]> {
  const { exchange, plan, householdRef } = page;
  checkPlan(plan, context.agency, ["match"]);
  return session.transaction(async (transaction) => {
    const members = await readableMembers(transaction, context, plan, {
      exchange,
      refs: sql`m.ref > ${page.after ?? ""} and ${membersOf(page.only, plan)}`,
      limit: page.limit,
    });
    const states = await currentStates(transaction, context.agency, members, plan);
    await addImpressions(
      transaction,
      states,
      members.filter((member) => grantedAttributes(plan, member).includes("person.fingerprints")),
    );
    if (page.for !== "ownUse") await recordDisclosure(transaction, context, exchange, plan, members);
    return members.map((member) => ({
      ref: member.ref,
      states: pseudonymous(states.get(member.person) ?? {}, householdRef),
    }));
  });
}

function membersOf(
  only: "unlinked" | "fresh" | "candidates" | undefined,
  plan: DisclosurePlan,
): RawBuilder<boolean> {
  if (only === undefined) return sql`true`;
  if (only === "candidates") return sql`m.candidate`;
  const unlinked = sql<boolean>`(m.left_at is null and not ${linkedWith(plan, sql`m.person`)})`;
  return only === "unlinked"
    ? unlinked
    : sql<boolean>`(not m.candidate and m.since is distinct from ${ONLY_TOLD}::bigint and ${unlinked})`;
}

/** The query of the current values, for a reader and for tests: it names no column of what is not granted. */
export function matchQuery(
  attributes: readonly AttributeName[],
  persons: readonly string[],
): RawBuilder<Record<string, unknown>> {
  const withHousehold = attributes.some((attribute) => attribute.startsWith("household."));
  const selected = selectListOf(attributes);
  // A granted attribute whose current value a partner gave must not go on to another: those persons are read otherwise.
  return sql<Record<string, unknown>>`
    select p.id as person${sql.raw(selected === "" ? "" : `, ${selected}`)}
    from person p ${sql.raw(withHousehold ? "left join household h on h.id = p.household_id and p.household_role = 'head'" : "")}
    where p.id = any(${persons}::uuid[])
      and not (coalesce(p.foreign_attributes, '{}') && ${attributes}::text[])
      ${sql.raw(withHousehold ? "and h.foreign_attributes is null" : "")}`;
}

async function currentStates(
  session: Session,
  agency: string,
  members: readonly ReadableMember[],
  plan: DisclosurePlan,
): Promise<Map<string, States>> {
  const states = new Map<string, States>();
  for (const group of alike(members)) {
    const readable = readableAttributes(plan, group[0]!);
    const persons = group.map((member) => member.person);
    const { rows } = await matchQuery(readable, persons).execute(session.db);
    const opened = await openCurrentPhones(session, rows, (row) => row.person as string);
    for (const row of opened) states.set(row.person as string, statesOfRow(readable, row));
    const others = persons.filter((person) => !states.has(person));
    const own = groupBy(await ownStatements(session, agency, others, readable), (row) => row.person);
    for (const person of others) {
      const current = currentAssertions((own.get(person) ?? []).map(countedStatement));
      states.set(person, Object.fromEntries([...current].map(([name, { state }]) => [name, state])));
    }
    if (group[0]!.protected) {
      for (const place of grantedAttributes(plan, group[0]!).filter(isPresentPlace)) {
        for (const person of persons) states.get(person)![place] = { state: "withheld" };
      }
    }
  }
  return states;
}

async function addImpressions(
  session: Session,
  states: Map<string, States>,
  members: readonly ReadableMember[],
): Promise<void> {
  if (members.length === 0) return;
  const encounters = await ownImpressions(
    session,
    members.map((member) => member.person),
  );
  const byPerson = groupBy(encounters, (encounter) => encounter.person);
  for (const { person } of members) {
    const own = states.get(person);
    if (own === undefined) continue;
    const impressions = (byPerson.get(person) ?? []).flatMap((encounter) => encounter.impressions);
    if (impressions.length > 0) own["person.fingerprints"] = { state: "known", value: impressions };
    else if (own["person.fingerprints"]?.state === "known") delete own["person.fingerprints"];
  }
}

/** The states with the household's pseudonym in place of its id. */
export function pseudonymous(states: States, householdRef: (household: string) => string): States {
  const membership = states["person.membership"];
  if (membership?.state !== "known") return states;
  const value = membership.value as Membership;
  return {
    ...states,
    "person.membership": {
      state: "known",
      value: {
        ...value,
        household: householdRef(value.household),
        relationship: value.relationship ?? "notKnown",
      },
    },
  };
}
