import {
  inForce,
  type PinnedKeys,
  type Revocation,
  type SignatureState,
  SigningKey,
  signatureState,
  type VerifiedAgreement,
  verifyAgreement,
  verifyRevocation,
} from "@accord/agreement";
import type { HeldAgreement } from "@accord/exchange";
import { type AgreementDocument, listAgreements, readAgreement, type Session } from "@accord/registry";
import { AccordError } from "@accord/vocabulary";
import { allPartners } from "../partner/partners.ts";

/** What a node must know of itself to judge agreements. */
export interface AgreementJudge {
  readonly self: string;
  readonly signingKey: SigningKey;
  readonly now: () => string;
}

/** An agreement as it stands here: its document, who has signed, and whether it is in force. */
export interface StandingAgreement {
  readonly document: AgreementDocument;
  readonly state: SignatureState;
  readonly force: HeldAgreement["force"];
  readonly revocations: readonly Revocation[];
}

export async function pinnedKeys(session: Session, judge: AgreementJudge): Promise<PinnedKeys> {
  const keys: Record<string, SigningKey> = { [judge.self]: judge.signingKey };
  for (const card of await allPartners(session)) keys[card.id] = SigningKey.parse(card.signingKey);
  return keys;
}

/** Verifies each signature and revocation anew against the keys that are pinned now; nothing is taken from memory. */
export async function standingOf(
  session: Session,
  judge: AgreementJudge,
  document: AgreementDocument,
): Promise<StandingAgreement> {
  const signed: unknown = JSON.parse(document.text);
  const state = signatureState(signed);
  const keys = await pinnedKeys(session, judge);
  let verified: VerifiedAgreement | undefined;
  let problem: AccordError | undefined;
  try {
    verified = await verifyAgreement(signed, { keys });
  } catch (error) {
    if (!(error instanceof AccordError)) throw error;
    problem = error;
  }
  const revocations: Revocation[] = [];
  for (const text of document.revocations) {
    revocations.push(await verifyRevocation(JSON.parse(text), { agreement: state, keys }));
  }
  const force = inForce(verified, { now: judge.now(), revocations });
  return {
    document,
    state,
    revocations,
    force: force.inForce
      ? force
      : {
          inForce: false,
          code: problem?.code ?? `agreement.${force.reason}`,
          reason: problem?.message ?? force.message,
        },
  };
}

export async function heldAgreement(
  session: Session,
  judge: AgreementJudge,
  digest: string,
): Promise<HeldAgreement | undefined> {
  const document = await readAgreement(session, digest);
  if (document === undefined) return undefined;
  const standing = await standingOf(session, judge, document);
  return { agreement: standing.state.agreement, digest: standing.state.digest, force: standing.force };
}

export async function standingAgreements(
  session: Session,
  judge: AgreementJudge,
): Promise<readonly StandingAgreement[]> {
  const documents = await listAgreements(session);
  return Promise.all(documents.map((document) => standingOf(session, judge, document)));
}

/**
 * The agreement that somebody means: by digest, the beginning of one, or the only one in force with a partner.
 * @throws AccordError `agreement.unknown`, `agreement.ambiguous`
 */
export async function findAgreement(
  session: Session,
  judge: AgreementJudge,
  wanted: { digest?: string | undefined; partner?: string | undefined },
): Promise<StandingAgreement> {
  const all = await standingAgreements(session, judge);
  const found = all.filter(
    ({ state, force }) =>
      (wanted.digest === undefined ? force.inForce : state.digest.startsWith(wanted.digest)) &&
      (wanted.partner === undefined || state.agreement.parties.some((party) => party.id === wanted.partner)),
  );
  const [only, ...others] = found;
  if (only === undefined) {
    throw new AccordError("agreement.unknown", "there is no such agreement here", {
      remedy: "List them with `accord agreement show`; one in force has both signatures.",
    });
  }
  if (others.length > 0) {
    throw new AccordError("agreement.ambiguous", "more than one agreement fits", {
      remedy: "Name it by the beginning of its digest; see `accord agreement show`.",
    });
  }
  return only;
}
