import { sign } from "node:crypto";
import { type NoteSigner, type NoteVerifier, noteSigner, noteVerifier, type SecretKey } from "@accord/ledger";
import type { KeyPair, NodeKeys } from "../keys/node-keys.ts";
import { postQuantumKey } from "../keys/post-quantum-key.ts";
import type { PartnerCard } from "../partner/card.ts";

/** The origin of a node's log, and the name under which it cosigns others'. */
export const ledgerOrigin = (agency: string): string => `accord.ledger/${agency}`;
export const witnessName = (agency: string): string => `accord.witness/${agency}`;

type LedgerKeys = Pick<NodeKeys, "ledger" | "witness">;
type LedgerCard = Pick<
  PartnerCard,
  "id" | "ledgerKey" | "witnessKey" | "ledgerPostQuantumKey" | "witnessPostQuantumKey"
>;

/** This node's signatures on its own checkpoints: Ed25519, and ML-DSA-44 besides. */
export function logSigners(self: string, { ledger }: LedgerKeys): readonly NoteSigner[] {
  return [
    noteSigner(ledgerOrigin(self), "ed25519", ed25519(ledger)),
    noteSigner(ledgerOrigin(self), "ml-dsa-44", postQuantumKey(ledger)),
  ];
}

/** This node's cosignatures on partners' checkpoints. */
export function witnessSigners(self: string, { witness }: LedgerKeys): readonly NoteSigner[] {
  return [
    noteSigner(witnessName(self), "cosignature", ed25519(witness)),
    noteSigner(witnessName(self), "ml-dsa-44", postQuantumKey(witness)),
  ];
}

export function logVerifiers(card: LedgerCard): readonly NoteVerifier[] {
  return [
    noteVerifier(ledgerOrigin(card.id), "ed25519", rawKey(card.ledgerKey.x)),
    noteVerifier(ledgerOrigin(card.id), "ml-dsa-44", Buffer.from(card.ledgerPostQuantumKey, "base64")),
  ];
}

export function witnessVerifiers(card: LedgerCard): readonly NoteVerifier[] {
  return [
    noteVerifier(witnessName(card.id), "cosignature", rawKey(card.witnessKey.x)),
    noteVerifier(witnessName(card.id), "ml-dsa-44", Buffer.from(card.witnessPostQuantumKey, "base64")),
  ];
}

/** The public keys of this node's own ledger, as its card tells them, and those that they replaced. */
export function ownLogVerifiers(
  self: string,
  keys: Pick<NodeKeys, "ledger" | "verifying">,
): readonly NoteVerifier[] {
  const [, ...former] = keys.verifying("ledger");
  return [
    noteVerifier(ledgerOrigin(self), "ed25519", rawKey(keys.ledger.jwk.x)),
    noteVerifier(ledgerOrigin(self), "ml-dsa-44", postQuantumKey(keys.ledger).publicKey),
    ...former.map(({ x }) => noteVerifier(ledgerOrigin(self), "ed25519", rawKey(x))),
  ];
}

export function ownWitnessVerifiers(self: string, { witness }: LedgerKeys): readonly NoteVerifier[] {
  return [
    noteVerifier(witnessName(self), "cosignature", rawKey(witness.jwk.x)),
    noteVerifier(witnessName(self), "ml-dsa-44", postQuantumKey(witness).publicKey),
  ];
}

/** Each key once: the cards that a partner had while it rotated one key name the others again. */
export function distinct(keys: readonly NoteVerifier[]): readonly NoteVerifier[] {
  return [...new Map(keys.map((key) => [`${key.name} ${key.keyId}`, key])).values()];
}

function ed25519(pair: KeyPair): SecretKey {
  return {
    publicKey: rawKey(pair.jwk.x),
    sign: (message) => new Uint8Array(sign(null, message, pair.private)),
  };
}

const rawKey = (x: string): Uint8Array => new Uint8Array(Buffer.from(x, "base64url"));
