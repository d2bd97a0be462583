import type {
  AttributeName,
  AttributeState,
  DisclosedPerson,
  DisclosedStatement,
  DisclosurePlan,
} from "@accord/vocabulary";
import { sql } from "kysely";
import type { RegistryContext } from "../context.ts";
import { groupBy } from "../store/recordset.ts";
import type { Session } from "../store/store.ts";
import { grantedAttributes, PRESENT_PLACES, readableAttributes } from "./granted-columns.ts";
import { ownImpressions } from "./impressions.ts";
import { pseudonymous } from "./match-records.ts";
import { newIn, type OwnStatement, ownStatements } from "./own-statements.ts";
import { alike, readableMembers } from "./readable-members.ts";
import { recordDisclosure } from "./record-disclosure.ts";
import { checkPlan } from "./scope.ts";

/**
 * The own agency's statements on pinned persons, each cut in SQL to the attributes that the plan grants, in the order
 * of `refs`. Household attributes go with the household's head only; a protected place is `withheld`. What a partner
 * said is never in it. Persons who are no longer covered are left out, and refs that are not pinned; of who did not
 * consent, what no clause gives without consent. Values are as stored: the agreement room applies the grants' transformations.
 * @throws AccordError `disclosure.wrong_tier` for a plan of the `match` tier.
 */
export async function readDisclosedPersons(
  session: Session,
  context: RegistryContext,
  selection: {
    readonly exchange: string;
    readonly plan: DisclosurePlan;
    readonly householdRef: (household: string) => string;
    readonly refs: readonly string[];
    /** `ownUse` where nothing leaves but digests, to be compared: no disclosure is noted, and no template is opened. */
    readonly for?: "disclosure" | "ownUse";
  },
): Promise<readonly DisclosedPerson[]> {
  const { exchange, plan, householdRef, refs } = selection;
  checkPlan(plan, context.agency, ["linked", "roster", "referral"]);
  return session.transaction(async (transaction) => {
    const members = await readableMembers(transaction, context, plan, {
      exchange,
      refs: sql`m.ref = any(${refs}::text[])`,
    });
    const statements: OwnStatement[] = [];
    for (const group of alike(members)) {
      const readable = readableAttributes(plan, group[0]!);
      const persons = group.map((member) => member.person);
      statements.push(...(await ownStatements(transaction, context.agency, persons, readable, exchange)));
    }
    const granted = (name: AttributeName) =>
      members.filter((member) => grantedAttributes(plan, member).includes(name));
    for (const place of PRESENT_PLACES) {
      const hidden = granted(place).filter((member) => member.protected);
      statements.push(
        ...(await withheldPlaces(
          transaction,
          context.agency,
          hidden.map((member) => member.person),
          place,
          exchange,
        )),
      );
    }
    const ownUse = selection.for === "ownUse";
    const impressions = await impressionsByEncounter(
      transaction,
      (ownUse ? [] : granted("person.fingerprints")).map((member) => member.person),
    );
    if (!ownUse) await recordDisclosure(transaction, context, exchange, plan, members);
    const byPerson = groupBy(statements, (statement) => statement.person);
    const byRef = new Map(members.map((member) => [member.ref, member.person]));
    return [...new Set(refs)].flatMap((ref) => {
      const person = byRef.get(ref);
      if (person === undefined) return [];
      const own = byPerson.get(person) ?? [];
      return [{ ref, statements: merged(own).flatMap((row) => disclosed(row, impressions, householdRef)) }];
    });
  });
}

/** For each own statement that speaks of the place: the same statement, saying that the place is withheld. */
async function withheldPlaces(
  session: Session,
  agency: string,
  persons: readonly string[],
  place: (typeof PRESENT_PLACES)[number],
  exchange: string,
): Promise<readonly OwnStatement[]> {
  if (persons.length === 0) return [];
  const { rows } = await sql<OwnStatement>`
    select p.view_of as person, s.subject, s.subject_kind, s.id, s.source, s.method, s.asserted_at, s.recorded_at,
           s.clock, ${JSON.stringify({ [place]: { state: "withheld" } })}::jsonb as states, s.via_link, s.agreement,
           s.retention_until
    from person p join statement s on s.subject = p.id
    where p.view_of = any(${persons}::uuid[]) and s.source = ${agency} and s.via_link is null
      and s.states ? ${place} and ${newIn(exchange, sql`p.view_of`)}`.execute(session.db);
  return rows;
}

/** Parts of one statement become one. */
function merged(rows: readonly OwnStatement[]): readonly OwnStatement[] {
  return [...groupBy(rows, (row) => `${row.subject}/${row.id}`).values()].map((parts) => ({
    ...parts[0]!,
    states: Object.assign({}, ...parts.map((part) => part.states)),
  }));
}

async function impressionsByEncounter(
  session: Session,
  persons: readonly string[],
): Promise<ReadonlyMap<string, AttributeState>> {
  if (persons.length === 0) return new Map();
  const encounters = await ownImpressions(session, persons);
  return new Map(
    encounters.map(({ person, encounter, impressions }) => [
      `${person}/${encounter}`,
      { state: "known", value: impressions },
    ]),
  );
}

function disclosed(
  row: OwnStatement,
  impressions: ReadonlyMap<string, AttributeState>,
  householdRef: (household: string) => string,
): readonly DisclosedStatement[] {
  const { "person.fingerprints": sealed, ...others } = row.states;
  const unsealed = sealed?.state === "known" ? impressions.get(`${row.person}/${row.id}`) : sealed;
  const states = unsealed === undefined ? others : { ...others, "person.fingerprints": unsealed };
  if (Object.keys(states).length === 0) return [];
  return [
    {
      subject: row.subject_kind,
      id: row.id,
      source: row.source,
      method: row.method,
      assertedAt: row.asserted_at,
      clock: row.clock,
      states: pseudonymous(states, householdRef),
    },
  ];
}
