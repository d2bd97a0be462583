import { createHash, createPublicKey, type KeyObject, timingSafeEqual, X509Certificate } from "node:crypto";
import { AccordError } from "@accord/vocabulary";
import { CompactSign, calculateJwkThumbprint, compactVerify } from "jose";
import { z } from "zod";
import type { NodeConfig } from "../config/config.ts";
import { certificateFingerprint } from "../keys/certificate.ts";
import type { NodeKeys } from "../keys/node-keys.ts";
import { postQuantumKey } from "../keys/post-quantum-key.ts";

const PublicKey = z.strictObject({
  kty: z.literal("OKP"),
  crv: z.enum(["Ed25519", "X25519"]),
  x: z.string().length(43),
  kid: z.string().length(43),
});

/** What a node tells a partner of itself: who it is, where it is reached, and its public keys. */
export const PartnerCard = z.strictObject({
  version: z.literal("accord-card/1"),
  id: z.string().min(2).max(32),
  name: z.string().min(1).max(120),
  address: z.url({ protocol: /^https$/ }),
  signingKey: PublicKey.extend({ crv: z.literal("Ed25519") }),
  encryptionKey: PublicKey.extend({ crv: z.literal("X25519") }),
  ledgerKey: PublicKey.extend({ crv: z.literal("Ed25519") }),
  witnessKey: PublicKey.extend({ crv: z.literal("Ed25519") }),
  /** ML-DSA-44 public keys beside the two above, base64. */
  ledgerPostQuantumKey: z.base64().length(1752),
  witnessPostQuantumKey: z.base64().length(1752),
  certificate: z.string().max(8192),
});
export type PartnerCard = z.infer<typeof PartnerCard>;

/** This node's card. */
export function ownCard(config: NodeConfig, keys: NodeKeys): PartnerCard {
  return PartnerCard.parse({
    version: "accord-card/1",
    id: config.agency.id,
    name: config.agency.name,
    address: config.exchange.publicAddress,
    signingKey: keys.signing.jwk,
    encryptionKey: keys.encryption.jwk,
    ledgerKey: keys.ledger.jwk,
    witnessKey: keys.witness.jwk,
    ledgerPostQuantumKey: Buffer.from(postQuantumKey(keys.ledger).publicKey).toString("base64"),
    witnessPostQuantumKey: Buffer.from(postQuantumKey(keys.witness).publicKey).toString("base64"),
    certificate: keys.tls.certificate,
  });
}

/** Signs a card with the key that it names, so that no field of it can be changed on the way. */
export async function signCard(card: PartnerCard, keys: NodeKeys): Promise<string> {
  return new CompactSign(Buffer.from(JSON.stringify(card)))
    .setProtectedHeader({ alg: "EdDSA", typ: "accord-card+jws", kid: card.signingKey.kid })
    .sign(keys.signing.private);
}

/**
 * Opens a card that came from outside. That it is consistent says nothing of who made it: the people of both sides
 * compare `cardFingerprint` out of band.
 * @throws AccordError `partner.card_invalid`
 */
export async function openCard(text: string): Promise<PartnerCard> {
  try {
    const [, payload = ""] = text.trim().split(".");
    const card = PartnerCard.parse(JSON.parse(Buffer.from(payload, "base64url").toString("utf8")));
    await compactVerify(text.trim(), createPublicKey({ key: card.signingKey, format: "jwk" }), {
      algorithms: ["EdDSA"],
    });
    for (const key of [card.signingKey, card.encryptionKey, card.ledgerKey, card.witnessKey]) {
      if ((await calculateJwkThumbprint(key)) !== key.kid) throw new Error("kid is not the key's thumbprint");
    }
    new X509Certificate(card.certificate);
    return card;
  } catch (cause) {
    throw new AccordError(
      "partner.card_invalid",
      "this is not a partner's card, or it was changed on the way",
      {
        remedy: "Ask the partner for the output of `accord partner card`.",
        cause,
      },
    );
  }
}

/** 128 bits over the card's keys and name, in groups that two people can read to each other over the phone. */
export function cardFingerprint(card: PartnerCard): string {
  const bound = [
    card.id,
    card.signingKey.kid,
    card.encryptionKey.kid,
    certificateFingerprint(card.certificate),
  ];
  const hex = createHash("sha256").update(bound.join("\n")).digest("hex").slice(0, 32).toUpperCase();
  return (hex.match(/.{4}/g) ?? []).join("-");
}

export function isFingerprintOf(card: PartnerCard, told: string): boolean {
  const normal = Buffer.from(told.toUpperCase().replaceAll(/[^0-9A-F]/g, ""));
  const actual = Buffer.from(cardFingerprint(card).replaceAll("-", ""));
  return normal.length === actual.length && timingSafeEqual(normal, actual);
}

export function publicKey(key: PartnerCard["signingKey"] | PartnerCard["encryptionKey"]): KeyObject {
  return createPublicKey({ key, format: "jwk" });
}
