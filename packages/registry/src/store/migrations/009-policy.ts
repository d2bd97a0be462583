/** Whom nothing may reach. Nothing here names a beneficiary; what was taken off stays, with who took it off. */
export const policy: readonly string[] = [
  `create table deny_list (
     id uuid primary key,
     kind text not null check (kind in ('authoritiesOf', 'partyKind', 'named')),
     value text not null,
     reason text not null,
     added_at text collate "C" not null,
     added_by text collate "C" not null,
     removed_at text collate "C",
     removed_by text collate "C",
     check ((removed_at is null) = (removed_by is null))
   )`,
  "create unique index deny_list_standing on deny_list (kind, value) where removed_at is null",
  // Whose authority demanded data, where it is known: a country's code.
  "alter table demand add column country text",
];
