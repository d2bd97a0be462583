/**
 * Persons, households and what is said of them. Text that is compared or sorted is in collation "C", so that every
 * store orders it as JavaScript compares it. Instants are ISO 8601 text in UTC, as statements carry them.
 */
export const registry: readonly string[] = [
  `create table household (
     id uuid primary key,
     holder text collate "C" not null,
     external_key text collate "C" not null,
     number text collate "C",
     size smallint,
     vulnerability text,
     states jsonb not null default '{}',
     foreign_attributes text[],
     unique (holder, external_key)
   )`,
  `create table person (
     id uuid primary key,
     holder text collate "C" not null,
     external_key text collate "C",
     status text not null check (status in ('active', 'deactivated', 'departed', 'deceased', 'erased')),
     merged_into uuid,
     view_of uuid not null,
     protect_location boolean not null,
     registered_at text collate "C",
     programme text collate "C",
     row_digest text,
     name jsonb,
     name_text text collate "C",
     sex text,
     birth_date text collate "C",
     birth_precision text,
     birth_year smallint,
     location_pcode text collate "C",
     location_name text,
     origin_pcode text collate "C",
     origin_name text,
     category text,
     phone text collate "C",
     agency_id text collate "C",
     card_number text collate "C",
     ration_card text collate "C",
     disability boolean,
     vulnerabilities jsonb,
     life_status text,
     household_id uuid,
     household_role text,
     relationship text,
     states jsonb not null default '{}',
     foreign_attributes text[],
     unique (holder, external_key),
     check ((status = 'deactivated') = (merged_into is not null))
   )`,
  "create index person_view_of on person (view_of)",
  "create index person_household on person (household_id)",
  "create index person_location on person (location_pcode)",
  "create index person_birth_year on person (birth_year)",
  "create index person_phone on person (phone) where phone is not null",
  "create index person_card_number on person (card_number) where card_number is not null",
  "create index person_ration_card on person (ration_card) where ration_card is not null",
  `create table statement (
     subject uuid not null,
     id text collate "C" not null,
     subject_kind text not null check (subject_kind in ('person', 'household')),
     source text collate "C" not null,
     method text not null check (method in ('declared', 'documented', 'biometric')),
     asserted_at text collate "C" not null,
     recorded_at text collate "C" not null,
     clock text collate "C" not null,
     states jsonb not null,
     via_link uuid,
     agreement text collate "C",
     retention jsonb,
     retention_until text collate "C",
     primary key (subject, source, id)
   )`,
  "create index statement_via_link on statement (via_link) where via_link is not null",
  "create index statement_retention on statement (retention_until) where retention_until is not null",
  // Union of two parts of one statement. Where they differ, something said stands over nothing said, then the text
  // decides: a total order, so that the union does not depend on which part came first.
  `create function union_of_states(a jsonb, b jsonb) returns jsonb language sql immutable as $$
     select coalesce(jsonb_object_agg(chosen.key, chosen.value), '{}') from (
       select distinct on (part.key) part.key, part.value
       from (select * from jsonb_each(a) union all select * from jsonb_each(b)) part
       order by part.key,
         array_position(array['known', 'declined', 'notKnown', 'withheld'], part.value->>'state'),
         part.value::text collate "C" desc
     ) chosen
   $$`,
  `create table identifier (
     value text collate "C" not null,
     kind text collate "C" not null,
     issuer text collate "C" not null,
     person uuid not null references person (id),
     primary key (value, kind, issuer, person)
   )`,
  "create index identifier_person on identifier (person)",
  `create table consent (
     person uuid not null references person (id),
     recipient text collate "C" not null,
     purpose text collate "C" not null,
     asserted_at text collate "C" not null,
     given boolean not null,
     primary key (person, recipient, purpose, asserted_at)
   )`,
  `create table data_key (
     owner text collate "C" primary key,
     wrapped bytea not null
   )`,
  // The statement of the same source and id on the same person's file says who captured it and through which link it came.
  `create table encounter (
     person uuid not null references person (id),
     source text collate "C" not null,
     id text collate "C" not null,
     captured_at text collate "C" not null,
     primary key (person, source, id)
   )`,
  `create table fingerprint (
     person uuid not null,
     source text collate "C" not null,
     encounter text collate "C" not null,
     digest text collate "C" not null,
     position smallint not null check (position between 0 and 10),
     quality smallint not null check (quality between 0 and 100),
     format text not null,
     captured_at text collate "C" not null,
     template bytea not null,
     -- From which file it was made, keyed with the person's key; null where it came as a template.
     origin text collate "C",
     primary key (person, source, encounter, digest),
     foreign key (person, source, encounter) references encounter (person, source, id) on delete cascade
   )`,
  `create table link (
     id uuid primary key,
     agreement text collate "C" not null,
     partner text collate "C" not null,
     person uuid not null references person (id),
     partner_ref text collate "C" not null,
     exchange text collate "C",
     probability double precision not null,
     evidence jsonb not null,
     decided_by text not null,
     decided_at text collate "C" not null,
     undone_by text,
     undone_at text collate "C"
   )`,
  `create unique index link_standing on link (agreement, partner_ref, person) where undone_at is null`,
  "create index link_person on link (person)",
  `create table duplicate (
     id uuid primary key,
     kept uuid not null references person (id),
     duplicate uuid not null references person (id),
     evidence jsonb not null,
     decided_by text not null,
     decided_at text collate "C" not null,
     undone_by text,
     undone_at text collate "C",
     check (kept <> duplicate)
   )`,
  "create unique index duplicate_standing on duplicate (duplicate) where undone_at is null",
  "create index duplicate_kept on duplicate (kept)",
  `create table adjudication (
     id uuid primary key,
     pair_key text collate "C" not null unique,
     pair jsonb not null,
     exchange text collate "C",
     probability double precision not null,
     evidence jsonb not null,
     evidence_digest text not null,
     proposed_at text collate "C" not null
   )`,
  `create table judgement (
     pair_key text collate "C" not null,
     evidence_digest text not null,
     pair jsonb not null,
     verdict text not null check (verdict in ('same', 'different', 'cannotTell')),
     judged_by text not null,
     judged_at text collate "C" not null,
     primary key (pair_key, evidence_digest)
   )`,
  `create table authority (
     agreement text collate "C" not null,
     attribute text collate "C" not null,
     source text collate "C" not null,
     rank integer not null,
     primary key (agreement, attribute, source)
   )`,
];
