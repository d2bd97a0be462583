/**
 * What persons decide and ask for, and what became of it. Free text and names of third persons (a witness, a guardian)
 * are sealed under the person's data key. Rows that outlive an erasure hold ids, codes and instants alone.
 */
export const rights: readonly string[] = [
  `create table consent_text (
     digest text collate "C" primary key,
     language text collate "C" not null,
     version text collate "C" not null,
     text text not null,
     recorded_at text collate "C" not null
   )`,
  // Null where the word came with an import: that it was said is known, and nothing of how.
  `alter table consent
     add column event text check (event in ('given', 'refused', 'withdrawn')),
     add column text_digest text collate "C" references consent_text (digest),
     add column understanding text,
     add column expression text,
     add column asked_by text collate "C",
     add column reason text,
     add column by_guardian boolean,
     add column details bytea`,
  `create table objection (
     id uuid primary key,
     person uuid not null references person (id),
     recipient text collate "C",
     purpose text collate "C",
     ground text not null,
     made_at text collate "C" not null,
     recorded_by text collate "C" not null,
     ended_at text collate "C",
     ended_by text collate "C"
   )`,
  "create index objection_standing on objection (person) where ended_at is null",
  `create table restriction (
     id uuid primary key,
     person uuid not null references person (id),
     ground text not null,
     began_at text collate "C" not null,
     recorded_by text collate "C" not null,
     ended_at text collate "C",
     ended_by text collate "C"
   )`,
  "create unique index restriction_standing on restriction (person) where ended_at is null",
  `create table rights_request (
     id uuid primary key,
     person uuid not null,
     kind text not null check (
       kind in ('access', 'portability', 'correction', 'objection', 'restriction', 'erasure', 'complaint')),
     language text collate "C" not null,
     identified_by text not null,
     opened_at text collate "C" not null,
     opened_by text collate "C" not null,
     due_at text collate "C" not null,
     details bytea,
     closed_at text collate "C",
     closed_by text collate "C",
     outcome text check (outcome in ('granted', 'refused')),
     ground text,
     check ((closed_at is null) = (outcome is null))
   )`,
  "create index rights_request_open on rights_request (due_at) where closed_at is null",
  "create index rights_request_person on rights_request (person)",
  // A person who said no to an exchange's recipient and purpose, or was erased, is still on its list, as one who has left.
  'alter table exchange_member add column left_at text collate "C"',
  `alter table exchange_pin
     add column recipient text collate "C" not null,
     add column purpose text collate "C" not null`,
  // `scrubbed_at` says when free space, statistics and the write-ahead log held nothing of it any more.
  `create table erasure (
     id uuid primary key,
     reason text not null check (reason in ('request', 'withdrawal', 'retention')),
     persons integer not null,
     erased_at text collate "C" not null,
     erased_by text collate "C" not null,
     scrub_by text collate "C" not null,
     scrubbed_at text collate "C"
   )`,
  "create index erasure_unscrubbed on erasure (scrub_by) where scrubbed_at is null",
  `create table erased_person (
     person uuid primary key,
     erasure uuid not null references erasure (id)
   )`,
  `create table rights_notice (
     id uuid primary key,
     partner text collate "C" not null,
     agreement text collate "C" not null,
     kind text not null check (kind in ('withdrawal', 'erasure', 'restoration')),
     purpose text collate "C",
     refs jsonb not null,
     persons uuid[] not null,
     made_at text collate "C" not null,
     taken_at text collate "C",
     certificate text
   )`,
  "create index rights_notice_untaken on rights_notice (made_at) where taken_at is null",
  // A partner's pseudonyms whose data may not be taken in here, because the person said no to it there.
  `create table barred_ref (
     partner text collate "C" not null,
     agreement text collate "C" not null,
     ref text collate "C" not null,
     barred_at text collate "C" not null,
     primary key (partner, agreement, ref)
   )`,
  `create table retention_preview (
     id uuid primary key,
     made_at text collate "C" not null,
     until text collate "C" not null,
     counts jsonb not null,
     confirmed_at text collate "C",
     confirmed_by text collate "C",
     carried_out_at text collate "C"
   )`,
  ...["objection", "restriction", "rights_request"].flatMap((table) => [
    `alter table ${table} enable row level security`,
    `create policy staff_sees on ${table} for select to accord_staff
       using (exists (select 1 from person seen where seen.id = ${table}.person))`,
    `grant select on ${table} to accord_staff`,
  ]),
  "grant select on consent_text to accord_staff",
];
