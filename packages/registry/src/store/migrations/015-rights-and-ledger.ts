/** Whom an entry of the ledger concerns, kept while their keys exist, for entries that are written later. */
export const rightsAndLedger: readonly string[] = [
  // The partner's certificate may come after the persons were erased, when no tag of theirs can be made any more.
  `alter table rights_notice
     add column subjects jsonb,
     add column subject_tags bytea`,
  // Whom an operation that waits for a second pair of eyes concerns; nobody any more once it was carried out.
  "alter table staff_approval add column persons uuid[] not null default '{}'",
];
