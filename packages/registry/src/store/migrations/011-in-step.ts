/*
 * The change sequence. Each row that can alter what a partner is to be told bears the number of the transaction that
 * wrote it last (`pg_current_xact_id`, 64 bits, never used twice). A number is given out before its transaction commits,
 * so a lower one can become visible after a higher: a reader therefore takes its next beginning from
 * `pg_snapshot_xmin`, below which every transaction has ended, and never from the highest number that it saw
 * (https://www.postgresql.org/docs/current/functions-info.html#FUNCTIONS-INFO-SNAPSHOT).
 */
const NOW = "((pg_current_xact_id())::text)::bigint";

const stamped = (table: string): readonly string[] => [
  `alter table ${table} add column changed bigint not null default ${NOW}`,
  `create index ${table}_changed on ${table} (changed)`,
];

const differs = (columns: readonly string[]) =>
  columns.map((column) => `old.${column} is distinct from new.${column}`).join(" or ");

/** On which of a person's columns it depends whether an agreement covers them. */
const STANDING = [
  "status",
  "protect_location",
  "registered_at",
  "programme",
  "birth_date",
  "birth_precision",
  "location_pcode",
  "origin_pcode",
  "vulnerabilities",
];
/** Whatever else changes them, all that the person's files say is to be told again. */
const FILES = ["view_of", "household_id", "household_role"];

/** What later exchanges with a partner need to know, so that they send only what is new. */
export const inStep: readonly string[] = [
  // A partner's statement is stamped as well; that it is not the agency's own keeps it out of what is read.
  ...["statement", "person", "consent", "objection", "restriction"].flatMap(stamped),
  `alter table person add column renewed bigint not null default ${NOW}`,
  "create index person_renewed on person (renewed)",
  `create function stamp_change() returns trigger language plpgsql as $$
   begin new.changed := ${NOW}; return new; end $$`,
  `create function stamp_files() returns trigger language plpgsql as $$
   begin new.changed := ${NOW}; new.renewed := ${NOW}; return new; end $$`,
  `create trigger person_standing before update on person for each row
     when (${differs(STANDING)}) execute function stamp_change()`,
  `create trigger person_z_files before update on person for each row
     when (${differs(FILES)}) execute function stamp_files()`,
  ...["consent", "objection", "restriction"].map(
    (table) =>
      `create trigger ${table}_stamp before update on ${table} for each row execute function stamp_change()`,
  ),
  `create trigger statement_stamp before update of states on statement for each row
     when (old.states is distinct from new.states) execute function stamp_change()`,
  // `candidate`: compared here with what the partner sent, and disclosed to nobody. `since`: of the person only what
  // changed from there on is sent; null where everything is. `out_of_scope`: pinned to say that they left it.
  `alter table exchange_member
     add column candidate boolean not null default false,
     add column since bigint,
     add column out_of_scope boolean not null default false`,
  "create index exchange_member_person on exchange_member (person)",
  // From where a later exchange can start: an exchange that both sides finished, and where this side's changes stood.
  `create table in_step_base (
     exchange text collate "C" primary key,
     partner text collate "C" not null,
     agreement text collate "C" not null,
     horizon bigint not null,
     server text not null,
     finished_at text collate "C" not null
   )`,
  "create index in_step_base_partner on in_step_base (partner, agreement, finished_at)",
  // Decisions of people here on pairs with a partner's persons that the next exchange tells.
  `create table link_word (
     id bigint generated always as identity primary key,
     partner text collate "C" not null,
     agreement text collate "C" not null,
     person uuid not null,
     partner_ref text collate "C" not null,
     verdict text not null check (verdict in ('linked', 'unlinked')),
     probability double precision not null,
     said_at text collate "C" not null,
     exchange text collate "C",
     told_at text collate "C"
   )`,
  "create index link_word_untold on link_word (partner, agreement) where told_at is null",
  // Partner's pseudonyms of persons whom the agreement no longer covers: what was received stays until its retention
  // ends, and nothing more comes.
  `create table left_ref (
     partner text collate "C" not null,
     agreement text collate "C" not null,
     ref text collate "C" not null,
     left_at text collate "C" not null,
     primary key (partner, agreement, ref)
   )`,
];
