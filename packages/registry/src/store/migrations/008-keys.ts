/** Which wrapping key wrapped a data key, and phones sealed under their persons' keys. */
export const keys: readonly string[] = [
  `alter table data_key add column wrapped_by text collate "C" not null`,
  "create index data_key_wrapped_by on data_key (wrapped_by)",
  // `phone` is sealed under the person's data key; equal phones are found by a keyed index (HMAC) that the store's own
  // secret makes, so that neither column tells a number to who has the database alone.
  "drop index person_phone",
  `alter table person add column phone_index text collate "C"`,
  "create index person_phone_index on person (phone_index) where phone_index is not null",
  // How long the ledger was when the store was made from a backup: what partners cosigned beyond is not known here.
  `create table restoration (
     at text collate "C" primary key,
     ledger_size bigint not null
   )`,
  // Staff find a person by phone: the index's secret, which only the wrapping key opens, is no person's.
  "create policy staff_finds_phones on data_key for select to accord_staff using (owner = 'node:phone-index')",
];
