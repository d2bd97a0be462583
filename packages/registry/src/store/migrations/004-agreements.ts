/** An agreement's life: events that parties signed, negotiations with their messages, and signatories' pinned keys. */
export const agreements: readonly string[] = [
  // Signed revocations become one kind of several: suspension, resumption, review and wind-up stand beside them.
  "alter table agreement_document rename column revocations to events",
  'alter table agreement_document add column supersedes text collate "C"',
  "create index agreement_supersedes on agreement_document (supersedes) where supersedes is not null",
  // The phase that was recorded in the ledger last, and when it was first seen to have ended.
  'alter table agreement_document add column phase text, add column ended_on text collate "C"',
  // What left of a person who did not consent is what the clauses without consent grant.
  "alter table disclosure_terms add column without_consent jsonb not null default '[]'",
  "alter table disclosure add column consented boolean not null default true",
  `create table agreement_negotiation (
     id text collate "C" primary key,
     partner text collate "C" not null,
     state text not null,
     life jsonb not null,
     updated_at text collate "C" not null
   )`,
  // To the partner's node, in order, until it has taken them: also events of agreements that were carried as files.
  `create table agreement_message (
     id text collate "C" primary key,
     sequence bigint generated always as identity,
     partner text collate "C" not null,
     negotiation text collate "C",
     body jsonb not null,
     created_at text collate "C" not null,
     settled_at text collate "C"
   )`,
  "create index agreement_message_waiting on agreement_message (sequence) where settled_at is null",
  `create table agreement_signatory (
     party text collate "C" not null,
     kid text collate "C" not null,
     signatory jsonb not null,
     pinned_at text collate "C" not null,
     primary key (party, kid)
   )`,
];
