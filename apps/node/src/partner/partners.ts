import { listPartners, readPartner, type Session, savePartner } from "@accord/registry";
import { AccordError } from "@accord/vocabulary";
import { z } from "zod";
import { cardFingerprint, isFingerprintOf, openCard, PartnerCard } from "./card.ts";

/** What this node keeps of a partner. */
const PartnerFile = z.strictObject({ card: PartnerCard });

/** Partners whose fingerprint somebody confirmed out of band; only these are ever spoken with. */
export async function partnerCard(session: Session, id: string): Promise<PartnerCard | undefined> {
  const partner = await readPartner(session, id);
  return partner === undefined ? undefined : PartnerFile.parse(partner.card).card;
}

export async function requirePartner(session: Session, id: string): Promise<PartnerCard> {
  const card = await partnerCard(session, id);
  if (card !== undefined) return card;
  throw unknownPartner();
}

export async function allPartners(session: Session): Promise<readonly PartnerCard[]> {
  return (await listPartners(session)).map((partner) => PartnerFile.parse(partner.card).card);
}

/**
 * Adds or replaces a partner by the card that it handed over.
 * @throws AccordError `partner.card_invalid`, `partner.fingerprint_mismatch`, `partner.is_self`
 */
export async function addPartner(
  session: Session,
  options: { self: string; card: string; fingerprint: string },
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
  await savePartner(session, { id: card.id, name: card.name, card: { card } });
  return { card, fingerprint: cardFingerprint(card) };
}

function unknownPartner(): AccordError {
  return new AccordError("partner.unknown", "no such partner was added to this node", {
    where: "partner",
    remedy:
      "Add the partner's card with `accord partner add CARD --fingerprint …`; see `accord partner list`.",
  });
}
