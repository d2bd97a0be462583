import { type AttributeStates, currentAssertions, type Membership } from "@accord/vocabulary";
import { sql } from "kysely";
import type { RegistryContext } from "../context.ts";
import { insertStatements, type NewStatement } from "../current/insert-statements.ts";
import { materialise } from "../current/materialise.ts";
import { materialiseHouseholds } from "../current/materialise-household.ts";
import { projectPerson } from "../current/project-person.ts";
import { countedStatement, type StatementRow } from "../current/statement-row.ts";
import { recordset } from "../store/recordset.ts";
import type { Session } from "../store/store.ts";
import { rejectionOf } from "./check-registration.ts";
import { recordConsents } from "./consent.ts";
import { householdIds } from "./find-households.ts";
import { insertIdentifiers } from "./identifiers.ts";
import { insertPersons } from "./insert-persons.ts";
import type { Registration, RegistrationOutcome } from "./registration.ts";
import { type StatementIdOf, statementIds } from "./statement-id.ts";

/**
 * Registers persons by sets, in one transaction; the n-th outcome is the n-th registration's. A row whose digest is
 * that of the person's last row is `unchanged` and costs one look-up. Best at 1,000 to 5,000 rows a call.
 */
export async function registerBatch(
  session: Session,
  context: RegistryContext,
  registrations: readonly Registration[],
): Promise<readonly RegistrationOutcome[]> {
  return session.transaction(async (transaction) => {
    const outcomes = new Array<RegistrationOutcome>(registrations.length);
    let waiting: Row[] = [];
    for (const [index, registration] of registrations.entries()) {
      const rejection = rejectionOf(registration);
      if (rejection === undefined) waiting.push({ index, registration });
      else outcomes[index] = rejection;
    }
    const idOf = await statementIds(transaction);
    while (waiting.length > 0) {
      const { first, later } = firstOfEachKey(waiting);
      await registerDistinct(transaction, context, idOf, first, outcomes);
      waiting = later;
    }
    return outcomes;
  });
}

interface Row {
  readonly index: number;
  readonly registration: Registration;
}

/** A set has each person once; what is said of the same person further down the batch comes in the next set. */
function firstOfEachKey(rows: readonly Row[]): { first: Row[]; later: Row[] } {
  const seen = new Set<string>();
  const first: Row[] = [];
  const later: Row[] = [];
  for (const row of rows) {
    (seen.has(row.registration.externalKey) ? later : first).push(row);
    seen.add(row.registration.externalKey);
  }
  return { first, later };
}

interface Known {
  readonly id: string;
  readonly external_key: string;
  readonly row_digest: string | null;
}

interface Work extends Row {
  readonly person: string;
  readonly isNew: boolean;
}

async function registerDistinct(
  session: Session,
  context: RegistryContext,
  idOf: StatementIdOf,
  rows: readonly Row[],
  outcomes: RegistrationOutcome[],
): Promise<void> {
  const keys = rows.map((row) => row.registration.externalKey);
  const found = await sql<Known>`
    select id, external_key, row_digest from person
    where holder = ${context.agency} and external_key = any(${keys}::text[])`.execute(session.db);
  const knownByKey = new Map(found.rows.map((row) => [row.external_key, row]));

  const work: Work[] = [];
  for (const row of rows) {
    const known = knownByKey.get(row.registration.externalKey);
    if (known === undefined) work.push({ ...row, person: context.newId(), isNew: true });
    else if (known.row_digest !== row.registration.rowDigest)
      work.push({ ...row, person: known.id, isNew: false });
    else outcomes[row.index] = { kind: "unchanged", person: known.id };
  }
  if (work.length === 0) return;

  const households = await householdIds(
    session,
    context,
    context.agency,
    work.flatMap((row) => householdKey(row.registration) ?? []),
  );
  const recordedAt = context.now();
  const statements = work.map((row) => personStatement(context, idOf, row, households, recordedAt));
  await insertPersons(
    session,
    context.agency,
    work.flatMap((row, at) => (row.isNew ? [newPerson(context, row, statements[at]!)] : [])),
  );
  const householdStatements = distinctHouseholdStatements(context, idOf, work, households, recordedAt);
  const changed = await insertStatements(session, [...statements, ...householdStatements]);
  await updateRegistered(
    session,
    work.filter((row) => !row.isNew),
  );
  await insertIdentifiers(
    session,
    work.flatMap((row) => row.registration.identifiers.map((one) => ({ ...one, person: row.person }))),
  );
  await recordConsents(
    session,
    work.flatMap((row) => row.registration.consents.map((one) => ({ ...one, person: row.person }))),
  );
  const isChanged = (statement: NewStatement) => changed.has(`${statement.subject}/${statement.id}`);
  await materialise(
    session,
    work.flatMap((row, at) => (!row.isNew && isChanged(statements[at]!) ? [row.person] : [])),
  );
  await materialiseHouseholds(session, [
    ...new Set(householdStatements.filter(isChanged).map((statement) => statement.subject)),
  ]);
  for (const [at, row] of work.entries()) {
    const kind = row.isNew ? "created" : isChanged(statements[at]!) ? "updated" : "unchanged";
    outcomes[row.index] = { kind, person: row.person };
  }
}

function householdKey(registration: Registration): string | undefined {
  if (registration.household !== undefined) return registration.household;
  const membership = registration.states["person.membership"];
  return membership?.state === "known" ? (membership.value as Membership).household : undefined;
}

/** The states with the household's own id in place of the source's key. */
function statesInRegistry(
  registration: Registration,
  households: ReadonlyMap<string, string>,
): AttributeStates {
  const key = householdKey(registration);
  const stated = registration.states["person.membership"];
  if (key === undefined || (stated !== undefined && stated.state !== "known")) return registration.states;
  const said = stated?.value as Membership | undefined;
  const value: Membership = {
    household: households.get(key)!,
    role: said?.role ?? "member",
    relationship: said?.relationship ?? "notKnown",
  };
  return { ...registration.states, "person.membership": { state: "known", value } };
}

function personStatement(
  context: RegistryContext,
  idOf: StatementIdOf,
  { registration, person }: Work,
  households: ReadonlyMap<string, string>,
  recordedAt: string,
): NewStatement {
  const states = statesInRegistry(registration, households);
  return {
    subject: person,
    subject_kind: "person",
    id: idOf(
      "person",
      context.agency,
      registration.externalKey,
      registration.assertedAt,
      registration.method,
      states,
    ),
    source: context.agency,
    method: registration.method,
    asserted_at: registration.assertedAt,
    recorded_at: recordedAt,
    clock: context.tick(),
    states,
  };
}

function newPerson(context: RegistryContext, { registration, person }: Work, statement: NewStatement) {
  const current = currentAssertions([countedStatement(asRow(statement))]);
  return {
    id: person,
    external_key: registration.externalKey,
    protect_location: registration.protectLocation,
    registered_at: registration.registeredAt,
    programme: registration.programme,
    row_digest: registration.rowDigest,
    ...projectPerson(current, context.agency),
  };
}

function asRow(statement: NewStatement): StatementRow {
  return { ...statement, via_link: null, agreement: null, retention_until: null };
}

/** Every member's row may say the same of the household: that is one statement. */
function distinctHouseholdStatements(
  context: RegistryContext,
  idOf: StatementIdOf,
  work: readonly Work[],
  households: ReadonlyMap<string, string>,
  recordedAt: string,
): readonly NewStatement[] {
  const statements = new Map<string, NewStatement>();
  for (const { registration } of work) {
    const key = householdKey(registration);
    const states = registration.householdStates ?? {};
    if (key === undefined || Object.keys(states).length === 0) continue;
    const id = idOf("household", context.agency, key, registration.assertedAt, registration.method, states);
    if (statements.has(id)) continue;
    statements.set(id, {
      subject: households.get(key)!,
      subject_kind: "household",
      id,
      source: context.agency,
      method: registration.method,
      asserted_at: registration.assertedAt,
      recorded_at: recordedAt,
      clock: context.tick(),
      states,
    });
  }
  return [...statements.values()];
}

async function updateRegistered(session: Session, work: readonly Work[]): Promise<void> {
  if (work.length === 0) return;
  const rows = work.map(({ person, registration }) => ({
    id: person,
    protect_location: registration.protectLocation,
    programme: registration.programme,
    row_digest: registration.rowDigest,
  }));
  await sql`
    update person set protect_location = now_is.protect_location, row_digest = now_is.row_digest,
      programme = coalesce(now_is.programme, person.programme)
    from ${recordset(rows, "now_is", {
      id: "uuid",
      protect_location: "boolean",
      programme: "text",
      row_digest: "text",
    })}
    where person.id = now_is.id`.execute(session.db);
}
