import { createHash } from "node:crypto";
import type { ExchangeState } from "@accord/exchange";
import { formatWitnessRequest, parseWitnessRequest, verifyConsistency } from "@accord/ledger";
import { AccordError } from "@accord/vocabulary";
import { ledgerStorage } from "./exchange-store.ts";
import type { NodeParts } from "./node-parts.ts";
import type { Draft } from "./store.ts";

/**
 * Signatures of the simulation: a keyed hash in the place of Ed25519 and ML-DSA, whose cost is a hundred times a whole
 * step of a history. Ledgers, roots and proofs are the real ones.
 */
const tagOf = (signer: string, text: string): string =>
  createHash("sha256").update(`key of ${signer}\n${text}`).digest("hex").slice(0, 16);

export const signed = (signer: string, text: string): string => `${text}\n${signer} ${tagOf(signer, text)}`;

/** What was signed, or undefined where it was not this signer's. */
export function verified(signer: string, note: string): string | undefined {
  const end = note.lastIndexOf("\n");
  const text = note.slice(0, Math.max(end, 0));
  return note === signed(signer, text) ? text : undefined;
}

const emptyRoot = createHash("sha256").digest("hex");

/** Which log a node keeps: it begins another one when it gives its ledger's key up after a restoration. */
const logOf = (draft: Draft, self: string): string => `${self}.${draft.get("meta", "logKey") ?? 0}`;

/** @throws AccordError `ledger.partner_ahead` where the partner has cosigned more than this ledger holds */
export async function checkpointFor(parts: NodeParts, draft: Draft, since: number): Promise<string> {
  const storage = ledgerStorage(draft);
  const head = await parts.ledger.head(storage);
  const log = logOf(draft, parts.self);
  if (since > head.size || isBehind(draft, log, since)) {
    throw new AccordError(
      "ledger.partner_ahead",
      "the partner cosigned entries of this ledger that are not in it: it was restored from a backup",
      { remedy: "Give the ledger's key up and have the partner add the new card by hand." },
    );
  }
  const proof = await parts.ledger.consistencyProof(since, head.size, storage);
  const text = `${log} ${head.size} ${Buffer.from(head.root).toString("hex")}`;
  return formatWitnessRequest({ oldSize: since, proof, note: signed(parts.self, text) });
}

/** Whether the partner cosigned entries that came after the backup from which this store was made. */
function isBehind(draft: Draft, log: string, since: number): boolean {
  const restored = draft.get("meta", "restoredLedger");
  if (restored === undefined || since <= restored) return false;
  return !draft.rows("cosigned").some(([size, row]) => Number(size) > restored && row.log === log);
}

interface Head {
  readonly log: string;
  readonly size: number;
  readonly root: string;
}

function headOf(text: string | undefined): Head | undefined {
  const [log = "", size = "", root = ""] = text?.split(" ") ?? [];
  return text === undefined ? undefined : { log, size: Number(size), root };
}

/** Cosigns the partner's checkpoint where it extends the one before; one that was overtaken is asked for again, once. */
export async function cosignFor(
  parts: NodeParts,
  draft: Draft,
  state: ExchangeState,
  request: string,
  at: string,
): Promise<{ readonly cosignature: string | undefined; readonly since?: number }> {
  const { partner, self } = state;
  const { oldSize, proof, note } = parseWitnessRequest(request);
  const head = headOf(verified(partner, note));
  const known = draft.get("witnessed", partner);
  const last = known ?? { size: 0, root: emptyRoot, log: head?.log };
  const continues =
    head !== undefined &&
    head.log === last.log &&
    oldSize === last.size &&
    verifyConsistency({
      oldSize,
      oldRoot: Buffer.from(last.root, "hex"),
      newSize: head.size,
      newRoot: Buffer.from(head.root, "hex"),
      proof,
    });
  const place = { partner, exchange: state.exchange, at };
  if (!continues) {
    const overtaken =
      head !== undefined && head.log === last.log && (oldSize !== last.size || head.size < last.size);
    if (known !== undefined && overtaken && state.askedSince !== last.size) {
      return { cosignature: undefined, since: last.size };
    }
    const code = head !== undefined && head.size < last.size ? "ledger.checkpoint_smaller" : "ledger.refused";
    await parts.ledger.append({ kind: "refusal", code, ...place }, ledgerStorage(draft));
    return { cosignature: undefined };
  }
  draft.put("witnessed", partner, head);
  await parts.ledger.append(
    { kind: "checkpoint", size: head.size, root: head.root, ...place },
    ledgerStorage(draft),
  );
  return { cosignature: signed(self, note) };
}

/** Keeps this node's checkpoint with the partner's cosignature; its size, or undefined where it is wrong. */
export function keepCosignatureOf(
  draft: Draft,
  state: ExchangeState,
  cosignature: string,
): number | undefined {
  if (state.ownCheckpoint === undefined) return undefined;
  const { note } = parseWitnessRequest(state.ownCheckpoint);
  if (verified(state.partner, cosignature) !== note) return undefined;
  const head = headOf(verified(state.self, note));
  if (head === undefined) return undefined;
  draft.put("cosigned", String(head.size).padStart(6, "0"), { root: head.root, log: head.log });
  return head.size;
}
