import { AccordError } from "@accord/vocabulary";
import { canonicalBytes, parseAgreement } from "../canonical.ts";
import { contradictions } from "../contradictions/contradictions.ts";
import { type Agreement, partyOf } from "../schema/agreement.ts";
import { claimedHeader, type Signer, signBytes, verifyBytes } from "./jws.ts";
import { publicSigningKey } from "./key.ts";
import { SignedAgreement } from "./signed.ts";

export const AGREEMENT_TYP = "accord-agreement+jws";

/**
 * Adds one party's signature to an agreement, or to one that the other party has signed.
 * @throws AccordError `agreement.contradictory` (an error of `contradictions` stands), `agreement.not_a_party`,
 * `agreement.wrong_key` (not the key that the agreement names for the party), `agreement.already_signed`, and what
 * reading the document throws.
 */
export async function signAgreement(
  document: Agreement | SignedAgreement,
  signer: Signer,
): Promise<SignedAgreement> {
  const standing = "payload" in document ? signedShape(document) : undefined;
  const agreement = standing === undefined ? (document as Agreement) : payloadOf(standing);
  const bytes = canonicalBytes(agreement);
  const fault = contradictions(agreement).find((contradiction) => contradiction.level === "error");
  if (fault !== undefined) {
    throw new AccordError("agreement.contradictory", `The draft cannot be signed: ${fault.message}`, {
      where: fault.where,
      remedy: fault.remedy,
    });
  }
  const party = partyOf(agreement, signer.party);
  if (party === undefined) {
    throw new AccordError("agreement.not_a_party", "The signer is not a party to the agreement.", {
      where: "parties",
    });
  }
  if (publicSigningKey(signer.privateKey).kid !== party.signingKey.kid) {
    throw new AccordError("agreement.wrong_key", `The agreement names another key for ${party.id}.`, {
      where: `parties.${party.id}.signingKey`,
      remedy: "Sign with the key that the draft names, or draft again with the new key.",
    });
  }
  const earlier = standing?.signatures ?? [];
  for (const signature of earlier) {
    const claimed = claimedHeader(signature.protected, AGREEMENT_TYP);
    if (claimed.party === party.id) {
      throw new AccordError("agreement.already_signed", `${party.id} has signed this agreement already.`, {
        where: `signatures.${party.id}`,
      });
    }
    const other = partyOf(agreement, claimed.party);
    if (other === undefined) throw strangerSigned();
    await verifyBytes({ payload: standing?.payload ?? "", ...signature }, AGREEMENT_TYP, other.signingKey);
  }
  const { payload, ...signature } = await signBytes(bytes, AGREEMENT_TYP, signer);
  return { payload, signatures: [...earlier, signature] };
}

/** Checks the outer shape of a signed agreement. @throws AccordError `agreement.signature_malformed`. */
export function signedShape(signed: unknown): SignedAgreement {
  const parsed = SignedAgreement.safeParse(signed);
  if (parsed.success) return parsed.data;
  throw new AccordError(
    "agreement.signature_malformed",
    "This is not a signed agreement (JWS general JSON).",
    {
      where: parsed.error.issues[0]?.path.join(".") || "document",
      remedy: "It must have exactly payload and signatures, each signature exactly protected and signature.",
    },
  );
}

/** The agreement in a signed document, its bytes held to the canonical form; the signatures are not looked at. */
export function payloadOf(signed: SignedAgreement): Agreement {
  const bytes = Buffer.from(signed.payload, "base64url");
  // base64url decoding is lenient; only the one encoding of these bytes is taken.
  if (bytes.toString("base64url") !== signed.payload) {
    throw new AccordError("agreement.not_canonical", "The payload is not plain base64url.", {
      where: "payload",
    });
  }
  return parseAgreement(bytes);
}

export function strangerSigned(): AccordError {
  return new AccordError("agreement.signature_extra", "Somebody who is not a party has signed.", {
    where: "signatures",
    remedy: "Refuse the document: an agreement has exactly the signatures of its two parties.",
  });
}
