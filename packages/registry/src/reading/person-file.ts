import {
  type Assertion,
  type AttributeName,
  type AttributeState,
  assertionsOf,
  currentAssertions,
  formatPersonName,
  type PersonName,
} from "@accord/vocabulary";
import { sql } from "kysely";
import { storedAuthority } from "../current/authority.ts";
import { agreementsOf, statementsShown } from "../current/materialise.ts";
import { countedStatement } from "../current/statement-row.ts";
import { type DuplicateDecision, findDuplicates } from "../decisions/duplicate.ts";
import { findLinks, type Link } from "../decisions/link.ts";
import { statesOfRow } from "../disclosure/granted-columns.ts";
import { openCurrentPhones } from "../keys/sealed-phone.ts";
import type { Identifier } from "../registration/registration.ts";
import { consentsOf, type RecordedConsent } from "../rights/consent-word.ts";
import { restricted } from "../rights/restriction.ts";
import type { Session } from "../store/store.ts";
import { isUuid } from "../store/uuid.ts";
import { CURRENT_COLUMNS, type CurrentRow, currentStates } from "./current-states.ts";

export type PersonStatus = "active" | "deactivated" | "departed" | "deceased" | "erased";

/** An assertion with whether it is the current one, whose statement it was, and how it came. */
export interface FiledAssertion extends Assertion {
  readonly current: boolean;
  /** The person on whose file it stands: this one, or a duplicate merged into them. */
  readonly person: string;
  readonly viaLink: string | undefined;
  readonly agreement: string | undefined;
  readonly retentionUntil: string | undefined;
}

export interface PersonFile {
  readonly id: string;
  readonly holder: string;
  readonly status: PersonStatus;
  readonly mergedInto: string | undefined;
  readonly externalKey: string | undefined;
  readonly registeredAt: string | undefined;
  readonly programme: string | undefined;
  readonly protectLocation: boolean;
  /** Kept, and neither disclosed nor used; read by named roles alone. */
  readonly restricted: boolean;
  readonly current: Readonly<Partial<Record<AttributeName, AttributeState>>>;
  readonly assertions: readonly FiledAssertion[];
  readonly identifiers: readonly Identifier[];
  readonly household:
    | {
        readonly id: string;
        readonly current: Readonly<Partial<Record<AttributeName, AttributeState>>>;
        readonly members: readonly {
          readonly person: string;
          readonly name: string | undefined;
          readonly role: string | undefined;
          readonly relationship: string | undefined;
        }[];
      }
    | undefined;
  readonly encounters: readonly {
    readonly id: string;
    readonly capturedAt: string;
    readonly source: string;
    readonly fingers: readonly { readonly position: number; readonly quality: number }[];
  }[];
  readonly consents: readonly RecordedConsent[];
  readonly links: readonly Link[];
  readonly duplicates: readonly DuplicateDecision[];
  readonly disclosures: readonly {
    readonly exchange: string;
    readonly recipient: string;
    readonly purpose: string;
    readonly tier: string;
    readonly agreement: string;
    readonly agreementDigest: string;
    readonly attributes: readonly AttributeName[];
    readonly at: string;
  }[];
}

/** Everything held on one person; undefined where there is no such person. Templates are counted, never read. */
export async function personFile(session: Session, person: string): Promise<PersonFile | undefined> {
  if (!isUuid(person)) return undefined;
  return session.transaction(async (transaction) => {
    const { db } = transaction;
    const found = await sql<PersonRow>`
      select p.id, p.holder, p.status, p.merged_into, p.external_key, p.registered_at, p.programme,
             exists (select 1 from person file where file.view_of = p.id and file.protect_location)
               or p.protect_location as protect_location, ${restricted} as restricted,
             ${CURRENT_COLUMNS}
      from person p where p.id = ${person}`.execute(db);
    const [row] = await openCurrentPhones(transaction, found.rows, (one) => one.id);
    if (row === undefined) return undefined;
    const files = await filesShown(transaction, person);
    return {
      id: row.id,
      holder: row.holder,
      status: row.status,
      mergedInto: row.merged_into ?? undefined,
      externalKey: row.external_key ?? undefined,
      registeredAt: row.registered_at ?? undefined,
      programme: row.programme ?? undefined,
      protectLocation: row.protect_location,
      restricted: row.restricted,
      current: currentStates(row),
      assertions: await assertionsShown(transaction, person),
      identifiers: await identifiersOf(transaction, files),
      household: await householdOf(transaction, row.household_id),
      encounters: await encountersOf(transaction, files),
      consents: await consentsOf(transaction, files),
      links: (
        await Promise.all(files.map((file) => findLinks(transaction, { person: file, undone: true })))
      ).flat(),
      duplicates: await findDuplicates(transaction, { person, undone: true }),
      disclosures: await disclosuresOf(transaction, files),
    };
  });
}

interface PersonRow extends CurrentRow {
  readonly phone: string | null;
  readonly id: string;
  readonly holder: string;
  readonly status: PersonStatus;
  readonly merged_into: string | null;
  readonly external_key: string | null;
  readonly registered_at: string | null;
  readonly programme: string | null;
  readonly protect_location: boolean;
  readonly restricted: boolean;
  readonly household_id: string | null;
}

/** The person's own file and those of duplicates merged into it. */
async function filesShown(session: Session, person: string): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from person where id = ${person} or view_of = ${person} order by id`.execute(session.db);
  return rows.map((row) => row.id);
}

/** Those of links that were undone are on file, but not among what is shown as said. */
async function assertionsShown(session: Session, person: string): Promise<readonly FiledAssertion[]> {
  const rows = (await statementsShown(session, [person])).get(person) ?? [];
  const authority = (await storedAuthority(session))(agreementsOf(rows));
  const current = currentAssertions(rows.map(countedStatement), authority);
  return rows.flatMap((row) =>
    [
      ...assertionsOf({
        id: row.id,
        source: row.source,
        method: row.method,
        assertedAt: row.asserted_at,
        recordedAt: row.recorded_at,
        clock: row.clock,
        states: row.states,
      }),
    ].map((assertion) => ({
      ...assertion,
      current: isSame(current.get(assertion.attribute), assertion),
      person: row.subject,
      viaLink: row.via_link ?? undefined,
      agreement: row.agreement ?? undefined,
      retentionUntil: row.retention_until ?? undefined,
    })),
  );
}

const isSame = (a: Assertion | undefined, b: Assertion): boolean =>
  a !== undefined && a.source === b.source && a.statement === b.statement;

async function identifiersOf(session: Session, files: readonly string[]): Promise<readonly Identifier[]> {
  const { rows } = await sql<Identifier>`
    select distinct issuer, kind, value from identifier where person = any(${files}::uuid[])
    order by kind, issuer, value`.execute(session.db);
  return rows;
}

async function householdOf(session: Session, household: string | null): Promise<PersonFile["household"]> {
  if (household === null) return undefined;
  const found = await sql<Record<string, unknown> & CurrentRow>`
    select number, size, vulnerability, states from household where id = ${household}`.execute(session.db);
  const row = found.rows[0];
  if (row === undefined) return undefined;
  const members = await sql<{
    person: string;
    name: PersonName | null;
    role: string | null;
    relationship: string | null;
  }>`
    select id as person, name, household_role as role, relationship from person
    where household_id = ${household} and status not in ('deactivated', 'erased')
    order by household_role = 'head' desc, id`.execute(session.db);
  const attributes = ["household.number", "household.size", "household.vulnerability"] as const;
  const states = Object.fromEntries(attributes.map((name) => [name, row.states[name] ?? null]));
  return {
    id: household,
    current: statesOfRow(attributes, { ...row, ...states }),
    members: members.rows.map((member) => ({
      person: member.person,
      name: member.name === null ? undefined : formatPersonName(member.name),
      role: member.role ?? undefined,
      relationship: member.relationship ?? undefined,
    })),
  };
}

async function encountersOf(session: Session, files: readonly string[]): Promise<PersonFile["encounters"]> {
  const { rows } = await sql<PersonFile["encounters"][number]>`
    select e.id, e.captured_at as "capturedAt", s.source,
      (select coalesce(jsonb_agg(jsonb_build_object('position', f.position, 'quality', f.quality) order by f.position), '[]')
       from fingerprint f where f.person = e.person and f.source = e.source and f.encounter = e.id) as fingers
    from encounter e join statement s on s.subject = e.person and s.source = e.source and s.id = e.id
    where e.person = any(${files}::uuid[])
      and (s.via_link is null or exists (select 1 from link l where l.id = s.via_link and l.undone_at is null))
    order by e.captured_at, e.id`.execute(session.db);
  return rows;
}

async function disclosuresOf(session: Session, files: readonly string[]): Promise<PersonFile["disclosures"]> {
  const { rows } = await sql<PersonFile["disclosures"][number]>`
    select d.exchange, t.recipient, t.purpose, d.tier, t.agreement, t.agreement_digest as "agreementDigest",
           case when d.consented then t.attributes else t.without_consent end as attributes, d.at
    from disclosure d join disclosure_terms t
      on t.exchange = d.exchange and t.tier = d.tier and t.agreement_digest = d.agreement_digest
    where d.person = any(${files}::uuid[]) order by d.at, d.exchange, d.tier`.execute(session.db);
  return rows;
}
