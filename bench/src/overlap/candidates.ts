import { createECDH, createHash, diffieHellman, generateKeyPairSync, randomBytes } from "node:crypto";
import { createRequire } from "node:module";
import { resolve } from "node:path";
import { blind, reblind, scalarOf } from "@accord/overlap";
import { ristretto255, ristretto255_hasher } from "@noble/curves/ed25519.js";
import type { Row, Table } from "../table.ts";

const DOMAINS = ["bench"];
/** Multiplications in a run of 100,000 persons against 100,000 with two keys each, and elements hashed to the group. */
const MULTIPLICATIONS = 800_000;
const HASHES = 400_000;
const CORES = 2;

interface Candidate {
  readonly what: string;
  /** Microseconds of processor time for an element made of a message; undefined where the library has no such map. */
  readonly hash: number | undefined;
  /** For a multiplication of an encoded element. */
  readonly multiply: number;
  readonly note: string;
}

/** What each group and library costs for one element, and what a whole run would at that rate on two cores. */
export function candidates(elements: number): Table {
  const all = [
    libsodium(elements),
    noble(elements),
    nodeX25519(elements),
    nodeP256(elements),
    sodiumNative(elements),
  ];
  return {
    question:
      "Which group and library? Processor time for an element; a run of 100,000 × 100,000 with two keys each on 2 cores.",
    rows: all.flatMap((each) => (each === undefined ? [] : [rowOf(each)])),
  };
}

function rowOf({ what, hash, multiply, note }: Candidate): Row {
  const run = (MULTIPLICATIONS * multiply + HASHES * (hash ?? 0)) / 1e6 / CORES;
  const parts = [
    hash === undefined ? "no hash" : `hash ${hash.toFixed(0)} µs`,
    `multiply ${multiply.toFixed(0)} µs`,
  ];
  return { what, measured: `${run.toFixed(0)} s`, against: `${parts.join(", ")}; ${note}` };
}

function libsodium(elements: number): Candidate {
  const scalar = scalarOf(randomBytes(64));
  const keys = Array.from({ length: elements }, (_, index) => `key ${index}`);
  const blinding = { scalar, domains: DOMAINS, filling: randomBytes(32) };
  const points = blind(keys, blinding);
  const multiply = least(elements, () => reblind(points, scalar));
  const both = least(elements, () => blind(keys, blinding));
  return {
    what: "libsodium in WebAssembly, ristretto255",
    hash: both - multiply,
    multiply,
    note: "chosen; prime order, RFC 9497's map, constant time, no native part",
  };
}

function noble(elements: number): Candidate {
  const few = Math.max(20, Math.floor(elements / 20));
  const messages = Array.from({ length: few }, (_, index) => Buffer.from(`key ${index}`));
  const scalar = ristretto255.Point.Fn.fromBytes(scalarOf(randomBytes(64)));
  const points = messages.map((message) =>
    ristretto255_hasher.hashToCurve(message, { DST: "bench" }).toBytes(),
  );
  return {
    what: "@noble/curves, ristretto255",
    hash: least(few, () =>
      messages.map((message) => ristretto255_hasher.hashToCurve(message, { DST: "bench" }).toBytes()),
    ),
    multiply: least(few, () =>
      points.map((point) => ristretto255.Point.fromBytes(point).multiply(scalar).toBytes()),
    ),
    note: "audited; not constant in time on big integers",
  };
}

function nodeX25519(elements: number): Candidate {
  const [own, other] = [generateKeyPairSync("x25519"), generateKeyPairSync("x25519")];
  const options = { privateKey: own.privateKey, publicKey: other.publicKey };
  return {
    what: "Node's OpenSSL, X25519",
    hash: undefined,
    multiply: least(elements, () => repeat(elements, () => diffieHellman(options))),
    note: "keys ready made; no map to the curve, x-coordinates alone, cofactor 8 and a twist",
  };
}

function nodeP256(elements: number): Candidate {
  const [own, other] = [createECDH("prime256v1"), createECDH("prime256v1")];
  own.generateKeys();
  other.generateKeys();
  const point = other.getPublicKey(null, "compressed");
  return {
    what: "Node's OpenSSL, P-256",
    hash: undefined,
    multiply: least(elements, () => repeat(elements, () => own.computeSecret(point))),
    note: "no map to the curve, x-coordinates alone",
  };
}

interface SodiumNative {
  crypto_core_ed25519_from_uniform(point: Buffer, uniform: Buffer): void;
  crypto_scalarmult_ed25519_noclamp(out: Buffer, scalar: Buffer, point: Buffer): void;
}

/** A peer that is measured where it was installed: `npm install --prefix bench/peers sodium-native`. */
function sodiumNative(elements: number): Candidate | undefined {
  let sodium: SodiumNative;
  try {
    sodium = createRequire(resolve("bench/peers/package.json"))("sodium-native") as SodiumNative;
  } catch {
    return undefined; // not installed
  }
  const [point, out] = [Buffer.alloc(32), Buffer.alloc(32)];
  const uniform = createHash("sha256").update("key").digest();
  const scalar = Buffer.from(scalarOf(randomBytes(64)));
  return {
    what: "sodium-native, Ed25519",
    hash: least(elements, () =>
      repeat(elements, () => sodium.crypto_core_ed25519_from_uniform(point, uniform)),
    ),
    multiply: least(elements, () =>
      repeat(elements, () => sodium.crypto_scalarmult_ed25519_noclamp(out, scalar, point)),
    ),
    note: "native; exports no ristretto255, cofactor 8, Elligator without RFC 9380's form",
  };
}

function repeat(times: number, work: () => unknown): void {
  for (let time = 0; time < times; time++) work();
}

/** Microseconds of processor time for one of `elements`, the least of three runs. */
function least(elements: number, work: () => unknown): number {
  const runs = [0, 1, 2].map(() => {
    const before = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / elements;
  });
  return Math.min(...runs);
}
