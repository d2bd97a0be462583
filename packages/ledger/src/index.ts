export { compareLedgers, type Disagreement, type LedgerComparison, type Side } from "./compare.ts";
export { commitTo, SALT_BYTES } from "./entry/commitment.ts";
export {
  type DisclosureEntry,
  ENTRY_KINDS,
  type EntryKindName,
  type EntryNamed,
  type LedgerEntry,
  type ReceiptEntry,
  type RefusalEntry,
} from "./entry/entry.ts";
export type { AttributeCounts, EntrySubjects } from "./entry/field.ts";
export { MAXIMUM_ENTRY_BYTES, openEntry } from "./entry/seal.ts";
export { LedgerError, type LedgerErrorCode } from "./errors.ts";
export { type AppendedEntry, Ledger, type TreeHead } from "./ledger.ts";
export { leafHash } from "./merkle/hash.ts";
export { verifyConsistency, verifyInclusion } from "./merkle/verify-proof.ts";
export {
  type Checkpoint,
  formatCheckpoint,
  type OpenedCheckpoint,
  openCheckpoint,
  parseCheckpoint,
  signCheckpoint,
} from "./note/checkpoint.ts";
export {
  formatVerifierKey,
  type NoteSigner,
  type NoteVerifier,
  noteSigner,
  noteVerifier,
  parseVerifierKey,
  type SignatureType,
} from "./note/key.ts";
export { type OpenedNote, openNote, signNote, type VerifiedSignature } from "./note/note.ts";
export {
  cosignCheckpoint,
  formatWitnessRequest,
  parseWitnessRequest,
  type WitnessRequest,
} from "./note/witness.ts";
export { type LedgerStorage, memoryStorage, type StoredEntry } from "./storage.ts";
export { type LedgerVerdict, verifyLedger } from "./verify-ledger.ts";
