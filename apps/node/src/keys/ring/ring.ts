import { z } from "zod";
import { SUITE_IDS, type SuiteId } from "../suite.ts";

/** What each key is for; a key serves one purpose alone. */
export const PURPOSES = ["signing", "encryption", "hashing", "ledger", "witness", "tls", "wrapping"] as const;
export type Purpose = (typeof PURPOSES)[number];

/**
 * Where a key stands in its life. `pending`: made, and partners are being told. `current`: in use. `retiring`: its
 * successor is in use; it still opens and verifies until `retireAt`. `retired`: its private part is destroyed; its public
 * part still verifies what it signed. `compromised`: it verifies nothing any more.
 */
const KeyState = z.enum(["pending", "current", "retiring", "retired", "compromised"]);
export type KeyState = z.infer<typeof KeyState>;

const life = {
  id: z.string().min(1).max(80),
  state: KeyState,
  createdAt: z.iso.datetime(),
  retireAt: z.iso.datetime().optional(),
};

const RingJwk = z.strictObject({
  ...life,
  kty: z.literal("OKP"),
  crv: z.enum(["Ed25519", "X25519"]),
  x: z.string().length(43),
  d: z.string().length(43).optional(),
});
export type RingJwk = z.infer<typeof RingJwk>;

const RingSuiteKey = z.strictObject({
  ...life,
  suite: z.enum(SUITE_IDS as [SuiteId, ...SuiteId[]]),
  publicKey: z.base64url(),
  privateKey: z.base64url().optional(),
});
export type RingSuiteKey = z.infer<typeof RingSuiteKey>;

const RingCertificate = z.strictObject({ ...life, certificate: z.string(), key: z.string().optional() });
export type RingCertificate = z.infer<typeof RingCertificate>;

/** 32 bytes, base64url; absent once nothing is wrapped with it any more. */
const RingSecret = z.strictObject({ ...life, key: z.base64url().optional() });
export type RingSecret = z.infer<typeof RingSecret>;

/** The public part of the recovery key, to which backups and the sealed node's keys are encrypted. */
export const RecoveryKey = z.strictObject({
  suite: z.enum(SUITE_IDS as [SuiteId, ...SuiteId[]]),
  kid: z.string(),
  publicKey: z.base64url(),
  threshold: z.int().min(2),
  shares: z.int().min(2),
  createdAt: z.iso.datetime(),
});
export type RecoveryKey = z.infer<typeof RecoveryKey>;

/** A rotation under way: which keys take over, and which partners have been told. Kept, so that it goes on after a stop. */
export const Rotation = z.strictObject({
  purpose: z.enum(PURPOSES),
  /** Ids of the pending keys. */
  keys: z.array(z.string()).min(1),
  startedAt: z.iso.datetime(),
  overlapDays: z.int().min(0).max(90),
  told: z.array(z.string()),
});
export type Rotation = z.infer<typeof Rotation>;

/** All keys of a node. This document is kept encrypted under the node's root key. */
export const Ring = z.strictObject({
  version: z.literal(2),
  /** Number of the card that these keys make; each change of a public key makes the next. */
  serial: z.int().min(1),
  signing: z.array(RingJwk).min(1),
  encryption: z.array(RingSuiteKey).min(1),
  /** X25519, from which both parties of an agreement derive the key for hashed values. */
  hashing: z.array(RingJwk).min(1),
  /** Signs the ledger's checkpoints. */
  ledger: z.array(RingJwk).min(1),
  /** Cosigns partners' checkpoints. */
  witness: z.array(RingJwk).min(1),
  tls: z.array(RingCertificate).min(1),
  /** Wraps the data key of each person. */
  wrapping: z.array(RingSecret).min(1),
  /** 32 bytes: makes the pseudonyms under which persons appear to partners. It is never rotated: partners keep them. */
  pseudonym: z.base64url(),
  recovery: RecoveryKey.optional(),
  rotation: Rotation.optional(),
});
export type Ring = z.infer<typeof Ring>;
