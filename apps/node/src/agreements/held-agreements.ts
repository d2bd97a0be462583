import {
  type Agreement,
  type AgreementPhase,
  counterpartOf,
  type DeniedRecipient,
  denies,
  ENDED,
  type Force,
  inForce,
  notInForceCode,
  type PinnedFor,
  type SignatureState,
  type SigningKey,
  signatureState,
  type Terms,
  type VerifiedAgreement,
  type VerifiedEvent,
  verifyAgreement,
} from "@accord/agreement";
import type { HeldAgreement } from "@accord/exchange";
import {
  type AgreementDocument,
  agreementsAmending,
  type DenyListEntry,
  listAgreements,
  listDenied,
  readAgreement,
  type Session,
} from "@accord/registry";
import { AccordError } from "@accord/vocabulary";
import { keptEvent, type OwnKeys, pinnedKeys } from "./pinned-keys.ts";

/** What a node must know of itself to judge agreements. */
export interface AgreementJudge extends OwnKeys {
  /** The node's present signing key. */
  readonly signingKey: SigningKey;
  readonly now: () => string;
  /** Whether an impact assessment of the agreement of that digest is approved here: without it no agreement becomes active. */
  readonly assessmentApproved: (session: Session, agreement: string) => Promise<boolean>;
}

/** An agreement as it stands here: its document, who has signed, and whether it is in force. */
export interface StandingAgreement {
  readonly document: AgreementDocument;
  readonly state: SignatureState;
  readonly force: HeldAgreement["force"];
  /** The same, as the agreement room says it. */
  readonly judged: Force;
  /** Undefined where signatures are missing or do not verify. */
  readonly verified: VerifiedAgreement | undefined;
  readonly events: readonly VerifiedEvent[];
  /** Digest of the agreement in force that amends it. */
  readonly supersededBy: string | undefined;
}

/** Verifies each signature and event anew against the keys that are pinned now; nothing is taken from memory. */
export async function standingOf(
  session: Session,
  judge: AgreementJudge,
  document: AgreementDocument,
): Promise<StandingAgreement> {
  const signed: unknown = JSON.parse(document.text);
  const state = signatureState(signed);
  const pinned = await pinnedKeys(session, judge, state);
  const { verified, problem } = await verifiedOr(signed, pinned);
  const kept = await Promise.all(document.events.map((text) => keptEvent(session, judge, state, text)));
  const events = kept.filter((event) => event !== undefined);
  const amended = verified && (await amendedBy(session, judge, document));
  const force = inForce(verified, {
    now: judge.now(),
    events,
    ...amended,
    recipientDenied: (await denialOf(session, judge, state.agreement)) !== undefined,
    assessmentApproved: await judge.assessmentApproved(session, document.digest),
  });
  return {
    document,
    state,
    verified,
    events,
    supersededBy: amended?.supersededBy,
    judged: force,
    force: force.inForce
      ? force
      : {
          inForce: false,
          code: problem?.code ?? notInForceCode(force.reason),
          reason: problem?.message ?? force.message,
        },
  };
}

/** The entry of the node's deny list that names the agreement's other party, if one does. */
export async function denialOf(
  session: Session,
  judge: Pick<AgreementJudge, "self">,
  agreement: Agreement,
): Promise<DenyListEntry | undefined> {
  const partner = counterpartOf(agreement, judge.self);
  if (partner === undefined) return undefined;
  return (await listDenied(session)).find((entry) => denies(entry as DeniedRecipient, partner));
}

async function verifiedOr(
  signed: unknown,
  pinned: PinnedFor,
): Promise<{ verified?: VerifiedAgreement; problem?: AccordError }> {
  try {
    return { verified: await verifyAgreement(signed, pinned) };
  } catch (error) {
    if (error instanceof AccordError) return { problem: error };
    throw error;
  }
}

/** What amendments do to an agreement now. */
interface Amended {
  readonly supersededBy: string | undefined;
  readonly suspendedBy: string | undefined;
}

/**
 * An amendment takes an agreement's place when it is in force itself: signed by both, its first day come, assessed here.
 * Until then the earlier one goes on, unless the amendment says that it is suspended meanwhile. What has once been
 * superseded stays so, even where the amendment was revoked since.
 */
async function amendedBy(
  session: Session,
  judge: AgreementJudge,
  { digest, phase }: Pick<AgreementDocument, "digest" | "phase">,
): Promise<Amended> {
  let suspendedBy: string | undefined;
  let since: string | undefined;
  for (const amending of await agreementsAmending(session, digest)) {
    const { verified, judged } = await standingOf(session, judge, amending);
    if (verified === undefined) continue;
    if (await hasBegun(session, judge, verified, judged)) {
      return { supersededBy: verified.digest, suspendedBy: undefined };
    }
    const over = !judged.inForce && (judged.reason === "revoked" || judged.reason === "expired");
    if (over) since = verified.digest;
    else if (verified.agreement.supersedes?.meanwhile === "suspended") suspendedBy = verified.digest;
  }
  return SUPERSEDED.includes(phase)
    ? { supersededBy: since, suspendedBy: undefined }
    : { supersededBy: undefined, suspendedBy };
}

const SUPERSEDED: readonly (string | undefined)[] = ["superseded", "woundUp"];

/** Whether an amendment is in force, or only paused or amended itself since. */
async function hasBegun(
  session: Session,
  judge: AgreementJudge,
  { agreement, digest }: VerifiedAgreement,
  judged: Force,
): Promise<boolean> {
  if (judged.inForce || judged.reason === "superseded") return true;
  if (judged.reason !== "suspended" && judged.reason !== "deniedRecipient") return false;
  return agreement.validFrom <= judge.now().slice(0, 10) && (await judge.assessmentApproved(session, digest));
}

export async function heldAgreement(
  session: Session,
  judge: AgreementJudge,
  digest: string,
): Promise<HeldAgreement | undefined> {
  const document = await readAgreement(session, digest);
  if (document === undefined) return undefined;
  const standing = await standingOf(session, judge, document);
  const { agreement } = standing.state;
  return {
    agreement,
    digest: standing.state.digest,
    force: standing.force,
    alongside: await standingBeside(session, judge, { agreement, digest: standing.state.digest }),
  };
}

/** The agreement with those beside it that are in life here: what a preview and the keeping of data go by. */
export function inLifeTerms({ agreement, alongside }: Pick<HeldAgreement, "agreement" | "alongside">): Terms {
  return { agreement, alongside: alongside.filter(({ inLife }) => inLife) };
}

/**
 * Other agreements with the same partner that both signed and that have not ended. Those in life, in force or suspended,
 * limit what this one grants; the rest count where the partner says that it counts them.
 */
export async function standingBeside(
  session: Session,
  judge: AgreementJudge,
  { agreement, digest }: Pick<HeldAgreement, "agreement" | "digest">,
): Promise<HeldAgreement["alongside"]> {
  const partner = counterpartOf(agreement, judge.self)?.id;
  const beside: HeldAgreement["alongside"][number][] = [];
  for (const document of await listAgreements(session)) {
    // What has ended stays ended, so that the phase that was stored is enough to pass it over.
    const over = document.status !== "signed" || ENDED.includes(document.phase as AgreementPhase);
    if (document.digest === digest || over) continue;
    const other = await standingOf(session, judge, document);
    const { verified, judged } = other;
    if (verified === undefined || counterpartOf(verified.agreement, judge.self)?.id !== partner) continue;
    const reason = judged.inForce ? undefined : judged.reason;
    if (reason === "revoked" || reason === "expired" || reason === "superseded") continue;
    beside.push({
      digest: document.digest,
      agreement: verified.agreement,
      inLife: reason === undefined || reason === "suspended" || reason === "deniedRecipient",
    });
  }
  return beside;
}

/**
 * The agreement under which a partner writes, in force or not.
 * @throws AccordError `agreement.unknown`, `agreement.not_ours` where it is one with somebody else
 */
export async function heldWithPartner(
  session: Session,
  judge: AgreementJudge,
  digest: string,
  partner: string,
): Promise<HeldAgreement> {
  const held = await heldAgreement(session, judge, digest);
  if (held === undefined) {
    throw new AccordError("agreement.unknown", "there is no such agreement here", {
      remedy: "Hand over the agreement first.",
    });
  }
  if (counterpartOf(held.agreement, judge.self)?.id !== partner) {
    throw new AccordError("agreement.not_ours", "the agreement is not one with this partner", {
      remedy: "Send the notice to the agreement's other party.",
    });
  }
  return held;
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
