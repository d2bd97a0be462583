import { randomUUID } from "node:crypto";
import {
  type Agreement,
  agreementDigest,
  canonicalBytes,
  type Negotiation,
  type NegotiationEffect,
  type NegotiationEvent,
  NegotiationMessage,
  negotiate,
  newAnswer,
  newNegotiation,
  parseAgreement,
  SignedAgreement,
  signatureState,
  standingVersion,
} from "@accord/agreement";
import { listNegotiations, readAgreement, type Session, saveNegotiation } from "@accord/registry";
import { AccordError } from "@accord/vocabulary";
import { ledgerStorage } from "../ledger/node-ledger.ts";
import type { AgreementCourier } from "./agreement-courier.ts";
import { keepAgreement, notOurs, partnerIn } from "./keep-agreement.ts";
import type { AgreementKeeper } from "./observe-agreement.ts";

/** What negotiating works on: the store, the ledger, what the node knows of itself, and who carries its words. */
export interface Negotiator extends AgreementKeeper {
  readonly courier: Pick<AgreementCourier, "keep" | "carry">;
}

const newId = () => `urn:uuid:${randomUUID()}`;

/** Puts a first version on the table. Answers when the partner's node has it, or cannot be reached for now. */
export async function proposeAgreement(negotiator: Negotiator, agreement: Agreement): Promise<Negotiation> {
  const { judge } = negotiator;
  const partner = partnerIn({ agreement }, judge.self);
  const context = { at: judge.now(), newId };
  return step(negotiator, newNegotiation({ self: judge.self, partner }, context), versionOf(agreement));
}

/** Answers the partner's version with another. @throws AccordError as `negotiate`, `agreement.not_ours` */
export async function counterPropose(
  negotiator: Negotiator,
  id: string,
  agreement: Agreement,
): Promise<Negotiation> {
  const negotiation = await negotiationOf(negotiator.session, id);
  if (partnerIn({ agreement }, negotiator.judge.self) !== negotiation.partner) throw notOurs();
  return step(negotiator, negotiation, versionOf(agreement));
}

/** Accepts the partner's version, or ends the negotiation. @throws AccordError as `negotiate` */
export async function answerNegotiation(
  negotiator: Negotiator,
  id: string,
  event: Extract<NegotiationEvent, { kind: "accept" | "terminate" }>,
): Promise<Negotiation> {
  return step(negotiator, await negotiationOf(negotiator.session, id), event);
}

/** Goes on with the negotiation that has this version on the table, if there is one and this side has signed it in full. */
export async function signedHere(negotiator: Negotiator, digest: string): Promise<Negotiation | undefined> {
  const { session, judge } = negotiator;
  const open = (await listNegotiations(session)).map(({ life }) => life as Negotiation);
  const negotiation = open.find(
    (each) => standingVersion(each)?.digest === digest && !/^(FINAL|TERMIN)/.test(each.state),
  );
  if (negotiation === undefined) return undefined;
  const signed = await signedInFull(session, digest, judge.self);
  return signed === undefined ? undefined : step(negotiator, negotiation, { kind: "signed", digest, signed });
}

/**
 * Takes a message that the transport has proven to be the partner's. The same again changes nothing.
 * @throws AccordError as `negotiate` and `keepAgreement`; nothing is kept then
 */
export async function hearNegotiation(
  negotiator: Negotiator,
  from: string,
  content: unknown,
): Promise<Negotiation> {
  const { session, judge } = negotiator;
  const parsed = NegotiationMessage.safeParse(content);
  if (!parsed.success) {
    throw new AccordError("agreement.message_malformed", "this is no message of a negotiation", {
      where: parsed.error.issues[0]?.path.join(".") || "the message",
      remedy: "Bring both nodes to the same version.",
    });
  }
  const message = parsed.data;
  const [row] = await listNegotiations(session, { partner: from, consumerPid: message.consumerPid });
  if (row === undefined && message["@type"] !== "ContractRequestMessage") throw unknownNegotiation();
  const context = { at: judge.now(), newId };
  const negotiation =
    (row?.life as Negotiation | undefined) ??
    newAnswer({ self: judge.self, partner: from }, message, context);
  const after = await step(negotiator, negotiation, { kind: "message", message });
  if (after.role !== "consumer" || after.state !== "AGREED" || !after.signedHere) return after;
  // This side signed before: now that the partner has, nobody needs to be asked again.
  return (await signedHere(negotiator, standingVersion(after)?.digest ?? "")) ?? after;
}

/** A letter of a negotiation was taken, or refused for good: in the courier's transaction. */
export async function settledLetter(
  { session, judge }: Pick<Negotiator, "session" | "judge">,
  letter: { readonly id: string; readonly negotiation: string; readonly refused?: string },
): Promise<void> {
  const negotiation = await negotiationOf(session, letter.negotiation);
  const event: NegotiationEvent =
    letter.refused === undefined
      ? { kind: "delivered", id: letter.id }
      : { kind: "refused", id: letter.id, reason: letter.refused };
  await save(session, negotiate(negotiation, event, { at: judge.now(), newId }).negotiation, judge.now());
}

/** @throws AccordError `agreement.negotiation_unknown`, `agreement.negotiation_ambiguous` */
export async function negotiationOf(session: Session, id: string): Promise<Negotiation> {
  const exact = await listNegotiations(session, { id });
  const found =
    exact.length > 0 ? exact : (await listNegotiations(session)).filter((row) => row.id.includes(id));
  const [only, ...others] = found;
  if (only === undefined) throw unknownNegotiation();
  if (others.length === 0) return only.life as Negotiation;
  throw new AccordError("agreement.negotiation_ambiguous", "more than one negotiation has that in its id", {
    remedy: "Give more of the id; see `accord agreement negotiations`.",
  });
}

/** One event: the new state, what follows from it here and the letters to the partner are one transaction. */
async function step(
  negotiator: Negotiator,
  negotiation: Negotiation,
  event: NegotiationEvent,
): Promise<Negotiation> {
  const { session, judge, courier } = negotiator;
  const after = await session.transaction(async (transaction) => {
    const [stored] = await listNegotiations(transaction, { id: negotiation.id });
    const current = (stored?.life as Negotiation | undefined) ?? negotiation;
    const turn = negotiate(current, event, { at: judge.now(), newId });
    for (const effect of turn.effects) {
      await carryOut({ ...negotiator, session: transaction }, turn.negotiation, effect);
    }
    await save(transaction, turn.negotiation, judge.now());
    return turn.negotiation;
  });
  // Whoever is answered here must not wait for an answer of theirs: the partner's word is taken first.
  if (event.kind === "message") void courier.carry(after.partner).catch(() => false);
  else await courier.carry(after.partner);
  return negotiationOf(session, after.id);
}

async function carryOut(
  keeper: Negotiator,
  negotiation: Negotiation,
  effect: NegotiationEffect,
): Promise<void> {
  const { session, ledger, judge, courier } = keeper;
  const { partner, id } = negotiation;
  switch (effect.kind) {
    case "send":
      return courier.keep(session, {
        id: effect.message["@id"],
        partner,
        negotiation: id,
        path: "/agreements/negotiation",
        content: effect.message,
      });
    case "keepVersion": {
      const agreement = parseAgreement(Buffer.from(effect.document));
      if (partnerIn({ agreement }, judge.self) !== partner) throw notOurs();
      const unsigned = { payload: Buffer.from(effect.document).toString("base64url"), signatures: [] };
      await keepAgreement(keeper, JSON.stringify(unsigned), undefined, partner);
      return;
    }
    case "keepSigned": {
      await keepAgreement(keeper, JSON.stringify(effect.signed), "signed", partner);
      if ((await signedInFull(session, effect.digest, effect.by)) !== undefined) return;
      throw new AccordError("agreement.signature_missing", `${effect.by} has not signed in full`, {
        where: "signatures",
        remedy: "Send the agreement when all of its own signatories have signed.",
      });
    }
    case "record":
      await ledger.append(
        {
          kind: "agreement",
          event: effect.event,
          agreement: effect.digest,
          partner,
          by: effect.by,
          at: judge.now(),
        },
        ledgerStorage(session),
      );
  }
}

/** The document, where all signatures that a party must give are in it; they were verified when they were kept. */
async function signedInFull(
  session: Session,
  digest: string,
  party: string,
): Promise<SignedAgreement | undefined> {
  const document = await readAgreement(session, digest);
  if (document === undefined) return undefined;
  const signed = SignedAgreement.parse(JSON.parse(document.text));
  const state = signatureState(signed).parties.find((each) => each.party === party);
  return state?.signedAt === undefined ? undefined : signed;
}

function versionOf(agreement: Agreement): NegotiationEvent {
  const document = Buffer.from(canonicalBytes(agreement)).toString("utf8");
  return { kind: "propose", digest: agreementDigest(agreement), document };
}

async function save(session: Session, negotiation: Negotiation, at: string): Promise<void> {
  const { id, partner, state } = negotiation;
  await saveNegotiation(session, { id, partner, state, life: negotiation, updatedAt: at });
}

function unknownNegotiation(): AccordError {
  return new AccordError("agreement.negotiation_unknown", "no such negotiation is known here", {
    remedy: "See `accord agreement negotiations`; begin one with `accord agreement propose`.",
  });
}
