import { ed25519 } from "@noble/curves/ed25519.js";
import { ml_dsa44 } from "@noble/post-quantum/ml-dsa.js";
import { fromBase64, fromUtf8, joined, toUint64, toUtf8 } from "../bytes.ts";

/**
 * Signature types of C2SP signed-note that this room signs and verifies: plain Ed25519 over the text (0x01), as a log
 * signs; the timestamped Ed25519 cosignature/v1 (0x04), as a witness signs; and the timestamped ML-DSA-44 cosignature
 * (0x06), which a log or a witness signs besides, against a day when Ed25519 can be broken (C2SP tlog-cosignature).
 */
export type SignatureType = "ed25519" | "cosignature" | "ml-dsa-44";

/** One signature type: its number, its sizes in bytes, what is signed, and how a signature of it is checked. */
export interface Scheme {
  readonly typeByte: number;
  readonly publicKeyBytes: number;
  readonly signatureBytes: number;
  readonly timestamped: boolean;
  /** What is signed for a note's text; undefined where the text is nothing that the type can sign. */
  message(text: Uint8Array, name: string, timeSeconds: number): Uint8Array | undefined;
  verify(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean;
}

/** RFC 8032's own equation and encodings, not the looser ones of ZIP 215: one signature is right for all or for none. */
const verifyEd25519 = (publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean => {
  try {
    return ed25519.verify(signature, message, publicKey, { zip215: false });
  } catch {
    // The library throws for a point that is none.
    return false;
  }
};

export const SCHEMES: Readonly<Record<SignatureType, Scheme>> = {
  ed25519: {
    typeByte: 0x01,
    publicKeyBytes: 32,
    signatureBytes: 64,
    timestamped: false,
    message: (text) => text,
    verify: verifyEd25519,
  },
  cosignature: {
    typeByte: 0x04,
    publicKeyBytes: 32,
    signatureBytes: 64,
    timestamped: true,
    message: (text, _name, timeSeconds) => joined(toUtf8(`cosignature/v1\ntime ${timeSeconds}\n`), text),
    verify: verifyEd25519,
  },
  "ml-dsa-44": {
    typeByte: 0x06,
    publicKeyBytes: 1312,
    signatureBytes: 2420,
    timestamped: true,
    message: subtreeMessage,
    verify: (publicKey, message, signature) => ml_dsa44.verify(signature, message, publicKey),
  },
};

/** C2SP tlog-cosignature's `cosigned_message` for a checkpoint: the subtree from 0 to its size. */
function subtreeMessage(text: Uint8Array, name: string, timeSeconds: number): Uint8Array | undefined {
  const [origin = "", size = "", root = ""] = (fromUtf8(text) ?? "").split("\n");
  const hash = fromBase64(root);
  const end = Number(size);
  const [cosigner, log] = [toUtf8(name), toUtf8(origin)];
  if (hash?.length !== 32 || !/^(?:0|[1-9]\d*)$/.test(size) || !Number.isSafeInteger(end)) return undefined;
  if (![cosigner, log].every(({ length }) => length >= 1 && length <= 255)) return undefined;
  return joined(
    toUtf8("subtree/v1\n\0"),
    Uint8Array.of(cosigner.length),
    cosigner,
    toUint64(timeSeconds),
    Uint8Array.of(log.length),
    log,
    toUint64(0),
    toUint64(end),
    hash,
  );
}
