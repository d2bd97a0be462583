import type { ExchangeState } from "@accord/exchange";
import type { Ledger, LedgerEntry } from "@accord/ledger";
import { countWrapped, listExchanges, rewrapDataKeys, type Session } from "@accord/registry";
import { AccordError } from "@accord/vocabulary";
import type { NodeConfig } from "../config/config.ts";
import { recordEntry } from "../ledger/record.ts";
import { cardOf, signCard } from "../partner/card.ts";
import { allPartners } from "../partner/partners.ts";
import { signSuccession } from "../partner/succession.ts";
import type { PartnerClient } from "../transport/partner-client.ts";
import type { HeldKeys } from "./held-keys.ts";
import { keyPair } from "./node-keys.ts";
import { newKeys } from "./ring/new-ring.ts";
import { PURPOSES, type Purpose, type Ring, type Rotation } from "./ring/ring.ts";
import { destroyed, ledgerKeyId, promoted } from "./ring/turn-over.ts";

/** What a rotation works with. */
export interface RotationParts {
  readonly config: NodeConfig;
  readonly heldKeys: HeldKeys;
  readonly store: Session;
  readonly ledger: Ledger;
  readonly client: PartnerClient;
  readonly nowMilliseconds: () => number;
}

export interface RotationProgress {
  readonly purpose: Purpose;
  readonly done: boolean;
  /** Partners that have taken the new key, and those still to be told. */
  readonly told: readonly string[];
  readonly waiting: readonly string[];
  /** Data keys wrapped with the new wrapping key, and all. */
  readonly rewrapped: number;
  readonly total: number;
}

const DATA_KEYS_AT_ONCE = 2_000;
const DAY_MILLISECONDS = 86_400_000;

/**
 * Makes new keys of a purpose, which take over once every partner has taken them (`continueRotation`). The old ones go
 * on serving until then, and open and verify until the overlap ends: nothing stands still. A compromised key is given
 * up at once instead: partners' people must confirm the new card by hand, since the old key can vouch for nothing.
 * @throws AccordError `keys.rotation_running`, `keys.exchange_running`
 */
export async function beginRotation(
  parts: RotationParts,
  asked: { readonly purpose: Purpose; readonly overlapDays: number; readonly compromised: boolean },
): Promise<void> {
  const { purpose, overlapDays, compromised } = asked;
  if (parts.heldKeys.keys.rotation !== undefined) {
    throw new AccordError("keys.rotation_running", "another rotation of keys is under way", {
      where: parts.heldKeys.keys.rotation.purpose,
      remedy: "See `accord keys status`; `accord keys rotate --resume` goes on with it.",
    });
  }
  if (purpose === "hashing") await requireNoExchange(parts.store);
  const startedAt = new Date(parts.nowMilliseconds()).toISOString();
  const made = await newKeys(purpose, parts.config.agency.id, startedAt, "pending");
  const rotation: Rotation = {
    purpose,
    keys: made.map((key) => key.id),
    startedAt,
    overlapDays,
    told: [],
  };
  await parts.heldKeys.change((ring) => ({
    ...ring,
    serial: ring.serial + 1,
    [purpose]: [...ring[purpose], ...made],
    rotation,
  }));
  if (compromised || purpose === "wrapping") await takeOver(parts, compromised);
}

/**
 * Goes on with the rotation under way, also after the process was stopped: tells partners, lets the new keys take over
 * when all have been told, wraps data keys anew. `withoutPartners` does not wait for those who are not reached; their
 * people must then confirm the new card by hand.
 */
export async function continueRotation(
  parts: RotationParts,
  options: { readonly withoutPartners?: boolean } = {},
): Promise<void> {
  const { rotation } = parts.heldKeys.keys;
  if (rotation !== undefined) {
    await tellPartners(parts, rotation);
    const { waiting } = await rotationProgress(parts);
    if (waiting.length === 0 || options.withoutPartners === true) await takeOver(parts, false);
  }
  await wrapAnew(parts);
}

/** How the rotation under way, or the wrapping of data keys that goes on after one, stands. */
export async function rotationProgress(parts: RotationParts): Promise<RotationProgress> {
  const { keys } = parts.heldKeys;
  const counts = await countWrapped(parts.store);
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
  const rewrapped = counts.get(keys.store.current.id) ?? 0;
  const { rotation } = keys;
  if (rotation === undefined) {
    return { purpose: "wrapping", done: rewrapped === total, told: [], waiting: [], rewrapped, total };
  }
  const partners = (await allPartners(parts.store)).map((card) => card.id);
  return {
    purpose: rotation.purpose,
    done: false,
    told: rotation.told,
    waiting: partners.filter((id) => !rotation.told.includes(id)),
    rewrapped,
    total,
  };
}

/** Destroys the private parts of keys whose overlap has ended. Called by the node from time to time. */
export async function retireKeys(
  parts: Pick<RotationParts, "heldKeys" | "store" | "ledger" | "nowMilliseconds">,
) {
  const at = new Date(parts.nowMilliseconds()).toISOString();
  for (const purpose of PURPOSES) {
    const over = parts.heldKeys.keys.ring[purpose].filter(
      (key) => key.state === "retiring" && key.retireAt !== undefined && key.retireAt <= at,
    );
    if (over.length === 0) continue;
    await parts.heldKeys.change((ring) =>
      destroyed(
        ring,
        purpose,
        over.map((key) => key.id),
      ),
    );
    await note(parts, { key: purpose, event: "destroyed", count: over.length, at });
  }
}

async function tellPartners(parts: RotationParts, rotation: Rotation): Promise<void> {
  const { heldKeys, client, config } = parts;
  const { ring } = heldKeys.keys;
  const next = ring.signing.find((key) => rotation.keys.includes(key.id));
  const card = await signCard(
    cardOf(config, ring),
    next === undefined ? heldKeys.keys.signing.private : keyPair(next).private,
  );
  const succession = await signSuccession(card, overlapEnd(parts, rotation), heldKeys.keys.signing);
  for (const partner of await allPartners(parts.store)) {
    if (rotation.told.includes(partner.id)) continue;
    const { taken } = await client.send(partner, "/card", { succession });
    if (!taken) continue;
    await heldKeys.change((now) =>
      now.rotation === undefined
        ? now
        : { ...now, rotation: { ...now.rotation, told: [...now.rotation.told, partner.id] } },
    );
  }
}

async function takeOver(parts: RotationParts, compromised: boolean): Promise<void> {
  const { rotation, ring: before } = parts.heldKeys.keys;
  if (rotation === undefined) return;
  const { purpose } = rotation;
  const until = purpose === "wrapping" ? undefined : overlapEnd(parts, rotation);
  await parts.heldKeys.change((ring) => promoted(ring, rotation, compromised ? "compromised" : until));
  const replaced = before[purpose].find((key) => key.state === "current");
  const next = rotation.keys[0] ?? "";
  await note(parts, {
    key: purpose,
    event: "rotated",
    keyId: ledgerKeyId(next),
    ...(replaced === undefined ? {} : { replaces: ledgerKeyId(replaced.id) }),
    ...(compromised ? { code: "compromised" } : {}),
    at: new Date(parts.nowMilliseconds()).toISOString(),
  });
}

/** Wraps data keys anew until all are wrapped with the current key; then the former wrapping keys are destroyed. */
async function wrapAnew(parts: RotationParts): Promise<void> {
  const former = parts.heldKeys.keys.ring.wrapping.filter((key) => key.state === "retiring");
  if (former.length === 0) return;
  while ((await rewrapDataKeys(parts.store, DATA_KEYS_AT_ONCE)) > 0) {
    // Between two transactions whatever else the node does goes on.
  }
  const ids = former.map((key) => key.id);
  await parts.heldKeys.change((ring: Ring) => destroyed(ring, "wrapping", ids));
  const at = new Date(parts.nowMilliseconds()).toISOString();
  await note(parts, { key: "wrapping", event: "destroyed", count: ids.length, at });
}

async function note(
  parts: Pick<RotationParts, "ledger" | "store">,
  entry: Omit<Extract<LedgerEntry, { kind: "key" }>, "kind">,
): Promise<void> {
  await parts.store.transaction((session) => recordEntry(parts.ledger, session, { kind: "key", ...entry }));
}

function overlapEnd(parts: Pick<RotationParts, "nowMilliseconds">, { overlapDays }: Rotation): string {
  return new Date(parts.nowMilliseconds() + overlapDays * DAY_MILLISECONDS).toISOString();
}

/** Both sides hash with what both hold: a change in the middle would make equal values differ. */
async function requireNoExchange(store: Session): Promise<void> {
  const running = (await listExchanges(store)).find((row) => {
    const { step, standing } = row.state as ExchangeState;
    return step !== "done" && standing.kind !== "halted";
  });
  if (running === undefined) return;
  throw new AccordError(
    "keys.exchange_running",
    "the hashing key cannot change while an exchange is under way",
    {
      where: running.id,
      remedy: "Wait until it is done (`accord exchange status`), then rotate.",
    },
  );
}
