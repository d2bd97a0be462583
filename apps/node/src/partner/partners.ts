import { forgetWitnessedLog, listPartners, readPartner, type Session, savePartner } from "@accord/registry";
import { AccordError } from "@accord/vocabulary";
import { z } from "zod";
import { ledgerOrigin } from "../ledger/log-keys.ts";
import { cardFingerprint, isFingerprintOf, openCard, PartnerCard } from "./card.ts";

/** A card that a later one replaced. */
const FormerCard = z.strictObject({
  card: PartnerCard,
  /** Until when its keys still serve for requests and connections: the overlap of a rotation. */
  until: z.iso.datetime(),
  /** Set where its signing key is no longer believed, also for what it signed before. */
  distrusted: z.boolean(),
});

/** How many former cards are kept of a partner; the oldest goes first. */
const FORMER_CARDS = 20;

/** What this node keeps of a partner. */
const PartnerFile = z.strictObject({
  card: PartnerCard,
  former: z.array(FormerCard).max(FORMER_CARDS).default([]),
});
type PartnerFile = z.infer<typeof PartnerFile>;

/** A partner with the cards that it had before. */
export type KnownPartner = PartnerFile;

/** Partners whose fingerprint somebody confirmed out of band; only these are ever spoken with. */
export async function partnerCard(session: Session, id: string): Promise<PartnerCard | undefined> {
  return (await partnerFile(session, id))?.card;
}

export async function knownPartner(session: Session, id: string): Promise<KnownPartner | undefined> {
  return partnerFile(session, id);
}

async function partnerFile(session: Session, id: string): Promise<PartnerFile | undefined> {
  const partner = await readPartner(session, id);
  return partner === undefined ? undefined : PartnerFile.parse(partner.card);
}

export async function requirePartner(session: Session, id: string): Promise<PartnerCard> {
  const card = await partnerCard(session, id);
  if (card !== undefined) return card;
  throw unknownPartner();
}

export async function allPartners(session: Session): Promise<readonly PartnerCard[]> {
  return (await knownPartners(session)).map(({ card }) => card);
}

export async function knownPartners(session: Session): Promise<readonly KnownPartner[]> {
  return (await listPartners(session)).map((partner) => PartnerFile.parse(partner.card));
}

/** The cards whose keys serve at this instant: the present one, and those before it in their overlap. */
export function servingCards({ card, former }: KnownPartner, at: string): readonly PartnerCard[] {
  return [card, ...former.filter((one) => one.until > at && !one.distrusted).map((one) => one.card)];
}

/** The signing keys by which documents of this partner are believed: the present one, and earlier ones not distrusted. */
export function documentKeys({ card, former }: KnownPartner): readonly PartnerCard["signingKey"][] {
  const keys = [card, ...former.filter((one) => !one.distrusted).map((one) => one.card)].map(
    (one) => one.signingKey,
  );
  return [...new Map(keys.map((key) => [key.kid, key])).values()];
}

/**
 * Adds or replaces a partner by the card that it handed over.
 * @throws AccordError `partner.card_invalid`, `partner.fingerprint_mismatch`, `partner.is_self`
 */
export async function addPartner(
  session: Session,
  options: { self: string; card: string; fingerprint: string; at: string },
): Promise<{ card: PartnerCard; fingerprint: string }> {
  const card = await openCard(options.card);
  if (card.id === options.self) {
    throw new AccordError("partner.is_self", "this is the card of this node itself", {
      remedy: "Add the card that the partner's node prints with `accord partner card`.",
    });
  }
  if (!isFingerprintOf(card, options.fingerprint)) {
    throw new AccordError("partner.fingerprint_mismatch", "the fingerprint is not that of this card", {
      where: "fingerprint",
      remedy:
        "Ask the partner, over another channel than the card came by, to read out `accord partner card`.",
    });
  }
  await replaceCard(session, card, { at: options.at, until: options.at, distrusted: true });
  return { card, fingerprint: cardFingerprint(card) };
}

/**
 * Puts a card in the place of the one before, which is kept as a former one. A card that people added by hand says
 * nothing of the old keys, so these are distrusted unless they are the same; one that the old key signed keeps them.
 */
export async function replaceCard(
  session: Session,
  card: PartnerCard,
  former: { readonly at: string; readonly until: string; readonly distrusted: boolean },
): Promise<void> {
  await session.transaction(async (transaction) => {
    const file = await partnerFile(transaction, card.id);
    const changed = file !== undefined && cardFingerprint(file.card) !== cardFingerprint(card);
    const distrusted = former.distrusted && file?.card.signingKey.kid !== card.signingKey.kid;
    const before = file?.former ?? [];
    const next: PartnerFile = {
      ...file,
      card,
      former: changed
        ? [{ card: file.card, until: former.until, distrusted }, ...before].slice(0, FORMER_CARDS)
        : before,
    };
    await savePartner(transaction, { id: card.id, name: card.name, card: next });
    // Another ledger key that people confirmed by hand may begin another log: there is no head that it must extend.
    if (former.distrusted && file !== undefined && file.card.ledgerKey.kid !== card.ledgerKey.kid) {
      await forgetWitnessedLog(transaction, ledgerOrigin(card.id));
    }
  });
}

function unknownPartner(): AccordError {
  return new AccordError("partner.unknown", "no such partner was added to this node", {
    where: "partner",
    remedy:
      "Add the partner's card with `accord partner add CARD --fingerprint …`; see `accord partner list`.",
  });
}
