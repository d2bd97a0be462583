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
export {
  NONCE_BYTES,
  proveSubject,
  SUBJECT_KEY_BYTES,
  type SubjectProof,
  subjectsOf,
  subjectTag,
  verifySubject,
} from "./entry/subjects.ts";
export { LedgerError, type LedgerErrorCode } from "./errors.ts";
export { type AppendedEntry, Ledger, type TreeHead } from "./ledger.ts";
export { leafHash } from "./merkle/hash.ts";
export { HashTree } from "./merkle/hash-tree.ts";
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
} from "./note/key.ts";
export { type OpenedNote, openNote, signNote, type VerifiedSignature } from "./note/note.ts";
export type { SignatureType } from "./note/scheme.ts";
export { ed25519Key, mlDsa44Key, type SecretKey } from "./note/secret-key.ts";
export {
  formatPolicy,
  meetsQuorum,
  openUnderPolicy,
  type Policy,
  type PolicyGroup,
  type PolicyLog,
  type PolicyWitness,
  parsePolicy,
} from "./proof/policy.ts";
export { formatProof, parseProof, type TlogProof } from "./proof/tlog-proof.ts";
export { type ProvenEntry, verifyProofFile } from "./proof/verify-proof-file.ts";
export { type LedgerStorage, memoryStorage, type StoredEntry } from "./storage.ts";
export { formatBundle, parseBundle } from "./tile/bundle.ts";
export { exportTiles, type TileSink } from "./tile/export.ts";
export { parseTilePath, TILE_WIDTH, type TileName, tileNames, tilePath } from "./tile/path.ts";
export { entriesOf, type TileSource, treeFromTiles } from "./tile/source.ts";
export { type TiledVerdict, verifyTiles } from "./tile/verify-tiles.ts";
export { type LedgerVerdict, verifyLedger } from "./verify-ledger.ts";
export { answerAddCheckpoint, type WitnessAnswer, type WitnessedLog } from "./witness/add-checkpoint.ts";
export { type Cosigned, cosignCheckpoint } from "./witness/cosign.ts";
export { formatWitnessRequest, parseWitnessRequest, type WitnessRequest } from "./witness/request.ts";
