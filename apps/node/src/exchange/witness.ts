import type { ExchangeState } from "@accord/exchange";
import {
  cosignCheckpoint,
  formatWitnessRequest,
  LedgerError,
  openCheckpoint,
  parseWitnessRequest,
  signCheckpoint,
} from "@accord/ledger";
import {
  keepCheckpoint,
  keepWitnessedLog,
  lastRestoration,
  listCheckpoints,
  readWitnessedLog,
  type Session,
} from "@accord/registry";
import { AccordError } from "@accord/vocabulary";
import { noteContradiction } from "../ledger/contradiction.ts";
import {
  distinct,
  ledgerOrigin,
  logSigners,
  logVerifiers,
  ownLogVerifiers,
  witnessName,
  witnessSigners,
  witnessVerifiers,
} from "../ledger/log-keys.ts";
import { ledgerStorage } from "../ledger/node-ledger.ts";
import type { PartnerCard } from "../partner/card.ts";
import { knownPartner, requirePartner, servingCards } from "../partner/partners.ts";
import type { WorkParts } from "./work-parts.ts";

/**
 * This node's signed checkpoint with the proof that it extends what the partner cosigned last, at `since` entries.
 * @throws AccordError `ledger.partner_ahead` where the partner has cosigned more than this ledger holds: a restored backup
 */
export async function checkpointFor(
  parts: WorkParts,
  session: Session,
  partner: string,
  since: number,
): Promise<string> {
  const storage = ledgerStorage(session);
  const head = await parts.ledger.head(storage);
  if (since > head.size || (await isBehind(session, partner, since))) throw partnerAhead(partner, head.size);
  const proof = await parts.ledger.consistencyProof(since, head.size, storage);
  const note = await signCheckpoint(
    head,
    logSigners(parts.judge.self, parts.keys),
    secondsOf(parts.judge.now()),
  );
  return formatWitnessRequest({ oldSize: since, proof, note });
}

/** The cosignature, or `since`: from which size the checkpoint is asked for again. Neither where it was refused. */
export interface Cosigning {
  readonly cosignature: string | undefined;
  readonly since?: number;
}

/**
 * Cosigns the partner's checkpoint where it extends the one before. One that another exchange's overtook is asked for
 * again, once: a checkpoint that is late looks like one of a ledger that was cut. Where it does not extend the one
 * before, or is not the partner's, what came is kept with what this node held, and the refusal is recorded.
 */
export async function cosignFor(
  parts: WorkParts,
  session: Session,
  state: ExchangeState,
  request: string,
  at: string,
): Promise<Cosigning> {
  const origin = ledgerOrigin(state.partner);
  const last = await readWitnessedLog(session, origin);
  try {
    const { cosignatures, note, head } = await cosignCheckpoint({
      request: parseWitnessRequest(request),
      logKeys: distinct((await cardsOf(session, state.partner, at)).flatMap(logVerifiers)),
      last,
      cosigners: witnessSigners(state.self, parts.keys),
      timeSeconds: secondsOf(at),
    });
    await keepWitnessedLog(session, { origin, ...head, note });
    const root = Buffer.from(head.root).toString("hex");
    await parts.ledger.append(
      { kind: "checkpoint", partner: state.partner, size: head.size, root, exchange: state.exchange, at },
      ledgerStorage(session),
    );
    return { cosignature: cosignatures };
  } catch (error) {
    if (!(error instanceof LedgerError)) throw error;
    if (last !== undefined && OVERTAKEN.has(error.code) && state.askedSince !== last.size) {
      return { cosignature: undefined, since: last.size };
    }
    await noteContradiction(parts.ledger, session, {
      partner: state.partner,
      exchange: state.exchange,
      error,
      held: last?.note,
      shown: request,
      at,
    });
    return { cosignature: undefined };
  }
}

const OVERTAKEN: ReadonlySet<string> = new Set([
  "ledger.checkpoint_out_of_step",
  "ledger.checkpoint_smaller",
]);

/** Keeps this node's checkpoint with the partner's cosignatures; the size it stands for, or undefined where they are wrong. */
export async function keepCosignatureOf(
  parts: WorkParts,
  session: Session,
  state: ExchangeState,
  cosignature: string,
): Promise<number | undefined> {
  if (state.ownCheckpoint === undefined) return undefined;
  const note = parseWitnessRequest(state.ownCheckpoint).note + cosignature;
  const cards = await cardsOf(session, state.partner, parts.judge.now());
  try {
    const witnesses = cards.map(witnessVerifiers);
    const opened = openCheckpoint(note, ownLogVerifiers(state.self, parts.keys), distinct(witnesses.flat()));
    const cosigned = new Set(opened.cosignatures.map(({ keyId }) => keyId));
    // All of one card's keys: the present one's, or a former one's while the partner rotates.
    if (!witnesses.some((keys) => keys.every(({ keyId }) => cosigned.has(keyId)))) return undefined;
    await keepCheckpoint(session, { size: opened.size, note, cosigned: true, at: parts.judge.now() });
    return opened.size;
  } catch (error) {
    if (error instanceof LedgerError) return undefined;
    throw error;
  }
}

const secondsOf = (at: string): number => Math.floor(Date.parse(at) / 1000);

/** The cards of a partner whose keys serve now: more than one while it rotates its keys. */
async function cardsOf(session: Session, partner: string, at: string): Promise<readonly PartnerCard[]> {
  const known = await knownPartner(session, partner);
  return known === undefined ? [await requirePartner(session, partner)] : servingCards(known, at);
}

/**
 * Whether the partner cosigned entries that came after the backup from which this store was made: nothing of them is
 * known here, and nothing that the partner cosigned since.
 */
async function isBehind(session: Session, partner: string, since: number): Promise<boolean> {
  const restored = await lastRestoration(session);
  if (restored === undefined || since <= restored.ledgerSize) return false;
  const name = witnessName(partner);
  return !(await listCheckpoints(session)).some(
    ({ size, note }) => size > restored.ledgerSize && note.includes(`\u2014 ${name} `),
  );
}

function partnerAhead(partner: string, size: number): AccordError {
  return new AccordError(
    "ledger.partner_ahead",
    "the partner cosigned entries of this ledger that are not in it: it was restored from a backup",
    {
      where: `${partner}, ledger of ${size} entries`,
      remedy:
        "Restore with the newest key part there is. Where none is newer, give the ledger's key up (`accord keys rotate ledger --compromised`) and have the partner add the new card by hand; see docs/keys.md.",
    },
  );
}
