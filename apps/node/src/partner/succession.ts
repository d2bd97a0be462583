import type { Ledger } from "@accord/ledger";
import type { Session } from "@accord/registry";
import { AccordError } from "@accord/vocabulary";
import { CompactSign, compactVerify } from "jose";
import { z } from "zod";
import { certificateFingerprint } from "../keys/certificate.ts";
import type { KeyPair } from "../keys/node-keys.ts";
import { ledgerKeyId } from "../keys/ring/turn-over.ts";
import { ledgerStorage } from "../ledger/node-ledger.ts";
import { cardFingerprint, openCard, type PartnerCard, publicKey } from "./card.ts";
import { partnerCard, replaceCard } from "./partners.ts";

/**
 * How a node tells a partner that its keys change: the new card, which its own new key signs, within a document that the
 * old signing key signs. So whoever confirmed the old card by hand need not confirm the new one.
 */
const Succession = z.strictObject({
  version: z.literal("accord-succession/1"),
  card: z.string().max(40_000),
  /** Until when the old keys still serve for requests and connections. */
  overlapUntil: z.iso.datetime(),
});
const TYP = "accord-succession+jws";
const LONGEST_OVERLAP_MILLISECONDS = 92 * 86_400_000;

export async function signSuccession(
  card: string,
  overlapUntil: string,
  former: Pick<KeyPair, "private" | "jwk">,
): Promise<string> {
  const body = Succession.parse({ version: "accord-succession/1", card, overlapUntil });
  return new CompactSign(Buffer.from(JSON.stringify(body)))
    .setProtectedHeader({ alg: "EdDSA", typ: TYP, kid: former.jwk.kid })
    .sign(former.private);
}

/**
 * Takes a partner's new card that its present key signed; the old one serves on until the overlap ends. One that is
 * here already changes nothing.
 * @returns which keys changed
 * @throws AccordError `partner.succession_invalid`, `partner.card_stale`, `partner.card_invalid`
 */
export async function keepSuccession(
  parts: { readonly session: Session; readonly ledger: Ledger; readonly nowMilliseconds: () => number },
  partner: string,
  text: string,
): Promise<readonly string[]> {
  const present = await partnerCard(parts.session, partner);
  if (present === undefined) throw invalid();
  const { card: signed, overlapUntil } = await opened(text, present);
  const card = await openCard(signed);
  if (card.id !== partner) throw invalid();
  if (cardFingerprint(card) === cardFingerprint(present)) return [];
  if (card.serial <= present.serial) {
    throw new AccordError("partner.card_stale", "the card is older than the one that is held", {
      where: `serial ${card.serial}`,
      remedy: "Send the present card.",
    });
  }
  const now = parts.nowMilliseconds();
  const at = new Date(now).toISOString();
  const latest = new Date(now + LONGEST_OVERLAP_MILLISECONDS).toISOString();
  const until = overlapUntil < latest ? overlapUntil : latest;
  const changed = changes(present, card);
  await parts.session.transaction(async (transaction) => {
    await replaceCard(transaction, card, { at, until, distrusted: false });
    for (const { key, keyId, replaces } of changed) {
      await parts.ledger.append(
        {
          kind: "key",
          key: `partner-${key}`,
          event: "rotated",
          keyId: ledgerKeyId(keyId),
          replaces: ledgerKeyId(replaces),
          code: partner,
          at,
        },
        ledgerStorage(transaction),
      );
    }
  });
  return changed.map(({ key }) => key);
}

async function opened(text: string, present: PartnerCard): Promise<z.infer<typeof Succession>> {
  try {
    const { payload, protectedHeader } = await compactVerify(text, publicKey(present.signingKey), {
      algorithms: ["EdDSA"],
    });
    if (protectedHeader.typ !== TYP) throw new Error("another kind of document");
    return Succession.parse(JSON.parse(Buffer.from(payload).toString("utf8")));
  } catch (cause) {
    throw invalid(cause);
  }
}

interface KeyChange {
  readonly key: string;
  readonly keyId: string;
  readonly replaces: string;
}

/** The keys in which two cards of a node differ, by their public identifiers. */
function changes(before: PartnerCard, after: PartnerCard): readonly KeyChange[] {
  const ids = (card: PartnerCard): Readonly<Record<string, string>> => ({
    signing: card.signingKey.kid,
    encryption: card.encryptionKeys[0]?.kid ?? "",
    hashing: card.hashingKey.kid,
    ledger: card.ledgerKey.kid,
    witness: card.witnessKey.kid,
    tls: certificateFingerprint(card.certificate),
  });
  const old = ids(before);
  return Object.entries(ids(after)).flatMap(([key, keyId]) => {
    const replaces = old[key] ?? "";
    return keyId === replaces ? [] : [{ key, keyId, replaces }];
  });
}

function invalid(cause?: unknown): AccordError {
  return new AccordError("partner.succession_invalid", "the new card is not signed by the key that is held", {
    remedy: "Compare the new card's fingerprint with the partner's people, then `accord partner add` it.",
    cause,
  });
}
