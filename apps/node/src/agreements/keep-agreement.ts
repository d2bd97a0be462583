import {
  type AgreementEvent,
  counterpartOf,
  mergeSignatures,
  type SignatureState,
  SignedAgreement,
  signatureState,
  verifyAgreement,
} from "@accord/agreement";
import type { LedgerEntry } from "@accord/ledger";
import { type AgreementDocument, readAgreement, recordAuthority, saveAgreement } from "@accord/registry";
import { AccordError } from "@accord/vocabulary";
import { recipientDenied } from "../governance/recipient-denied.ts";
import { ledgerStorage } from "../ledger/node-ledger.ts";
import { authorityRanks } from "./authority-ranks.ts";
import { denialOf, type StandingAgreement, standingOf } from "./held-agreements.ts";
import { type AgreementKeeper, observed } from "./observe-agreement.ts";
import { believedEvent, pinnedKeys } from "./pinned-keys.ts";

/**
 * Keeps a document that one party or both have signed. Each signature in it must verify against the key that is pinned
 * for its party; one that is missing may still come. Signatures that the stored document has are never lost.
 * `from` names the partner that handed it over; `event` is what the ledger says of it, nothing where the caller records it.
 * @throws AccordError `agreement.not_ours` where it is not between this node and that partner; `recipient.denied`; `agreement.malformed`; and what
 * `verifyAgreement` throws of signatures that are there
 */
export async function keepAgreement(
  keeper: AgreementKeeper,
  text: string,
  event: "signed" | "proposed" | undefined,
  from?: string,
): Promise<StandingAgreement> {
  const { session, ledger, judge } = keeper;
  const incoming = signatureState(parsed(text));
  const partner = partnerIn(incoming, judge.self);
  const denial = await denialOf(session, judge, incoming.agreement);
  if (denial !== undefined) throw recipientDenied(denial);
  if (from !== undefined && from !== partner) throw notOurs();
  await verifySignatures(parsed(text), await pinnedKeys(session, judge, incoming));
  return session.transaction(async (transaction) => {
    const stored = await readAgreement(transaction, incoming.digest);
    const whole = stored === undefined ? text : merged(stored.text, text);
    const document = { ...stored, ...documentOf(incoming, whole, judge.now(), stored?.events) };
    await saveAgreement(transaction, document);
    await recordAuthority(transaction, incoming.digest, authorityRanks(incoming.agreement));
    if (event !== undefined && document.text !== stored?.text) {
      await ledger.append(
        { kind: "agreement", event, agreement: incoming.digest, partner, at: judge.now() },
        ledgerStorage(transaction),
      );
    }
    return observed({ session: transaction, ledger, judge }, document);
  });
}

/** How a document would stand here, were it kept. @throws AccordError as `keepAgreement` does */
export async function examine({ session, judge }: AgreementKeeper, text: string): Promise<StandingAgreement> {
  const state = signatureState(parsed(text));
  const stored = await readAgreement(session, state.digest);
  await verifySignatures(parsed(text), await pinnedKeys(session, judge, state));
  return standingOf(session, judge, documentOf(state, text, judge.now(), stored?.events));
}

/** What the ledger calls each event. */
const LEDGER_EVENTS = {
  revocation: "revoked",
  suspension: "suspended",
  resumption: "resumed",
  review: "reviewed",
  windUp: "wound-up",
} as const satisfies Record<AgreementEvent["kind"], Extract<LedgerEntry, { kind: "agreement" }>["event"]>;

/**
 * Keeps what a party signed of an agreement's life, after it verifies; it works from now on. The same again changes
 * nothing. `from` names the partner that handed it over.
 * @throws AccordError `agreement.unknown`, `agreement.not_ours` where another than who handed it over signed it, and what
 * `verifyEvent` throws
 */
export async function keepEvent(
  keeper: AgreementKeeper,
  digest: string,
  text: string,
  from?: string,
): Promise<StandingAgreement> {
  const { session, ledger, judge } = keeper;
  return session.transaction(async (transaction) => {
    const document = await readAgreement(transaction, digest);
    if (document === undefined) {
      throw new AccordError("agreement.unknown", "there is no such agreement here", {
        remedy: "See `accord agreement show`.",
      });
    }
    const state = signatureState(parsed(document.text));
    const { id, event } = await believedEvent(transaction, judge, state, text);
    if (from !== undefined && event.party !== from) throw notOurs();
    if (document.events.includes(text)) return standingOf(transaction, judge, document);
    const changed = { ...document, events: [...document.events, text] };
    await saveAgreement(transaction, changed);
    await ledger.append(
      {
        kind: "agreement",
        event: LEDGER_EVENTS[event.kind],
        agreement: digest,
        partner: partnerIn(state, judge.self),
        by: event.party,
        commitment: id,
        at: judge.now(),
      },
      ledgerStorage(transaction),
    );
    return observed({ session: transaction, ledger, judge }, changed);
  });
}

async function verifySignatures(
  document: unknown,
  pinned: Awaited<ReturnType<typeof pinnedKeys>>,
): Promise<void> {
  try {
    await verifyAgreement(document, pinned);
  } catch (error) {
    // That a signature is still to come is no fault of those that are there, which were verified before.
    if (!(error instanceof AccordError && error.code === "agreement.signature_missing")) throw error;
  }
}

function documentOf(
  { agreement, digest }: SignatureState,
  text: string,
  storedAt: string,
  events: readonly string[] = [],
): AgreementDocument {
  const complete = signatureState(parsed(text)).parties.every((party) => party.signedAt !== undefined);
  return {
    digest,
    agreement: agreement.id,
    text,
    status: complete ? "signed" : "proposed",
    events,
    supersedes: agreement.supersedes?.digest,
    storedAt,
  };
}

/** The document with the signatures of both texts; those that were here stand first. */
function merged(stored: string, incoming: string): string {
  const whole = mergeSignatures(
    SignedAgreement.parse(parsed(stored)),
    SignedAgreement.parse(parsed(incoming)),
  );
  return JSON.stringify(whole);
}

export function partnerIn({ agreement }: Pick<SignatureState, "agreement">, self: string): string {
  const partner = counterpartOf(agreement, self);
  if (partner === undefined) throw notOurs();
  return partner.id;
}

export function notOurs(): AccordError {
  return new AccordError(
    "agreement.not_ours",
    "the agreement is not one between this node's agency and who hands it over",
    {
      where: "parties",
      remedy: "Check which agreement was meant.",
    },
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new AccordError("agreement.malformed", "this is not a signed agreement", {
      remedy: "Give the file that `accord agreement sign` wrote.",
    });
  }
}
