import { fromBase64, fromHex, fromUtf8, joined, toBase64, toHex, toUtf8 } from "../bytes.ts";
import { LedgerError } from "../errors.ts";
import { isKeyName, type NoteSigner, type NoteVerifier } from "./key.ts";
import type { SignatureType } from "./scheme.ts";

/** Most signatures that a note may have; C2SP signed-note asks for at least 16. */
const MAXIMUM_SIGNATURES = 64;
/** Largest note that is read. */
const MAXIMUM_NOTE_BYTES = 1_000_000;

const KEY_ID_BYTES = 4;

/** A signature on a note that a known key verified. */
export interface VerifiedSignature {
  readonly name: string;
  readonly keyId: string;
  readonly type: SignatureType;
  /** When it was made, in seconds since 1970, for the types that say so. */
  readonly timeSeconds?: number;
}

export interface OpenedNote {
  /** What was signed, with its last newline. */
  readonly text: string;
  readonly verified: readonly VerifiedSignature[];
  /** How many signatures are of keys that are not known here, and so mean nothing. */
  readonly unknown: number;
}

interface SignatureLine {
  readonly name: string;
  readonly keyId: string;
  readonly signature: Uint8Array;
}

/**
 * Signs a text (C2SP signed-note): the text, a blank line, and a signature line for each signer.
 *
 * @param text ends in a newline; valid UTF-8 without other control characters
 * @param timeSeconds seconds since 1970, for timestamped signatures
 * @throws LedgerError `ledger.note_malformed`
 */
export async function signNote(
  text: string,
  signers: readonly NoteSigner[],
  timeSeconds: number,
): Promise<string> {
  if (!isNoteText(text) || !text.endsWith("\n"))
    throw malformed("text", "The text cannot be signed as a note.");
  const lines = await Promise.all(signers.map((signer) => signatureLine(text, signer, timeSeconds)));
  return `${text}\n${lines.join("")}`;
}

/**
 * A further signer's line for a note that was opened before, as a witness answers it. The note with the line after it
 * is a note with both signatures.
 *
 * @throws LedgerError `ledger.note_malformed`
 */
export async function countersign(note: string, signer: NoteSigner, timeSeconds: number): Promise<string> {
  return signatureLine(splitNote(note).text, signer, timeSeconds);
}

/**
 * Verifies a note against the keys that are known (C2SP signed-note), strictly: the text ends at the last blank line,
 * signatures of unknown keys count for nothing, one wrong signature of a known key rejects the whole note, and so does
 * the lack of any right one.
 *
 * @throws LedgerError `ledger.note_malformed`, `ledger.note_signature_wrong`, `ledger.note_unverified`
 */
export function openNote(note: string | Uint8Array, knownKeys: readonly NoteVerifier[]): OpenedNote {
  const decoded = typeof note === "string" ? note : fromUtf8(note);
  if (decoded === undefined) throw malformed("note", "The note is not UTF-8.");
  const { text, signatures } = splitNote(decoded);
  const textBytes = toUtf8(text);
  const verified: VerifiedSignature[] = [];
  let unknown = 0;
  for (const { name, keyId, signature } of signatures) {
    const keys = knownKeys.filter((key) => key.name === name && key.keyId === keyId);
    if (keys.length > 1) throw malformed("known keys", "Two known keys have the same name and id.");
    const [key] = keys;
    if (key === undefined) {
      unknown++;
      continue;
    }
    const outcome = key.verify(textBytes, signature);
    if (outcome === undefined) {
      throw new LedgerError("ledger.note_signature_wrong", "A known key's signature on this note is wrong.", {
        where: `${key.name}+${key.keyId}`,
        remedy: "Fetch the note again; if it is still wrong, treat it as forged and tell the partner.",
      });
    }
    verified.push({ name, keyId, type: key.type, ...outcome });
  }
  if (verified.length === 0) {
    throw new LedgerError("ledger.note_unverified", "No known key signed this note.", {
      where: "signatures",
      remedy: "Add the partner's verifier key, or ask the partner which key it signs with.",
    });
  }
  return { text, verified, unknown };
}

function splitNote(note: string): { readonly text: string; readonly signatures: readonly SignatureLine[] } {
  if (note.length > MAXIMUM_NOTE_BYTES) throw malformed("note", "The note is too large.");
  if (!isNoteText(note)) throw malformed("note", "The note has characters that a note may not have.");
  const blank = note.lastIndexOf("\n\n");
  if (blank < 0 || !note.endsWith("\n"))
    throw malformed("note", "The note has no blank line before signatures.");
  const block = note.slice(blank + 2, -1);
  if (block === "") throw malformed("signatures", "The note has no signatures.");
  const lines = block.split("\n");
  if (lines.length > MAXIMUM_SIGNATURES) throw malformed("signatures", "The note has too many signatures.");
  return { text: note.slice(0, blank + 1), signatures: lines.map(parseSignatureLine) };
}

function parseSignatureLine(line: string, index: number): SignatureLine {
  const [dash, name, base64, ...rest] = line.split(" ");
  const blob = base64 === undefined ? undefined : fromBase64(base64);
  if (dash !== "\u2014" || name === undefined || !isKeyName(name) || rest.length > 0) {
    throw malformed(`signature ${index + 1}`, "A signature line is an em dash, a key name and base64.");
  }
  if (blob === undefined || blob.length <= KEY_ID_BYTES) {
    throw malformed(`signature ${index + 1}`, "A signature is base64 of a key id and at least one byte.");
  }
  return { name, keyId: toHex(blob.subarray(0, KEY_ID_BYTES)), signature: blob.subarray(KEY_ID_BYTES) };
}

async function signatureLine(text: string, signer: NoteSigner, timeSeconds: number): Promise<string> {
  const signature = await signer.sign(toUtf8(text), timeSeconds);
  const blob = joined(fromHex(signer.keyId)!, signature);
  return `\u2014 ${signer.name} ${toBase64(blob)}\n`;
}

/** No lone surrogates, which have no UTF-8, and no control characters but newline. */
function isNoteText(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: signed-note forbids those below U+0020 but newline
  return !/[\p{Surrogate}\u0000-\u0009\u000b-\u001f]/u.test(text);
}

function malformed(where: string, message: string): LedgerError {
  return new LedgerError("ledger.note_malformed", message, {
    where,
    remedy: "Fetch the note again, unchanged, as UTF-8.",
  });
}
