import type { KeyState, Purpose, Ring, Rotation } from "./ring.ts";

/**
 * The ring after a rotation's keys took over. `former` says what becomes of those they replace: `compromised`, or until
 * when they go on serving; undefined where that has no date.
 */
export function promoted(ring: Ring, rotation: Rotation, former: string | undefined): Ring {
  const { rotation: _over, ...rest } = ring;
  const turned = (ring[rotation.purpose] as readonly Life[]).map((key) => {
    if (rotation.keys.includes(key.id)) return { ...key, state: "current" as const };
    if (key.state !== "current") return key;
    if (former === "compromised" && rotation.purpose !== "wrapping") return compromised(key);
    return { ...key, state: "retiring" as const, ...(isInstant(former) ? { retireAt: former } : {}) };
  });
  return { ...rest, [rotation.purpose]: turned } as Ring;
}

/** The ring without the private parts of these keys; what they signed still verifies. */
export function destroyed(ring: Ring, purpose: Purpose, ids: readonly string[]): Ring {
  const kept = (ring[purpose] as readonly Life[]).map((key) =>
    ids.includes(key.id) ? { ...withoutPrivate(key), state: "retired" as const } : key,
  );
  return { ...ring, [purpose]: kept } as Ring;
}

/** A key's identifier as the ledger writes one: hexadecimal. */
export function ledgerKeyId(id: string): string {
  return /^[0-9a-f]{32,}$/.test(id) ? id : Buffer.from(id, "base64url").toString("hex");
}

interface Life {
  readonly id: string;
  readonly state: KeyState;
}

const compromised = (key: Life) => ({ ...withoutPrivate(key), state: "compromised" as const });

const isInstant = (former: string | undefined): former is string =>
  former !== undefined && former !== "compromised";

function withoutPrivate(key: Life): Life {
  const { d: _d, key: _key, privateKey: _privateKey, ...rest } = key as Life & Record<string, unknown>;
  return rest as unknown as Life;
}
