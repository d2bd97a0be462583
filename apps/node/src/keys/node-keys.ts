import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
} from "node:crypto";
import { readFile, stat, writeFile } from "node:fs/promises";
import { AccordError } from "@accord/vocabulary";
import { calculateJwkThumbprint } from "jose";
import { z } from "zod";
import { selfSignedCertificate } from "./certificate.ts";

const Jwk = z.strictObject({
  kty: z.literal("OKP"),
  crv: z.enum(["Ed25519", "X25519"]),
  x: z.string(),
  d: z.string(),
});

const KeysFile = z.strictObject({
  version: z.literal(1),
  signing: Jwk,
  encryption: Jwk,
  /** Signs the ledger's checkpoints; a key serves one purpose alone (C2SP tlog-cosignature). */
  ledger: Jwk,
  /** Cosigns partners' checkpoints. */
  witness: Jwk,
  /** 32 bytes, base64: wraps the data key of each person. */
  wrapping: z.base64(),
  /** 32 bytes, base64: makes the pseudonyms under which persons appear to partners. */
  pseudonym: z.base64(),
  tls: z.strictObject({ key: z.string(), certificate: z.string() }),
});

interface PublicJwk {
  readonly kty: "OKP";
  readonly crv: "Ed25519" | "X25519";
  readonly x: string;
  readonly kid: string;
}

export interface KeyPair {
  readonly private: KeyObject;
  readonly public: KeyObject;
  readonly jwk: PublicJwk;
}

export interface NodeKeys {
  readonly signing: KeyPair;
  readonly encryption: KeyPair;
  readonly ledger: KeyPair;
  readonly witness: KeyPair;
  readonly wrapping: Uint8Array;
  readonly pseudonym: Uint8Array;
  readonly tls: { readonly key: string; readonly certificate: string };
}

/** Makes a node's keys and writes them with owner-only permission; an existing file is never written over. */
export async function createKeys(path: string, commonName: string): Promise<void> {
  const file: z.infer<typeof KeysFile> = {
    version: 1,
    signing: newKey("ed25519"),
    encryption: newKey("x25519"),
    ledger: newKey("ed25519"),
    witness: newKey("ed25519"),
    wrapping: randomBytes(32).toString("base64"),
    pseudonym: randomBytes(32).toString("base64"),
    tls: await selfSignedCertificate(commonName),
  };
  await writeFile(path, `${JSON.stringify(file, null, 2)}\n`, { mode: 0o600, flag: "wx" });
}

/**
 * Reads a node's keys.
 * @throws AccordError `keys.missing`, `keys.readable_by_others`, `keys.invalid`
 */
export async function readKeys(path: string): Promise<NodeKeys> {
  const found = await stat(path).catch((cause: unknown) => {
    throw new AccordError("keys.missing", "the node has no keys", {
      where: path,
      remedy: "Restore keys.json from its backup, or begin with `accord init`.",
      cause,
    });
  });
  if (process.platform !== "win32" && (found.mode & 0o077) !== 0) {
    throw new AccordError("keys.readable_by_others", "the key file can be read by others than its owner", {
      where: path,
      remedy: `Run: chmod 600 ${path}`,
    });
  }
  let document: unknown;
  try {
    document = JSON.parse(await readFile(path, "utf8"));
  } catch {
    document = undefined;
  }
  const parsed = KeysFile.safeParse(document);
  if (!parsed.success) {
    throw new AccordError("keys.invalid", "the key file is damaged", {
      where: path,
      remedy: "Restore keys.json from its backup.",
    });
  }
  const { signing, encryption, ledger, witness, wrapping, pseudonym, tls } = parsed.data;
  return {
    signing: await keyPair(signing),
    encryption: await keyPair(encryption),
    ledger: await keyPair(ledger),
    witness: await keyPair(witness),
    wrapping: Buffer.from(wrapping, "base64"),
    pseudonym: Buffer.from(pseudonym, "base64"),
    tls,
  };
}

function newKey(type: "ed25519" | "x25519"): z.infer<typeof Jwk> {
  const { privateKey } = type === "ed25519" ? generateKeyPairSync("ed25519") : generateKeyPairSync("x25519");
  return Jwk.parse(privateKey.export({ format: "jwk" }));
}

async function keyPair(jwk: z.infer<typeof Jwk>): Promise<KeyPair> {
  const { kty, crv, x } = jwk;
  const privateKey = createPrivateKey({ key: jwk, format: "jwk" });
  return {
    private: privateKey,
    public: createPublicKey(privateKey),
    jwk: { kty, crv, x, kid: await calculateJwkThumbprint({ kty, crv, x }) },
  };
}
