import { fromBase64, toBase64 } from "../bytes.ts";
import { LedgerError } from "../errors.ts";
import type { TreeHead } from "../ledger.ts";
import { HASH_BYTES } from "../merkle/hash.ts";
import type { NoteSigner, NoteVerifier } from "./key.ts";
import { openNote, signNote, type VerifiedSignature } from "./note.ts";

/** A log's name, its size and the root over its entries. */
export interface Checkpoint extends TreeHead {
  /** A schema-less URL such as `iom.example/accord-ledger`; the name of the log's key too. */
  readonly origin: string;
}

/** A checkpoint whose log's signature was verified, with every signature that was. */
export interface OpenedCheckpoint extends Checkpoint {
  readonly verified: readonly VerifiedSignature[];
  /** Those signatures that are a witness's, with their times. */
  readonly cosignatures: readonly VerifiedSignature[];
}

/** C2SP tlog-checkpoint: origin, size and root in base64, a line each. */
export function formatCheckpoint(checkpoint: Checkpoint): string {
  return `${checkpoint.origin}\n${checkpoint.size}\n${toBase64(checkpoint.root)}\n`;
}

/**
 * Reads the text of a checkpoint. Extension lines are read over: C2SP recommends against them and no auditor sees them.
 *
 * @throws LedgerError `ledger.checkpoint_malformed`
 */
export function parseCheckpoint(text: string): Checkpoint {
  const lines = text.split("\n");
  const [origin = "", size = "", root = ""] = lines;
  const bytes = fromBase64(root);
  const complete =
    lines.length >= 4 && lines.at(-1) === "" && lines.slice(0, -1).every((line) => line !== "");
  if (!complete || !/^(?:0|[1-9]\d{0,15})$/.test(size) || !Number.isSafeInteger(Number(size))) {
    throw malformed("A checkpoint is three lines or more: origin, size, root.");
  }
  if (bytes?.length !== HASH_BYTES) throw malformed("A checkpoint's root is 32 bytes in base64.");
  return { origin, size: Number(size), root: bytes };
}

/**
 * A log's checkpoint, signed by the log's keys, whose name is the origin: Ed25519 first, ML-DSA-44 besides. A log must never sign a checkpoint that is
 * inconsistent with one that it signed before: sign what `Ledger.head` says and nothing else.
 *
 * @throws LedgerError `ledger.checkpoint_malformed`, `ledger.note_malformed`
 */
export async function signCheckpoint(
  head: TreeHead,
  logKeys: readonly NoteSigner[],
  timeSeconds = 0,
): Promise<string> {
  const text = formatCheckpoint({ origin: logKeys[0]?.name ?? "", ...head });
  parseCheckpoint(text);
  return signNote(text, logKeys, timeSeconds);
}

/**
 * Verifies a checkpoint: the note's signatures, the text's form, and that one of the log's own keys signed it.
 *
 * @param logKeys the log's pinned keys; their name must be the origin
 * @param witnesses keys whose cosignatures are told; a wrong one rejects the whole
 * @throws LedgerError `ledger.note_*`, `ledger.checkpoint_malformed`
 */
export function openCheckpoint(
  note: string | Uint8Array,
  logKeys: readonly NoteVerifier[],
  witnesses: readonly NoteVerifier[] = [],
): OpenedCheckpoint {
  const { text, verified } = openNote(note, [...logKeys, ...witnesses]);
  const checkpoint = parseCheckpoint(text);
  if (logKeys.some(({ name }) => checkpoint.origin !== name))
    throw malformed("The checkpoint's origin is not the name of the log's key.");
  const isLogs = (signature: VerifiedSignature) =>
    logKeys.some(({ name, keyId }) => signature.name === name && signature.keyId === keyId);
  if (!verified.some(isLogs)) {
    throw new LedgerError("ledger.note_unverified", "The log's own key did not sign this checkpoint.", {
      where: "signatures",
      remedy: "Ask the partner for a checkpoint that its ledger's key signed.",
    });
  }
  return { ...checkpoint, verified, cosignatures: verified.filter((signature) => !isLogs(signature)) };
}

function malformed(message: string): LedgerError {
  return new LedgerError("ledger.checkpoint_malformed", message, {
    where: "checkpoint",
    remedy: "Fetch the checkpoint again, unchanged.",
  });
}
