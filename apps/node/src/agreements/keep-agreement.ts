import {
  counterpartOf,
  type SignatureState,
  signatureState,
  verifyAgreement,
  verifyRevocation,
} from "@accord/agreement";
import type { Ledger } from "@accord/ledger";
import {
  type AgreementDocument,
  readAgreement,
  recordAuthority,
  type Session,
  saveAgreement,
} from "@accord/registry";
import { AccordError } from "@accord/vocabulary";
import { ledgerStorage } from "../ledger/node-ledger.ts";
import { authorityRanks } from "./authority-ranks.ts";
import { type AgreementJudge, pinnedKeys, type StandingAgreement, standingOf } from "./held-agreements.ts";

/** Where agreements are kept: the store, the ledger, and what the node knows of itself. */
export interface AgreementKeeper {
  readonly session: Session;
  readonly ledger: Ledger;
  readonly judge: AgreementJudge;
}

/**
 * Keeps a document that one party or both have signed. Each signature in it must verify against the key that is pinned
 * for its party; one that is missing may still come. Signatures that the stored document has are never lost.
 * `from` names the partner that handed it over.
 * @throws AccordError `agreement.not_ours` where it is not between this node and that partner; `agreement.malformed`; and what
 * `verifyAgreement` throws of signatures that are there
 */
export async function keepAgreement(
  keeper: AgreementKeeper,
  text: string,
  event: "signed" | "proposed",
  from?: string,
): Promise<StandingAgreement> {
  const { session, ledger, judge } = keeper;
  const incoming = signatureState(parsed(text));
  const partner = partnerIn(incoming, judge.self);
  if (from !== undefined && from !== partner) throw notOurs();
  await verifySignatures(parsed(text), await pinnedKeys(session, judge));
  return session.transaction(async (transaction) => {
    const stored = await readAgreement(transaction, incoming.digest);
    const known = stored && signatureState(parsed(stored.text));
    const document: AgreementDocument = {
      digest: incoming.digest,
      agreement: incoming.agreement.id,
      text: known && signatures(known) > signatures(incoming) ? (stored?.text ?? text) : text,
      status: Math.max(signatures(incoming), known ? signatures(known) : 0) === 2 ? "signed" : "proposed",
      revocations: stored?.revocations ?? [],
      storedAt: judge.now(),
    };
    await saveAgreement(transaction, document);
    await recordAuthority(transaction, incoming.digest, authorityRanks(incoming.agreement));
    const standing = await standingOf(transaction, judge, document);
    await ledger.append(
      {
        kind: "agreement",
        event: standing.force.inForce ? "activated" : event,
        agreement: incoming.digest,
        partner,
        at: judge.now(),
      },
      ledgerStorage(transaction),
    );
    return standing;
  });
}

/** How a document would stand here, were it kept. @throws AccordError as `keepAgreement` does */
export async function examine({ session, judge }: AgreementKeeper, text: string): Promise<StandingAgreement> {
  const { digest, agreement } = signatureState(parsed(text));
  const stored = await readAgreement(session, digest);
  await verifySignatures(parsed(text), await pinnedKeys(session, judge));
  const revocations = stored?.revocations ?? [];
  const document = {
    digest,
    agreement: agreement.id,
    text,
    status: "proposed",
    revocations,
    storedAt: judge.now(),
  };
  return standingOf(session, judge, document);
}

/**
 * Keeps a revocation that verifies; from now on the agreement grants nothing.
 * @throws AccordError `agreement.unknown`, and what `verifyRevocation` throws
 */
export async function keepRevocation(
  keeper: AgreementKeeper,
  digest: string,
  text: string,
): Promise<StandingAgreement> {
  const { session, ledger, judge } = keeper;
  const keys = await pinnedKeys(session, judge);
  return session.transaction(async (transaction) => {
    const document = await readAgreement(transaction, digest);
    if (document === undefined) {
      throw new AccordError("agreement.unknown", "there is no such agreement here", {
        remedy: "See `accord agreement show`.",
      });
    }
    const state = signatureState(parsed(document.text));
    await verifyRevocation(parsed(text), { agreement: state, keys });
    const revoked = {
      ...document,
      status: "revoked",
      revocations: [...new Set([...document.revocations, text])],
    };
    await saveAgreement(transaction, revoked);
    await ledger.append(
      {
        kind: "agreement",
        event: "revoked",
        agreement: digest,
        partner: partnerIn(state, judge.self),
        at: judge.now(),
      },
      ledgerStorage(transaction),
    );
    return standingOf(transaction, judge, revoked);
  });
}

async function verifySignatures(
  document: unknown,
  keys: Awaited<ReturnType<typeof pinnedKeys>>,
): Promise<void> {
  try {
    await verifyAgreement(document, { keys });
  } catch (error) {
    // That a signature is still to come is no fault of those that are there, which were verified before.
    if (!(error instanceof AccordError && error.code === "agreement.signature_missing")) throw error;
  }
}

export function partnerIn({ agreement }: SignatureState, self: string): string {
  const partner = counterpartOf(agreement, self);
  if (partner === undefined) throw notOurs();
  return partner.id;
}

function notOurs(): AccordError {
  return new AccordError(
    "agreement.not_ours",
    "the agreement is not one between this node's agency and who hands it over",
    {
      where: "parties",
      remedy: "Check which agreement was meant.",
    },
  );
}

const signatures = (state: SignatureState): number =>
  state.parties.filter((party) => party.signedAt !== undefined).length;

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new AccordError("agreement.malformed", "this is not a signed agreement", {
      remedy: "Give the file that `accord agreement sign` wrote.",
    });
  }
}
