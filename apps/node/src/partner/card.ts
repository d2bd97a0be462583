import { createHash, createPublicKey, type KeyObject, timingSafeEqual, X509Certificate } from "node:crypto";
import { AccordError } from "@accord/vocabulary";
import { CompactSign, calculateJwkThumbprint, compactVerify } from "jose";
import { z } from "zod";
import type { NodeConfig } from "../config/config.ts";
import { certificateFingerprint } from "../keys/certificate.ts";
import { keyPair, type NodeKeys, publicJwk } from "../keys/node-keys.ts";
import { postQuantumKey } from "../keys/post-quantum-key.ts";
import type { Ring, RingJwk } from "../keys/ring/ring.ts";
import { isSuiteId, SUITE_IDS, type SuiteKey, suiteKeyId } from "../keys/suite.ts";

const PublicKey = z.strictObject({
  kty: z.literal("OKP"),
  crv: z.enum(["Ed25519", "X25519"]),
  x: z.string().length(43),
  kid: z.string().length(43),
});
const Ed25519 = PublicKey.extend({ crv: z.literal("Ed25519") });

/** A key to which messages are sealed. A suite that this node does not know is kept in the card and not used. */
const EncryptionKey = z.strictObject({
  suite: z.string().regex(/^[a-z0-9-]{1,60}$/),
  kid: z.string().length(43),
  publicKey: z.base64url().max(8000),
});

/** What a node tells a partner of itself: who it is, where it is reached, and its public keys. */
export const PartnerCard = z.strictObject({
  version: z.literal("accord-card/2"),
  /** A node's later card has a greater number; an earlier one is not taken again. */
  serial: z.int().min(1),
  id: z.string().min(2).max(32),
  name: z.string().min(1).max(120),
  address: z.url({ protocol: /^https$/ }),
  signingKey: Ed25519,
  /** One key for each sealing suite, the preferred first. */
  encryptionKeys: z.array(EncryptionKey).min(1).max(8),
  /** From which both parties of an agreement derive the key for hashed values. */
  hashingKey: PublicKey.extend({ crv: z.literal("X25519") }),
  ledgerKey: Ed25519,
  witnessKey: Ed25519,
  /** ML-DSA-44 public keys beside the two above, base64. */
  ledgerPostQuantumKey: z.base64().length(1752),
  witnessPostQuantumKey: z.base64().length(1752),
  certificate: z.string().max(8192),
});
export type PartnerCard = z.infer<typeof PartnerCard>;

/** Size of a card as text, in characters: what is longer is not looked at. */
const CARD_CHARACTERS = 40_000;

/** This node's card. */
export function ownCard(config: NodeConfig, keys: NodeKeys): PartnerCard {
  return cardOf(config, keys.ring);
}

/** The card of the keys in a ring that are in use, or, of a purpose under rotation, those that are to take over. */
export function cardOf(config: NodeConfig, ring: Ring): PartnerCard {
  const pending = new Set(ring.rotation?.keys);
  const shown = <K extends { readonly id: string; readonly state: string }>(keys: readonly K[]): K[] => {
    const next = keys.filter((key) => pending.has(key.id));
    return next.length > 0 ? next : keys.filter((key) => key.state === "current");
  };
  const one = <K extends { readonly id: string; readonly state: string }>(keys: readonly K[]): K => {
    const [first] = shown(keys);
    if (first === undefined) throw new Error("a ring has a current key for each purpose");
    return first;
  };
  const encryption = shown(ring.encryption);
  return PartnerCard.parse({
    version: "accord-card/2",
    serial: ring.serial,
    id: config.agency.id,
    name: config.agency.name,
    address: config.exchange.publicAddress,
    signingKey: publicJwk(one(ring.signing)),
    encryptionKeys: SUITE_IDS.flatMap((suite) =>
      encryption
        .filter((key) => key.suite === suite)
        .map(({ id, publicKey }) => ({ suite, kid: id, publicKey })),
    ),
    hashingKey: publicJwk(one(ring.hashing)),
    ledgerKey: publicJwk(one(ring.ledger)),
    witnessKey: publicJwk(one(ring.witness)),
    ledgerPostQuantumKey: postQuantumText(one(ring.ledger)),
    witnessPostQuantumKey: postQuantumText(one(ring.witness)),
    certificate: one(ring.tls).certificate,
  });
}

const postQuantumText = (key: RingJwk): string =>
  Buffer.from(postQuantumKey(keyPair(key)).publicKey).toString("base64");

/** Signs a card with the key that it names, so that no field of it can be changed on the way. */
export async function signCard(card: PartnerCard, key: KeyObject): Promise<string> {
  return new CompactSign(Buffer.from(JSON.stringify(card)))
    .setProtectedHeader({ alg: "EdDSA", typ: "accord-card+jws", kid: card.signingKey.kid })
    .sign(key);
}

/**
 * Opens a card that came from outside. That it is consistent says nothing of who made it: the people of both sides
 * compare `cardFingerprint` out of band.
 * @throws AccordError `partner.card_invalid`
 */
export async function openCard(text: string): Promise<PartnerCard> {
  try {
    if (text.length > CARD_CHARACTERS) throw new Error("too long for a card");
    const [, payload = ""] = text.trim().split(".");
    const card = PartnerCard.parse(JSON.parse(Buffer.from(payload, "base64url").toString("utf8")));
    await compactVerify(text.trim(), createPublicKey({ key: card.signingKey, format: "jwk" }), {
      algorithms: ["EdDSA"],
    });
    for (const key of [card.signingKey, card.hashingKey, card.ledgerKey, card.witnessKey]) {
      if ((await calculateJwkThumbprint(key)) !== key.kid) throw new Error("kid is not the key's thumbprint");
    }
    for (const { suite, kid, publicKey } of card.encryptionKeys) {
      if (isSuiteId(suite) && suiteKeyId(suite, Buffer.from(publicKey, "base64url")) !== kid) {
        throw new Error("kid is not the key's digest");
      }
    }
    if (suiteKeys(card).length === 0) throw new Error("no suite that this node knows");
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

/** The card's keys of suites that this node knows, those first that it prefers. */
export function suiteKeys(card: PartnerCard): readonly SuiteKey[] {
  return SUITE_IDS.flatMap((suite) =>
    card.encryptionKeys
      .filter((key) => key.suite === suite)
      .map(({ kid, publicKey }) => ({ suite, kid, publicKey: Buffer.from(publicKey, "base64url") })),
  );
}

/** 128 bits over the card's keys and name, in groups that two people can read to each other over the phone. */
export function cardFingerprint(card: PartnerCard): string {
  const bound = [
    card.id,
    card.signingKey.kid,
    ...card.encryptionKeys.map((key) => key.kid),
    card.hashingKey.kid,
    card.ledgerKey.kid,
    card.witnessKey.kid,
    card.ledgerPostQuantumKey,
    card.witnessPostQuantumKey,
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

export function publicKey(key: PartnerCard["signingKey"] | PartnerCard["hashingKey"]): KeyObject {
  return createPublicKey({ key, format: "jwk" });
}
