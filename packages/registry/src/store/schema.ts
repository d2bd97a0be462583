import type { ColumnType, Generated } from "kysely";

/** A `jsonb` column: read as what it holds, written as JSON text, which both drivers pass on unchanged. */
type Json<T> = ColumnType<T, string, string>;

/** Tables that are reached through the query builder; the rest is read and written by sets, in SQL. */
export interface Schema {
  agreement_document: {
    digest: string;
    agreement: string;
    text: string;
    status: string;
    revocations: Json<readonly string[]>;
    stored_at: string;
  };
  partner: { id: string; name: string; card: Json<unknown> };
  exchange: {
    id: string;
    agreement_digest: string;
    partner: string;
    role: string;
    step: string;
    state: Json<unknown>;
    created_at: string;
    updated_at: string;
  };
  outbox: {
    id: string;
    exchange: string;
    partner: string;
    sequence: Generated<number>;
    body: Uint8Array;
    created_at: string;
    acknowledged_at: string | null;
  };
  inbox: { partner: string; id: string; seen_at: string };
  nonce: { key_id: string; nonce: string; expires_at: string };
  ledger_entry: { index: number; bytes: Uint8Array; hash: Uint8Array };
  import_run: {
    id: string;
    file_name: string;
    file_digest: string;
    counts: Json<Readonly<Record<string, number>>>;
    started_at: string;
    finished_at: string | null;
  };
  data_key: { owner: string; wrapped: Uint8Array };
}
