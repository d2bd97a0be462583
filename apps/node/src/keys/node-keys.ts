import { createPrivateKey, createPublicKey, type KeyObject } from "node:crypto";
import { StoreKeys } from "@accord/registry";
import { AccordError } from "@accord/vocabulary";
import type { KeyState, RecoveryKey, Ring, RingJwk, Rotation } from "./ring/ring.ts";
import { SUITE_IDS, type SuiteKey, type SuiteKeyPair } from "./suite.ts";

export interface PublicJwk {
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

export interface TlsKey {
  readonly key: string;
  readonly certificate: string;
}

/** Keys made ready for use from a ring. */
interface Opened {
  readonly ring: Ring;
  readonly pairs: Readonly<Record<"signing" | "hashing" | "ledger" | "witness", KeyPair>>;
  readonly encryption: readonly SuiteKeyPair[];
  readonly openers: ReadonlyMap<string, SuiteKeyPair>;
  readonly tls: TlsKey;
  readonly pseudonym: Uint8Array;
}

/**
 * A node's keys as they stand now. Whoever needs one asks at the moment of use, so that a rotation takes effect at once
 * and, once the keys are dropped, nothing can be signed, opened or unsealed any more.
 */
export class NodeKeys {
  #opened: Opened | undefined;
  readonly #listeners: (() => void)[] = [];
  /** Wraps the data keys in the store. */
  readonly store: StoreKeys;

  constructor(ring: Ring) {
    this.store = new StoreKeys(...wrappingOf(ring));
    this.#opened = opened(ring);
  }

  /** Calls back whenever keys were replaced or dropped. */
  onChange(listener: () => void): void {
    this.#listeners.push(listener);
  }

  /** Takes over the keys of a ring that a rotation changed. */
  replace(ring: Ring): void {
    this.store.replace(...wrappingOf(ring));
    this.#opened = opened(ring);
    for (const listener of this.#listeners) listener();
  }

  /** Lets go of every key: what is bytes is overwritten, the rest is left to the collector. */
  drop(): void {
    this.store.drop();
    const { encryption = [], openers, pseudonym } = this.#opened ?? {};
    for (const { privateKey } of [...encryption, ...(openers?.values() ?? [])]) privateKey.fill(0);
    pseudonym?.fill(0);
    this.#opened = undefined;
    for (const listener of this.#listeners) listener();
  }

  get dropped(): boolean {
    return this.#opened === undefined;
  }

  get ring(): Ring {
    return this.#held.ring;
  }

  get signing(): KeyPair {
    return this.#held.pairs.signing;
  }

  /** From which both parties of an agreement derive the key for hashed values. */
  get hashing(): KeyPair {
    return this.#held.pairs.hashing;
  }

  get ledger(): KeyPair {
    return this.#held.pairs.ledger;
  }

  get witness(): KeyPair {
    return this.#held.pairs.witness;
  }

  /** The current key of each suite, the preferred suite first. */
  get encryption(): readonly SuiteKey[] {
    return this.#held.encryption;
  }

  /** The key that opens what was sealed to it, also one that is retiring; undefined where it is not held any more. */
  opener(kid: string): SuiteKeyPair | undefined {
    return this.#held.openers.get(kid);
  }

  get tls(): TlsKey {
    return this.#held.tls;
  }

  get pseudonym(): Uint8Array {
    return this.#held.pseudonym;
  }

  get recovery(): RecoveryKey | undefined {
    return this.#held.ring.recovery;
  }

  get rotation(): Rotation | undefined {
    return this.#held.ring.rotation;
  }

  /** Public keys of a purpose that verify what was signed before, the current one first; compromised ones are left out. */
  verifying(purpose: "signing" | "ledger" | "witness"): readonly PublicJwk[] {
    return [...this.#held.ring[purpose]]
      .filter((key) => key.state !== "compromised" && key.state !== "pending")
      .sort((a, b) => Number(b.state === "current") - Number(a.state === "current"))
      .map(publicJwk);
  }

  get #held(): Opened {
    if (this.#opened !== undefined) return this.#opened;
    throw new AccordError("keys.sealed", "the node's keys are sealed", {
      remedy: "Open them with `accord keys reopen`.",
    });
  }
}

export function publicJwk({ kty, crv, x, id }: RingJwk): PublicJwk {
  return { kty, crv, x, kid: id };
}

/** The key of a purpose that is in use. */
function currentOf<K extends { readonly state: KeyState }>(keys: readonly K[]): K {
  const current = keys.find((key) => key.state === "current");
  if (current === undefined) throw new Error("a ring has a current key for each purpose");
  return current;
}

function opened(ring: Ring): Opened {
  const suiteKeys = ring.encryption.flatMap(({ suite, id, publicKey, privateKey, state }) =>
    privateKey === undefined
      ? []
      : [
          {
            suite,
            kid: id,
            publicKey: Buffer.from(publicKey, "base64url"),
            privateKey: Buffer.from(privateKey, "base64url"),
            state,
          },
        ],
  );
  const tls = currentOf(ring.tls);
  return {
    ring,
    pairs: {
      signing: keyPair(currentOf(ring.signing)),
      hashing: keyPair(currentOf(ring.hashing)),
      ledger: keyPair(currentOf(ring.ledger)),
      witness: keyPair(currentOf(ring.witness)),
    },
    encryption: SUITE_IDS.flatMap((suite) =>
      suiteKeys.filter((key) => key.suite === suite && key.state === "current"),
    ),
    openers: new Map(suiteKeys.map((key) => [key.kid, key])),
    tls: { key: tls.key ?? "", certificate: tls.certificate },
    pseudonym: Buffer.from(ring.pseudonym, "base64url"),
  };
}

function wrappingOf(ring: Ring): ConstructorParameters<typeof StoreKeys> {
  const held = ring.wrapping.flatMap(({ id, key, state }) =>
    key === undefined || state === "pending" ? [] : [{ id, key: Buffer.from(key, "base64url"), state }],
  );
  return [currentOf(held), held.filter(({ state }) => state !== "current")];
}

export function keyPair(key: RingJwk): KeyPair {
  const { kty, crv, x, d } = key;
  const privateKey = createPrivateKey({ key: { kty, crv, x, d: d ?? "" }, format: "jwk" });
  return { private: privateKey, public: createPublicKey(privateKey), jwk: publicJwk(key) };
}
