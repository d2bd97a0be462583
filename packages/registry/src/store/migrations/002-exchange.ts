/** What a node keeps of agreements, partners and exchanges, and which persons were disclosed to whom. */
export const exchange: readonly string[] = [
  `create table agreement_document (
     digest text collate "C" primary key,
     agreement text collate "C" not null,
     text text not null,
     status text not null,
     revocations jsonb not null,
     stored_at text collate "C" not null
   )`,
  `create table partner (
     id text collate "C" primary key,
     name text not null,
     card jsonb not null
   )`,
  `create table exchange (
     id text collate "C" primary key,
     agreement_digest text collate "C" not null,
     partner text collate "C" not null,
     role text not null,
     step text not null,
     state jsonb not null,
     created_at text collate "C" not null,
     updated_at text collate "C" not null
   )`,
  `create table exchange_pin (
     exchange text collate "C" primary key,
     agreement_digest text collate "C" not null,
     persons integer not null,
     withheld jsonb not null
   )`,
  `create table exchange_member (
     exchange text collate "C" not null,
     ref text collate "C" not null,
     person uuid not null,
     primary key (exchange, ref),
     unique (exchange, person)
   )`,
  `create table exchange_record (
     exchange text collate "C" not null,
     tier text not null,
     direction text not null,
     ref text collate "C" not null,
     batch integer not null,
     sealed bytea not null,
     primary key (exchange, tier, direction, ref)
   )`,
  `create table pair_result (
     exchange text collate "C" not null,
     own_ref text collate "C" not null,
     partner_ref text collate "C" not null,
     probability double precision not null,
     decision text not null,
     decided_by text not null,
     round integer not null,
     evidence jsonb not null,
     primary key (exchange, own_ref, partner_ref)
   )`,
  "create index pair_result_position on pair_result (exchange, (own_ref || partner_ref))",
  `create table disclosure_terms (
     exchange text collate "C" not null,
     tier text collate "C" not null,
     agreement text not null,
     agreement_digest text not null,
     recipient text not null,
     purpose text not null,
     attributes jsonb not null,
     primary key (exchange, tier, agreement_digest)
   )`,
  `create table disclosure (
     person uuid not null,
     exchange text collate "C" not null,
     tier text collate "C" not null,
     agreement_digest text not null,
     at text collate "C" not null,
     primary key (person, exchange, tier, agreement_digest)
   )`,
  `create table outbox (
     id text collate "C" primary key,
     exchange text collate "C" not null,
     partner text collate "C" not null,
     sequence bigint generated always as identity,
     body bytea not null,
     created_at text collate "C" not null,
     acknowledged_at text collate "C"
   )`,
  "create index outbox_pending on outbox (sequence) where acknowledged_at is null",
  `create table inbox (
     partner text collate "C" not null,
     id text collate "C" not null,
     seen_at text collate "C" not null,
     primary key (partner, id)
   )`,
  `create table nonce (
     key_id text collate "C" not null,
     nonce text collate "C" not null,
     expires_at text collate "C" not null,
     primary key (key_id, nonce)
   )`,
  "create index nonce_expiry on nonce (expires_at)",
  `create table ledger_entry (
     index bigint primary key,
     bytes bytea not null,
     hash bytea not null
   )`,
  `create table import_run (
     id text collate "C" primary key,
     file_name text not null,
     file_digest text not null,
     counts jsonb not null,
     started_at text collate "C" not null,
     finished_at text collate "C"
   )`,
];
