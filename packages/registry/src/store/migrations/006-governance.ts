/**
 * What an agency answers for: incidents and who was told of them, impact assessments, demands by authorities. Nothing here
 * names a person; who an incident reached is asked of disclosures and reads. Free words are sealed under the node's keys.
 */
export const governance: readonly string[] = [
  `create table incident (
     id uuid primary key,
     drill boolean not null,
     source text not null check (source in ('device', 'account', 'backup', 'window', 'partner', 'node')),
     cause text not null,
     selection jsonb not null,
     opened_at text collate "C" not null,
     opened_by text collate "C" not null,
     answer jsonb not null,
     commitment text collate "C" not null,
     words bytea,
     closed_at text collate "C",
     closed_by text collate "C",
     outcome text,
     check ((closed_at is null) = (outcome is null))
   )`,
  "create index incident_open on incident (opened_at) where closed_at is null",
  // What a partner must be told under an agreement, by when; `asked_at` says that staff sent it on its way.
  `create table incident_notice (
     id uuid primary key,
     incident uuid not null references incident (id),
     partner text collate "C" not null,
     agreement text collate "C" not null,
     due_at text collate "C" not null,
     body jsonb,
     asked_at text collate "C",
     taken_at text collate "C",
     refused text,
     unique (incident, agreement)
   )`,
  "create index incident_notice_waiting on incident_notice (due_at) where taken_at is null",
  // What partners told of their own incidents.
  `create table incident_heard (
     id uuid primary key,
     partner text collate "C" not null,
     body jsonb not null,
     heard_at text collate "C" not null,
     unique (partner, id)
   )`,
  `create table assessment (
     id uuid primary key,
     agreement text collate "C" not null,
     version integer not null,
     document jsonb not null,
     digest text collate "C" not null,
     review_by text collate "C" not null,
     drafted_at text collate "C" not null,
     drafted_by text collate "C" not null,
     approved_at text collate "C",
     approved_by text collate "C",
     unique (agreement, version)
   )`,
  `create table demand (
     id uuid primary key,
     authority text not null,
     legal_basis text not null,
     asked_for jsonb not null,
     words bytea,
     commitment text collate "C" not null,
     received_on text collate "C" not null,
     recorded_at text collate "C" not null,
     recorded_by text collate "C" not null,
     outcome text check (outcome in ('refused', 'answered')),
     ground text,
     persons integer,
     decided_at text collate "C",
     decided_by text collate "C",
     check ((decided_at is null) = (outcome is null))
   )`,
];
