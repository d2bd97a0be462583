import type { DisclosedStatement, Membership } from "@accord/vocabulary";
import { sql } from "kysely";
import type { RegistryContext } from "../context.ts";
import { householdIds } from "../registration/find-households.ts";
import { insertPersons } from "../registration/insert-persons.ts";
import { barredRefs } from "../rights/take-back.ts";
import type { Session } from "../store/store.ts";
import { type AppliedRecords, checkSources, type IncomingRecords } from "./incoming-records.ts";
import { received } from "./received-statements.ts";
import { storeReceived } from "./store-received.ts";

/**
 * Stores persons that only the partner knows, held by the partner under their pseudonym; applying the same again
 * changes nothing. What comes for a person who said no to it at the partner is left out. Their households are the partner's pseudonyms, held by the partner likewise.
 * @throws AccordError `incoming.foreign_source` if a statement's source is not the partner; nothing is stored then.
 */
export async function applyRoster(
  session: Session,
  context: RegistryContext,
  incoming: IncomingRecords,
): Promise<AppliedRecords> {
  checkSources(incoming);
  const { partner } = incoming;
  return session.transaction(async (transaction) => {
    const sent = incoming.records.map((record) => record.ref);
    const barred = await barredRefs(transaction, { ...incoming, refs: sent });
    const records = incoming.records.filter((record) => !barred.has(record.ref));
    const refs = [...new Set(records.map((record) => record.ref))];
    const found = await sql<{ id: string; external_key: string }>`
      select id, external_key from person
      where holder = ${partner} and external_key = any(${refs}::text[])`.execute(transaction.db);
    const persons = new Map(found.rows.map((row) => [row.external_key, row.id]));
    const made = refs.filter((ref) => !persons.has(ref));
    for (const ref of made) persons.set(ref, context.newId());
    await insertPersons(
      transaction,
      partner,
      made.map((ref) => ({
        id: persons.get(ref)!,
        external_key: ref,
        protect_location: false,
        states: {},
        foreign_attributes: null,
      })),
    );
    const households = await householdIds(
      transaction,
      context,
      partner,
      records.flatMap((record) => record.statements.flatMap((one) => membershipOf(one)?.household ?? [])),
    );
    const recordedAt = context.now();
    const items = records.flatMap((record) => {
      const memberships = record.statements.flatMap((one) => membershipOf(one) ?? []);
      const headed = memberships.find((membership) => membership.role === "head");
      const statements = record.statements.map((one) => inOwnHouseholds(one, households));
      return received(incoming, statements, {
        person: persons.get(record.ref)!,
        household: headed === undefined ? undefined : households.get(headed.household),
        link: undefined,
        recordedAt,
      });
    });
    const { statements, changed } = await storeReceived(transaction, items);
    return { persons: made.length, statements, changed, unknownRefs: [] };
  });
}

function membershipOf(statement: DisclosedStatement): Membership | undefined {
  const state = statement.states["person.membership"];
  return state?.state === "known" ? (state.value as Membership) : undefined;
}

/** The statement with the household's id in this store in place of the partner's pseudonym. */
function inOwnHouseholds(
  statement: DisclosedStatement,
  households: ReadonlyMap<string, string>,
): DisclosedStatement {
  const membership = membershipOf(statement);
  if (membership === undefined) return statement;
  const value = { ...membership, household: households.get(membership.household)! };
  return { ...statement, states: { ...statement.states, "person.membership": { state: "known", value } } };
}
