import { createPublicKey, type KeyObject, sign, verify } from "node:crypto";
import { fromBase64, sha256, toBase64, toHex, toUtf8 } from "../bytes.ts";
import { LedgerError } from "../errors.ts";
import { cosignedMessage, readTimestamp, TIMESTAMP_BYTES, writeTimestamp } from "./timestamp.ts";

/**
 * Signature types of C2SP signed-note that this room signs and verifies: plain Ed25519 over the text (0x01), as a log
 * signs, and the timestamped cosignature/v1 (0x04) of C2SP tlog-cosignature, as a witness signs.
 */
export type SignatureType = "ed25519" | "cosignature";

const TYPE_BYTES: Readonly<Record<SignatureType, number>> = { ed25519: 0x01, cosignature: 0x04 };
const ED25519_KEY_BYTES = 32;
const ED25519_SIGNATURE_BYTES = 64;

/** A key whose signatures on a note are checked. */
export interface NoteVerifier {
  readonly name: string;
  /** 8 hex digits. */
  readonly keyId: string;
  readonly type: string;
  /** Undefined where the signature is wrong; for a timestamped one, when it was made, in seconds since 1970. */
  verify(text: Uint8Array, signature: Uint8Array): { readonly timeSeconds?: number } | undefined;
}

/** A key that signs notes. `sign` may wait, as for a key in hardware. */
export interface NoteSigner {
  readonly name: string;
  readonly keyId: string;
  readonly type: string;
  /** @param timeSeconds seconds since 1970; types without a timestamp leave it out of the signature */
  sign(text: Uint8Array, timeSeconds: number): Uint8Array | Promise<Uint8Array>;
}

/**
 * A signer for an Ed25519 private key. One key serves one type and one name: a cosignature does not bind its name
 * (C2SP tlog-cosignature), so a key shared by two would let one speak for the other.
 *
 * @param name a schema-less URL such as `iom.example/accord-ledger`; no spaces, no plus
 * @throws LedgerError `ledger.key_malformed`
 */
export function noteSigner(name: string, type: SignatureType, privateKey: KeyObject): NoteSigner {
  if (privateKey.type !== "private") throw keyMalformed("privateKey", "A signer needs a private key.");
  const keyId = toHex(keyIdOf(name, type, rawPublicKey(createPublicKey(privateKey))));
  return {
    name,
    keyId,
    type,
    sign(text, timeSeconds) {
      if (type === "ed25519") return new Uint8Array(sign(null, text, privateKey));
      const signature = sign(null, cosignedMessage(text, timeSeconds), privateKey);
      return new Uint8Array(Buffer.concat([writeTimestamp(timeSeconds), signature]));
    },
  };
}

/**
 * A verifier for an Ed25519 public key.
 *
 * @throws LedgerError `ledger.key_malformed`
 */
export function noteVerifier(name: string, type: SignatureType, publicKey: KeyObject): NoteVerifier {
  const keyId = toHex(keyIdOf(name, type, rawPublicKey(publicKey)));
  return {
    name,
    keyId,
    type,
    verify(text, signature) {
      if (type === "ed25519") {
        return signature.length === ED25519_SIGNATURE_BYTES && verify(null, text, publicKey, signature)
          ? {}
          : undefined;
      }
      if (signature.length !== TIMESTAMP_BYTES + ED25519_SIGNATURE_BYTES) return undefined;
      const timeSeconds = readTimestamp(signature);
      if (timeSeconds === undefined) return undefined;
      const signed = signature.subarray(TIMESTAMP_BYTES);
      return verify(null, cosignedMessage(text, timeSeconds), publicKey, signed)
        ? { timeSeconds }
        : undefined;
    },
  };
}

/**
 * The text form of a public key (C2SP signed-note, verifier keys): `name+hex(keyId)+base64(type || key)`.
 *
 * @throws LedgerError `ledger.key_malformed`
 */
export function formatVerifierKey(name: string, type: SignatureType, publicKey: KeyObject): string {
  const raw = rawPublicKey(publicKey);
  return `${name}+${toHex(keyIdOf(name, type, raw))}+${toBase64(typed(type, raw))}`;
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
  if (blob === undefined || blob.length !== 1 + ED25519_KEY_BYTES || !/^[0-9a-f]{8}$/.test(id)) {
    throw keyMalformed("verifier key", "A verifier key is name+id+key: 8 hex digits and 33 bytes in base64.");
  }
  const type = (Object.keys(TYPE_BYTES) as SignatureType[]).find((known) => TYPE_BYTES[known] === blob[0]);
  if (type === undefined)
    throw keyMalformed("verifier key", "The signature type of this key is not supported.");
  const verifier = noteVerifier(name, type, publicKeyFrom(blob.subarray(1)));
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
function keyIdOf(name: string, type: SignatureType, raw: Uint8Array): Uint8Array {
  if (!isKeyName(name)) throw keyMalformed("name", "A key name is not empty and has no spaces and no plus.");
  return sha256(toUtf8(`${name}\n`), typed(type, raw)).subarray(0, 4);
}

function typed(type: SignatureType, raw: Uint8Array): Uint8Array {
  return Uint8Array.of(TYPE_BYTES[type], ...raw);
}

function rawPublicKey(key: KeyObject): Uint8Array {
  if (key.type !== "public" || key.asymmetricKeyType !== "ed25519") {
    throw keyMalformed("publicKey", "The key is not an Ed25519 public key.");
  }
  return new Uint8Array(Buffer.from(key.export({ format: "jwk" }).x!, "base64url"));
}

function publicKeyFrom(raw: Uint8Array): KeyObject {
  const x = Buffer.from(raw).toString("base64url");
  return createPublicKey({ format: "jwk", key: { kty: "OKP", crv: "Ed25519", x } });
}

function keyMalformed(where: string, message: string): LedgerError {
  return new LedgerError("ledger.key_malformed", message, {
    where,
    remedy: "Take the key from the partner's `accord partner` page or file, unchanged.",
  });
}
