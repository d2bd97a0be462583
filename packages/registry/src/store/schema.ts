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
    events: Json<readonly string[]>;
    supersedes: string | null;
    phase: string | null;
    ended_on: string | null;
    stored_at: string;
  };
  agreement_negotiation: {
    id: string;
    partner: string;
    state: string;
    life: Json<unknown>;
    updated_at: string;
  };
  agreement_message: {
    id: string;
    sequence: Generated<number>;
    partner: string;
    negotiation: string | null;
    body: Json<unknown>;
    created_at: string;
    settled_at: string | null;
  };
  agreement_signatory: { party: string; kid: string; signatory: Json<unknown>; pinned_at: string };
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
  ledger_checkpoint: { size: number; note: string; cosigned: boolean; at: string };
  witnessed_log: { origin: string; size: number; root: Uint8Array; note: string };
  ledger_evidence: { origin: string; at: string; code: string; held: string | null; shown: string };
  ledger_receipt: { exchange: string; agency: string; index: number; proof: string };
  import_run: {
    id: string;
    file_name: string;
    file_digest: string;
    counts: Json<Readonly<Record<string, number>>>;
    started_at: string;
    finished_at: string | null;
  };
  restoration: { at: string; ledger_size: number };
  data_key: { owner: string; wrapped: Uint8Array; wrapped_by: string };
  staff_account: {
    id: string;
    login: string;
    name: string;
    roles: Json<readonly string[]>;
    sites: Json<readonly string[]>;
    purposes: Json<readonly string[]>;
    status: "invited" | "active" | "locked" | "closed";
    password: string | null;
    totp: Uint8Array | null;
    totp_step: number | null;
    provider_subject: string | null;
    failures: number;
    held_until: string | null;
    added_at: string;
    added_by: string;
  };
  staff_passkey: {
    id: string;
    staff: string;
    public_key: Uint8Array;
    counter: number;
    transports: Json<readonly string[]>;
    added_at: string;
  };
  staff_invitation: { digest: string; staff: string; ends_at: string };
  staff_session: {
    digest: string;
    staff: string;
    method: string;
    csrf: string;
    began_at: string;
    seen_at: string;
    ends_at: string;
  };
  staff_approval: {
    id: string;
    operation: string;
    digest: string;
    asks: string;
    persons: string[];
    asked_by: string;
    asked_at: string;
    ends_at: string;
    state: "waiting" | "approved" | "refused" | "used";
    decided_by: string | null;
    decided_at: string | null;
    reason: string | null;
  };
  staff_read: {
    id: Generated<number>;
    at: string;
    staff: string;
    roles: Json<readonly string[]>;
    action: string;
    purpose: string;
    person: string | null;
    persons: number;
  };
}
