import { AccordError } from "@accord/vocabulary";
import { canonicalBytes, parseAgreement } from "../canonical.ts";
import { contradictions } from "../contradictions/contradictions.ts";
import { type Agreement, partyOf } from "../schema/agreement.ts";
import {
  algorithmOf,
  claimedHeader,
  protectedHeader,
  type Signer,
  signBytes,
  verifySignature,
} from "./jws.ts";
import { publicSigningKey } from "./key.ts";
import { type PartyKey, signingKeysOf } from "./party-keys.ts";
import { passkeyChallenge } from "./passkey.ts";
import { type JwsSignature, SignedAgreement } from "./signed.ts";

export const AGREEMENT_TYP = "accord-agreement+jws";

/** What a key that this process does not hold must sign, and the header that the signature goes with. */
export interface SignatureRequest {
  readonly protected: string;
  /** ASCII; what a key on a token signs (RFC 7515 section 5.1). */
  readonly signingInput: string;
  /** What a passkey signs: base64url of SHA-256 of the signing input. */
  readonly challenge: string;
  readonly key: PartyKey;
}

/**
 * Adds one party's signature to an agreement, or to one that others have signed, with an Ed25519 key in hand.
 * @throws AccordError `agreement.contradictory` (an error of `contradictions` stands), `agreement.not_a_party`,
 * `agreement.wrong_key` (not a key that the agreement names for the party), `agreement.already_signed`, and what
 * reading the document throws.
 */
export async function signAgreement(
  document: Agreement | SignedAgreement,
  signer: Signer,
): Promise<SignedAgreement> {
  const { agreement, signatures } = opened(document);
  signingKey(agreement, signer.party, publicSigningKey(signer.privateKey).kid);
  const { payload: _, ...signature } = await signBytes(canonicalBytes(agreement), AGREEMENT_TYP, signer);
  return joined(agreement, signatures, signature);
}

/**
 * What a token or a passkey is to sign for a party, by the key's `kid`.
 * @throws AccordError as `signAgreement`
 */
export function signatureRequest(
  document: Agreement | SignedAgreement,
  signer: { readonly party: string; readonly kid: string; readonly at: string },
): SignatureRequest {
  const { agreement } = opened(document);
  const key = signingKey(agreement, signer.party, signer.kid);
  const header = protectedHeader(
    {
      alg: key.kind === "passkey" ? "webauthn" : algorithmOf(key.key),
      kid: signer.kid,
      typ: AGREEMENT_TYP,
      party: signer.party,
    },
    signer.at,
  );
  const signingInput = `${header}.${payloadText(agreement)}`;
  const challenge = Buffer.from(passkeyChallenge(signingInput)).toString("base64url");
  return { protected: header, signingInput, challenge, key };
}

/**
 * Adds a signature that was made elsewhere, after it verifies.
 * @throws AccordError as `signAgreement`, and `agreement.signature_invalid`, `agreement.signature_malformed`
 */
export async function addSignature(
  document: Agreement | SignedAgreement,
  signature: JwsSignature,
): Promise<SignedAgreement> {
  const { agreement, signatures } = opened(document);
  return joined(agreement, signatures, signature);
}

/**
 * One document with the signatures of both, each once. Neither side loses what the other had not seen yet.
 * @throws AccordError `agreement.signature_malformed` where they are not of the same agreement
 */
export function mergeSignatures(one: SignedAgreement, other: SignedAgreement): SignedAgreement {
  if (one.payload !== other.payload) {
    throw new AccordError("agreement.signature_malformed", "The two documents are not the same agreement.", {
      where: "payload",
      remedy: "Compare their digests: one of them was changed.",
    });
  }
  const seen = new Set(one.signatures.map(signerOf));
  return {
    payload: one.payload,
    signatures: [...one.signatures, ...other.signatures.filter((each) => !seen.has(signerOf(each)))],
  };
}

function opened(document: Agreement | SignedAgreement): {
  agreement: Agreement;
  signatures: readonly JwsSignature[];
} {
  if (!("payload" in document)) return { agreement: document, signatures: [] };
  const shaped = signedShape(document);
  return { agreement: payloadOf(shaped), signatures: shaped.signatures };
}

/** The key that may sign for the party. */
function signingKey(agreement: Agreement, id: string, kid: string): PartyKey {
  const fault = contradictions(agreement).find((contradiction) => contradiction.level === "error");
  if (fault !== undefined) {
    throw new AccordError("agreement.contradictory", `The draft cannot be signed: ${fault.message}`, {
      where: fault.where,
      remedy: fault.remedy,
    });
  }
  const party = partyOf(agreement, id);
  if (party === undefined) {
    throw new AccordError("agreement.not_a_party", "The signer is not a party to the agreement.", {
      where: "parties",
    });
  }
  const key = signingKeysOf(party).find((each) => each.key.kid === kid);
  if (key !== undefined) return key;
  throw new AccordError("agreement.wrong_key", `The agreement names other keys for ${party.id}.`, {
    where: `parties.${party.id}.signing`,
    remedy: "Sign with a key that the draft names, or draft again with the new key.",
  });
}

async function joined(
  agreement: Agreement,
  earlier: readonly JwsSignature[],
  signature: JwsSignature,
): Promise<SignedAgreement> {
  const payload = payloadText(agreement);
  const signatures = [...earlier, signature];
  const seen = new Set<string>();
  for (const each of signatures) {
    const { party: id, kid } = claimedHeader(each.protected, AGREEMENT_TYP);
    if (partyOf(agreement, id) === undefined) throw strangerSigned();
    if (seen.has(signerOf(each))) {
      throw new AccordError("agreement.already_signed", `${id} has signed this agreement already.`, {
        where: `signatures.${id}`,
      });
    }
    seen.add(signerOf(each));
    await verifySignature(payload, each, AGREEMENT_TYP, signingKey(agreement, id, kid));
  }
  return { payload, signatures };
}

function signerOf(signature: JwsSignature): string {
  const { party, kid } = claimedHeader(signature.protected, AGREEMENT_TYP);
  return `${party} ${kid}`;
}

const payloadText = (agreement: Agreement): string =>
  Buffer.from(canonicalBytes(agreement)).toString("base64url");

/** Checks the outer shape of a signed agreement. @throws AccordError `agreement.signature_malformed`. */
export function signedShape(signed: unknown): SignedAgreement {
  const parsed = SignedAgreement.safeParse(signed);
  if (parsed.success) return parsed.data;
  throw new AccordError(
    "agreement.signature_malformed",
    "This is not a signed agreement (JWS general JSON).",
    {
      where: parsed.error.issues[0]?.path.join(".") || "document",
      remedy:
        "It must have exactly payload and signatures, each signature protected, signature and, of a passkey, webauthn.",
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
    remedy: "Refuse the document: an agreement has the signatures of its two parties and no other.",
  });
}
