import { type AgreementPhase, counterpartOf, ENDED, phaseOf } from "@accord/agreement";
import type { Ledger, LedgerEntry } from "@accord/ledger";
import {
  type AgreementDocument,
  type Session,
  saveAgreement,
  waitingAgreementMessages,
} from "@accord/registry";
import { ledgerStorage } from "../ledger/node-ledger.ts";
import { type AgreementJudge, type StandingAgreement, standingOf } from "./held-agreements.ts";

/** Where agreements are kept: the store, the ledger, and what the node knows of itself. */
export interface AgreementKeeper {
  readonly session: Session;
  readonly ledger: Ledger;
  readonly judge: AgreementJudge;
}

/** What the ledger says of a phase that began by itself; what a party signed is recorded where it is kept. */
const LEDGER_EVENTS: Partial<Record<AgreementPhase, Extract<LedgerEntry, { kind: "agreement" }>["event"]>> = {
  active: "activated",
  expired: "expired",
  superseded: "amended",
};

/** The phase of an agreement's life as it stands now. */
export async function phaseNow(
  session: Session,
  judge: AgreementJudge,
  standing: StandingAgreement,
): Promise<AgreementPhase> {
  const partner = counterpartOf(standing.state.agreement, judge.self)?.id;
  const waiting = partner === undefined ? [] : await waitingAgreementMessages(session, partner);
  const untold = waiting.some(
    ({ body }) =>
      (body as { content?: { agreement?: unknown } }).content?.agreement === standing.state.digest,
  );
  return phaseOf({ self: judge.self, force: standing.judged, events: standing.events, untold });
}

/**
 * Keeps the document with its phase, in the caller's transaction. A phase that began by itself, such as the first day or
 * the last, stands in the ledger once, and with an end the day on which it was seen.
 */
export async function observed(
  { session, ledger, judge }: AgreementKeeper,
  document: AgreementDocument,
): Promise<StandingAgreement> {
  const standing = await standingOf(session, judge, document);
  const phase = await phaseNow(session, judge, standing);
  const ended = ENDED.includes(phase);
  const endedOn = ended ? (document.endedOn ?? judge.now().slice(0, 10)) : document.endedOn;
  const changed = { ...document, phase, endedOn };
  await saveAgreement(session, changed);
  const event = LEDGER_EVENTS[phase];
  // One that was suspended or barred and goes on is recorded as resumed, or with the deny list's change, already.
  const began = phase !== document.phase && !(phase === "active" && isPaused(document.phase));
  if (event !== undefined && began) {
    const partner = counterpartOf(standing.state.agreement, judge.self)?.id ?? "";
    await ledger.append(
      { kind: "agreement", event, agreement: document.digest, partner, at: judge.now() },
      ledgerStorage(session),
    );
  }
  return { ...standing, document: changed };
}

const isPaused = (phase: string | undefined): boolean =>
  phase !== undefined && ["barred", "suspending", "suspended", "resuming"].includes(phase);
