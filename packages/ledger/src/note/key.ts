import { fromBase64, fromUint64, joined, sha256, toBase64, toHex, toUint64, toUtf8 } from "../bytes.ts";
import { LedgerError } from "../errors.ts";
import { SCHEMES, type Scheme, type SignatureType } from "./scheme.ts";
import type { SecretKey } from "./secret-key.ts";

/** Bytes of the time before a timestamped signature: u64, big-endian, seconds since 1970 (C2SP tlog-cosignature). */
const TIMESTAMP_BYTES = 8;

/** A key whose signatures on a note are checked. */
export interface NoteVerifier {
  readonly name: string;
  /** 8 hex digits. */
  readonly keyId: string;
  readonly type: SignatureType;
  readonly publicKey: Uint8Array;
  /** Undefined where the signature is wrong; for a timestamped one, when it was made, in seconds since 1970. */
  verify(text: Uint8Array, signature: Uint8Array): { readonly timeSeconds?: number } | undefined;
}

/** A key that signs notes. `sign` may wait, as for a key in hardware. */
export interface NoteSigner {
  readonly name: string;
  readonly keyId: string;
  readonly type: SignatureType;
  /** @param timeSeconds seconds since 1970; types without a timestamp leave it out of the signature */
  sign(text: Uint8Array, timeSeconds: number): Uint8Array | Promise<Uint8Array>;
}

/**
 * A signer. One key serves one type and one name: an Ed25519 cosignature does not bind its name (C2SP
 * tlog-cosignature), so a key shared by two would let one speak for the other.
 *
 * @param name a schema-less URL such as `iom.example/accord-ledger`; no spaces, no plus
 * @throws LedgerError `ledger.key_malformed`; its `sign` throws `ledger.range` for a time that is no whole number of
 *   seconds and `ledger.note_malformed` for a text that the type cannot sign
 */
export function noteSigner(name: string, type: SignatureType, key: SecretKey): NoteSigner {
  const scheme = SCHEMES[type];
  const keyId = keyIdOf(name, scheme, key.publicKey);
  return {
    name,
    keyId,
    type,
    async sign(text, timeSeconds) {
      assertTime(timeSeconds);
      const message = scheme.message(text, name, timeSeconds);
      if (message === undefined) throw unsignable();
      const signature = await key.sign(message);
      return scheme.timestamped ? joined(toUint64(timeSeconds), signature) : signature;
    },
  };
}

/**
 * A verifier for a public key in its raw form: 32 bytes of Ed25519 or 1312 of ML-DSA-44.
 *
 * @throws LedgerError `ledger.key_malformed`
 */
export function noteVerifier(name: string, type: SignatureType, publicKey: Uint8Array): NoteVerifier {
  const scheme = SCHEMES[type];
  const keyId = keyIdOf(name, scheme, publicKey);
  const before = scheme.timestamped ? TIMESTAMP_BYTES : 0;
  return {
    name,
    keyId,
    type,
    publicKey,
    verify(text, signature) {
      if (signature.length !== before + scheme.signatureBytes) return undefined;
      const timeSeconds = scheme.timestamped ? fromUint64(signature) : 0;
      if (timeSeconds === undefined) return undefined;
      const message = scheme.message(text, name, timeSeconds);
      if (message === undefined || !scheme.verify(publicKey, message, signature.subarray(before)))
        return undefined;
      return scheme.timestamped ? { timeSeconds } : {};
    },
  };
}

/** The text form of a public key (C2SP signed-note, verifier keys): `name+hex(keyId)+base64(type || key)`. */
export function formatVerifierKey({ name, keyId, type, publicKey }: NoteVerifier): string {
  return `${name}+${keyId}+${toBase64(typed(SCHEMES[type], publicKey))}`;
}

/**
 * Reads a public key from its text form and checks that the key id is the one that name and key give.
 *
 * @throws LedgerError `ledger.key_malformed`
 */
export function parseVerifierKey(text: string): NoteVerifier {
  // The name has no plus, but base64 may.
  const [name = "", id = "", ...rest] = text.split("+");
  const blob = fromBase64(rest.join("+"));
  if (blob === undefined || blob.length < 2 || !/^[0-9a-f]{8}$/.test(id)) {
    throw keyMalformed(
      "verifier key",
      "A verifier key is name+id+key: 8 hex digits, and type and key in base64.",
    );
  }
  const type = (Object.keys(SCHEMES) as SignatureType[]).find((known) => SCHEMES[known].typeByte === blob[0]);
  if (type === undefined)
    throw keyMalformed("verifier key", "The signature type of this key is not supported.");
  const verifier = noteVerifier(name, type, blob.subarray(1));
  if (verifier.keyId !== id)
    throw keyMalformed("verifier key", "The key id is not the one of this name and key.");
  return verifier;
}

/** C2SP signed-note: key names are not empty and have neither Unicode spaces nor plus; nor control characters. */
export function isKeyName(name: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: signed-note forbids those below U+0020
  return name.length > 0 && !/[\p{White_Space}\p{Surrogate}+\u0000-\u001f]/u.test(name);
}

/** C2SP signed-note: key ID = SHA-256(name || 0x0A || type || public key)[:4]. */
function keyIdOf(name: string, scheme: Scheme, publicKey: Uint8Array): string {
  if (!isKeyName(name)) throw keyMalformed("name", "A key name is not empty and has no spaces and no plus.");
  if (publicKey.length !== scheme.publicKeyBytes)
    throw keyMalformed("publicKey", "The public key does not have its type's length.");
  return toHex(sha256(toUtf8(`${name}\n`), typed(scheme, publicKey)).subarray(0, 4));
}

function typed(scheme: Scheme, publicKey: Uint8Array): Uint8Array {
  return joined(Uint8Array.of(scheme.typeByte), publicKey);
}

function assertTime(timeSeconds: number): void {
  if (Number.isSafeInteger(timeSeconds) && timeSeconds >= 0) return;
  throw new LedgerError("ledger.range", "A signature's time is a whole number of seconds since 1970.", {
    where: "timeSeconds",
    remedy: "Divide milliseconds by 1000 and round down.",
  });
}

function unsignable(): LedgerError {
  return new LedgerError("ledger.note_malformed", "An ML-DSA-44 cosignature is made on a checkpoint only.", {
    where: "text",
    remedy: "Sign the text of a checkpoint: origin, size and root.",
  });
}

function keyMalformed(where: string, message: string): LedgerError {
  return new LedgerError("ledger.key_malformed", message, {
    where,
    remedy: "Take the key from the partner's card or policy file, unchanged.",
  });
}
