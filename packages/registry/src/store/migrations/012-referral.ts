import { personIs } from "./003-staff.ts";

/** Where persons were met, who is referred to whom, and who was assisted; conversations with partners beside exchanges. */
export const referral: readonly string[] = [
  'alter table person add column met_pcode text collate "C", add column met_name text',
  // The state is the protocol's own: codes, counts and pseudonyms.
  `create table conversation (
     id uuid primary key,
     kind text collate "C" not null check (kind in ('referral', 'inquiry')),
     agreement_digest text collate "C" not null,
     partner text collate "C" not null,
     opener text collate "C" not null,
     step text collate "C" not null,
     size integer not null,
     state jsonb not null,
     due_at text collate "C",
     began_at text collate "C" not null,
     updated_at text collate "C" not null
   )`,
  "create index conversation_due on conversation (due_at) where due_at is not null",
  "create index conversation_began on conversation (agreement_digest, kind, began_at)",
  // What was offered, sealed under a key of the referral, until it is accepted or goes; and the note, as long as it lasts.
  `create table referral_offer (
     referral uuid not null references conversation (id) deferrable initially deferred,
     ref text collate "C" not null,
     sealed bytea not null,
     primary key (referral, ref)
   )`,
  // Own persons who are referred (\`sent\`), and persons here whom received ones became or are linked to.
  `create table referral_person (
     referral uuid not null references conversation (id) deferrable initially deferred,
     ref text collate "C" not null,
     person uuid not null,
     direction text not null check (direction in ('sent', 'received')),
     primary key (referral, ref)
   )`,
  "create index referral_person_person on referral_person (person)",
  `create table assistance (
     id uuid primary key,
     person uuid not null references person (id),
     -- Whose it is where it is for the household: any member may have collected it.
     household uuid,
     kind text collate "C" not null,
     programme text collate "C" not null,
     cycle_from text collate "C" not null,
     cycle_until text collate "C" not null,
     received_on text collate "C",
     source text collate "C" not null,
     recorded_at text collate "C" not null,
     unique (person, kind, programme, cycle_from, cycle_until)
   )`,
  "create index assistance_household on assistance (household) where household is not null",
  // Who was asked about, by day: what bounds how often.
  `create table inquiry_person (
     inquiry uuid not null references conversation (id) deferrable initially deferred,
     person uuid not null,
     ref text collate "C" not null,
     direction text not null check (direction in ('asked', 'answered')),
     asked_on text collate "C" not null,
     primary key (inquiry, person)
   )`,
  "create index inquiry_person_person on inquiry_person (person, asked_on)",
  // What the partner answered, kept as long as the clause lets it be.
  `create table assistance_finding (
     inquiry uuid not null references conversation (id) deferrable initially deferred,
     person uuid not null,
     kind text collate "C" not null,
     cycle_from text collate "C",
     cycle_until text collate "C",
     received_on text collate "C",
     -- The partner's pseudonym of the person in this question, by which it takes the answer back.
     about text collate "C" not null,
     keep_until text collate "C" not null
   )`,
  "create index assistance_finding_person on assistance_finding (person)",
  "create index assistance_finding_keep on assistance_finding (keep_until)",
  ...["referral_person", "assistance", "inquiry_person", "assistance_finding"].flatMap((table) => [
    `alter table ${table} enable row level security`,
    `create policy staff_sees on ${table} for select to accord_staff using (${personIs(`${table}.person`)})`,
    `grant select on ${table} to accord_staff`,
  ]),
  // Whoever sees one of the persons whom it concerns sees how it stands.
  "alter table conversation enable row level security",
  `create policy staff_sees on conversation for select to accord_staff using (
     exists (select 1 from referral_person seen where seen.referral = conversation.id)
     or exists (select 1 from inquiry_person seen where seen.inquiry = conversation.id))`,
  "grant select on conversation to accord_staff",
];
