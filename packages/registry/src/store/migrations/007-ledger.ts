/** Beside the ledger's entries: whom they concern, checkpoints, what is known of others' logs, and their receipts. */
export const ledger: readonly string[] = [
  // The tags of an entry's subjects one after the other, 32 bytes each, ascending. A tag is found by reading the part
  // where it must stand, which needs a value that is stored uncompressed (PostgreSQL, storage EXTERNAL).
  `create table ledger_subjects (
     entry bigint primary key references ledger_entry (index),
     nonce text not null,
     count integer not null,
     tags bytea not null
   )`,
  "alter table ledger_subjects alter column tags set storage external",
  // This node's checkpoints as it published them, each with its cosignatures.
  `create table ledger_checkpoint (
     size bigint primary key,
     note text not null,
     cosigned boolean not null,
     at text collate "C" not null
   )`,
  // The head of each log that this node cosigned last: kept before a cosignature goes out.
  `create table witnessed_log (
     origin text collate "C" primary key,
     size bigint not null,
     root bytea not null,
     note text not null
   )`,
  // What a log showed that contradicts what it showed before: both are signed by it, and are kept for good.
  `create table ledger_evidence (
     origin text collate "C" not null,
     at text collate "C" not null,
     code text not null,
     held text,
     shown text not null,
     primary key (origin, at, code)
   )`,
  // Proofs that a partner gave of its entries, and the node of its own, for an exchange.
  `create table ledger_receipt (
     exchange text collate "C" not null,
     agency text collate "C" not null,
     index bigint not null,
     proof text not null,
     primary key (exchange, agency, index)
   )`,
];
