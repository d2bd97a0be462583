import type { ExchangeState } from "@accord/exchange";
import {
  cosignCheckpoint,
  formatWitnessRequest,
  LedgerError,
  noteSigner,
  noteVerifier,
  openCheckpoint,
  parseWitnessRequest,
  signCheckpoint,
} from "@accord/ledger";
import type { Session } from "@accord/registry";
import { ledgerOrigin, ledgerStorage, witnessName } from "../ledger/node-ledger.ts";
import { publicKey } from "../partner/card.ts";
import { keepWitnessed, lastCosigned, requirePartner } from "../partner/partners.ts";
import type { WorkParts } from "./work-parts.ts";

/**
 * This node's signed checkpoint with the proof that it extends what the partner cosigned last, at `since` entries.
 * @throws LedgerError `ledger.range` where the partner has cosigned more than this ledger holds: a restored backup
 */
export async function checkpointFor(parts: WorkParts, session: Session, since: number): Promise<string> {
  const storage = ledgerStorage(session);
  const head = await parts.ledger.head(storage);
  const proof = await parts.ledger.consistencyProof(since, head.size, storage);
  const origin = ledgerOrigin(parts.judge.self);
  const note = await signCheckpoint(head, noteSigner(origin, "ed25519", parts.keys.ledger.private));
  return formatWitnessRequest({ oldSize: since, proof, note });
}

/** Cosigns the partner's checkpoint where it extends the one before; undefined where it does not or is not the partner's. */
export async function cosignFor(
  parts: WorkParts,
  session: Session,
  state: ExchangeState,
  request: string,
  at: string,
): Promise<string | undefined> {
  const card = await requirePartner(session, state.partner);
  const last = await lastCosigned(session, state.partner);
  try {
    const { cosignature, head } = await cosignCheckpoint({
      request: parseWitnessRequest(request),
      logKey: noteVerifier(ledgerOrigin(state.partner), "ed25519", publicKey(card.ledgerKey)),
      last: last && { size: last.size, root: Buffer.from(last.root, "hex") },
      cosigner: noteSigner(witnessName(state.self), "cosignature", parts.keys.witness.private),
      timeSeconds: Math.floor(Date.parse(at) / 1000),
    });
    const root = Buffer.from(head.root).toString("hex");
    await keepWitnessed(session, state.partner, { cosigned: { size: head.size, root } });
    await parts.ledger.append(
      { kind: "checkpoint", partner: state.partner, size: head.size, root, exchange: state.exchange, at },
      ledgerStorage(session),
    );
    return cosignature;
  } catch (error) {
    if (error instanceof LedgerError) return undefined;
    throw error;
  }
}

/** Keeps this node's checkpoint with the partner's cosignature; the size it stands for, or undefined where it is wrong. */
export async function keepCosignatureOf(
  parts: WorkParts,
  session: Session,
  state: ExchangeState,
  cosignature: string,
): Promise<number | undefined> {
  if (state.ownCheckpoint === undefined) return undefined;
  const card = await requirePartner(session, state.partner);
  const note = parseWitnessRequest(state.ownCheckpoint).note + cosignature;
  try {
    const opened = openCheckpoint(
      note,
      noteVerifier(ledgerOrigin(state.self), "ed25519", parts.keys.ledger.public),
      [noteVerifier(witnessName(state.partner), "cosignature", publicKey(card.witnessKey))],
    );
    if (opened.cosignatures.length !== 1) return undefined;
    await keepWitnessed(session, state.partner, { ownCheckpoint: note });
    return opened.size;
  } catch (error) {
    if (error instanceof LedgerError) return undefined;
    throw error;
  }
}
