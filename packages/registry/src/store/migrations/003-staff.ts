/*
 * Row security (https://www.postgresql.org/docs/current/ddl-rowsecurity.html). The node's own work runs as the owner,
 * whom it does not hold. What staff ask for runs in the role `accord_staff`, which owns nothing, with two settings that
 * last one transaction: `accord.sites` and `accord.purpose`. Where either is missing no row is seen. A setting that
 * was local to an earlier transaction reads as an empty string, not as null: hence `nullif`. The scalar subqueries are
 * evaluated once for a statement, not once a row.
 */
const setting = (name: string) => `nullif(current_setting('accord.${name}', true), '')`;
const SITES = `string_to_array(${setting("sites")}, ',')`;

const IN_SITES = `(select ${setting("purpose")}) is not null and (
  (select '*' = any(${SITES})) or location_pcode ^@ any((select ${SITES})::text[]))`;

export const personIs = (column: string) => `exists (select 1 from person seen where seen.id = ${column})`;
const PAIR = `case when pair->>'kind' = 'own'
  then ${personIs("(pair->>'a')::uuid")} and ${personIs("(pair->>'b')::uuid")}
  else ${personIs("(pair->>'person')::uuid")} end`;

/** Which rows staff see, by table. What is seen of a person follows from whether the person is. */
const SEEN: Readonly<Record<string, string>> = {
  person: IN_SITES,
  household: "exists (select 1 from person seen where seen.household_id = household.id)",
  statement: `case subject_kind when 'person' then ${personIs("statement.subject")}
    else exists (select 1 from household seen where seen.id = statement.subject) end`,
  identifier: personIs("identifier.person"),
  consent: personIs("consent.person"),
  encounter: personIs("encounter.person"),
  fingerprint: personIs("fingerprint.person"),
  link: personIs("link.person"),
  duplicate: `${personIs("duplicate.kept")} or ${personIs("duplicate.duplicate")}`,
  adjudication: PAIR,
  judgement: PAIR,
  exchange_member: personIs("exchange_member.person"),
  disclosure: personIs("disclosure.person"),
  pair_result: `exists (select 1 from exchange_member seen
    where seen.exchange = pair_result.exchange and seen.ref = pair_result.own_ref)`,
  data_key: `case when owner like 'person:%' then ${personIs("substr(owner, 8)::uuid")} else false end`,
};

/** What says nothing of a person and is read beside a person's file. */
const IMPERSONAL = ["authority", "disclosure_terms", "exchange"];

/** The SQLSTATE, of a class of our own, that says that the database's user can neither make nor take the staff's role. */
export const NO_STAFF_ROLE = "AC001";

/** Staff: accounts, sign-ins, what they read, and what needs a second pair of eyes. */
export const staff: readonly string[] = [
  // Roles belong to the server, not to the database: another node on it may have made this one, perhaps just now.
  `do $$ begin
     if not exists (select 1 from pg_roles where rolname = 'accord_staff') then
       create role accord_staff nologin;
     end if;
   exception
     when duplicate_object or unique_violation then null;
     when insufficient_privilege then raise exception using errcode = '${NO_STAFF_ROLE}';
   end $$`,
  // A superuser may take any role. Who made the role otherwise (PostgreSQL 16) may grant it but not yet take it.
  `do $$ begin
     if not (select rolsuper from pg_roles where rolname = current_user) then
       execute format('grant accord_staff to %I', current_user);
     end if;
   exception when insufficient_privilege then null; -- granted beforehand by whoever keeps the server
   end $$`,
  "grant usage on schema public to accord_staff",
  ...Object.entries(SEEN).flatMap(([table, rows]) => [
    `alter table ${table} enable row level security`,
    `create policy staff_sees on ${table} for select to accord_staff using (${rows})`,
    `grant select on ${table} to accord_staff`,
  ]),
  `grant select on ${IMPERSONAL.join(", ")} to accord_staff`,
  `create table staff_account (
     id uuid primary key,
     login text collate "C" not null unique,
     name text not null,
     roles jsonb not null,
     sites jsonb not null,
     purposes jsonb not null,
     status text not null check (status in ('invited', 'active', 'locked', 'closed')),
     -- An argon2id hash, and the secret of its one-time codes, sealed; neither where passkeys or a provider sign in.
     password text,
     totp bytea,
     -- The last time step whose code was taken: no code is taken twice (RFC 6238, 5.2).
     totp_step bigint,
     provider_subject text collate "C" unique,
     failures integer not null default 0,
     held_until text collate "C",
     added_at text collate "C" not null,
     added_by text not null
   )`,
  `create table staff_passkey (
     id text collate "C" primary key,
     staff uuid not null references staff_account (id),
     public_key bytea not null,
     counter bigint not null,
     transports jsonb not null,
     added_at text collate "C" not null
   )`,
  // Of invitations and sessions only digests are kept: the store's files let nobody in.
  `create table staff_invitation (
     digest text collate "C" primary key,
     staff uuid not null references staff_account (id),
     ends_at text collate "C" not null
   )`,
  `create table staff_session (
     digest text collate "C" primary key,
     staff uuid not null references staff_account (id),
     method text not null,
     csrf text not null,
     began_at text collate "C" not null,
     seen_at text collate "C" not null,
     ends_at text collate "C" not null
   )`,
  "create index staff_session_staff on staff_session (staff)",
  `create table staff_approval (
     id uuid primary key,
     operation text not null,
     digest text collate "C" not null,
     -- What is asked, in words and counts; nothing personal.
     asks text not null,
     asked_by text collate "C" not null,
     asked_at text collate "C" not null,
     ends_at text collate "C" not null,
     state text not null check (state in ('waiting', 'approved', 'refused', 'used')),
     decided_by text collate "C",
     decided_at text collate "C",
     reason text
   )`,
  "create index staff_approval_asked on staff_approval (operation, digest, asked_by)",
  // One row for each person shown, and one for each answer that shows nobody or lists many. Erased with the person.
  `create table staff_read (
     id bigint generated always as identity primary key,
     at text collate "C" not null,
     staff text collate "C" not null,
     roles jsonb not null,
     action text not null,
     purpose text not null,
     person uuid,
     persons integer not null
   )`,
  "create index staff_read_person on staff_read (person) where person is not null",
  "create index staff_read_staff on staff_read (staff, at)",
];
