/** Every code that this room throws. */
export type LedgerErrorCode =
  | "ledger.entry_malformed"
  | "ledger.entry_too_large"
  | "ledger.storage_damaged"
  | "ledger.range"
  | "ledger.key_malformed"
  | "ledger.note_malformed"
  | "ledger.note_signature_wrong"
  | "ledger.note_unverified"
  | "ledger.checkpoint_malformed"
  | "ledger.witness_request_malformed"
  | "ledger.checkpoint_smaller"
  | "ledger.checkpoint_out_of_step"
  | "ledger.checkpoint_forked"
  | "ledger.checkpoint_inconsistent"
  | "ledger.witness_log_unknown"
  | "ledger.tile_malformed"
  | "ledger.tile_missing"
  | "ledger.proof_malformed"
  | "ledger.proof_wrong"
  | "ledger.policy_malformed"
  | "ledger.policy_log_unknown"
  | "ledger.policy_quorum_missed";

/**
 * What this room throws: the shape of Accord's errors. `where` names a field, line or index, never a value, so that
 * no error repeats what a malformed entry may hold.
 */
export class LedgerError extends Error {
  readonly code: LedgerErrorCode;
  readonly where: string | undefined;
  readonly remedy: string | undefined;

  constructor(
    code: LedgerErrorCode,
    message: string,
    options: { where?: string; remedy?: string; cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = "LedgerError";
    this.code = code;
    this.where = options.where;
    this.remedy = options.remedy;
  }

  toJSON(): { code: LedgerErrorCode; message: string; where?: string; remedy?: string } {
    return {
      code: this.code,
      message: this.message,
      ...(this.where === undefined ? {} : { where: this.where }),
      ...(this.remedy === undefined ? {} : { remedy: this.remedy }),
    };
  }
}
