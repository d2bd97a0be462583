import { AccordError } from "@accord/vocabulary";
import { agreementDigest } from "../canonical.ts";
import type { Agreement } from "../schema/agreement.ts";
import { claimedHeader, verifyBytes } from "./jws.ts";
import type { PinnedKeys } from "./key.ts";
import { AGREEMENT_TYP, payloadOf, signedShape, strangerSigned } from "./sign-agreement.ts";

export interface PartySignature {
  readonly party: string;
  readonly kid: string;
  /** ISO 8601 in UTC, as the signer says. */
  readonly signedAt: string;
}

/** An agreement that both parties signed; only `verifyAgreement` makes one. */
export interface VerifiedAgreement {
  readonly agreement: Agreement;
  readonly digest: string;
  readonly signatures: readonly [PartySignature, PartySignature];
}

const verified = new WeakSet<VerifiedAgreement>();

/** True of what `verifyAgreement` gave in this process; a copy or a look-alike is not verified. */
export function isVerified(candidate: VerifiedAgreement): boolean {
  return verified.has(candidate);
}

/**
 * Verifies that exactly the two parties signed exactly these bytes, each with the key that is pinned for it.
 * @throws AccordError `agreement.signature_missing`, `agreement.signature_extra`, `agreement.signature_duplicate`,
 * `agreement.signature_invalid`, `agreement.signature_malformed`, `agreement.key_unknown` (none pinned),
 * `agreement.key_mismatch` (pinned, named in the agreement and used differ), and what reading the document throws.
 */
export async function verifyAgreement(
  signed: unknown,
  options: { readonly keys: PinnedKeys },
): Promise<VerifiedAgreement> {
  const document = signedShape(signed);
  const agreement = payloadOf(document);
  const parties = agreement.parties.map((party) => party.id);
  const seen = new Map<string, PartySignature>();
  for (const signature of document.signatures) {
    const header = claimedHeader(signature.protected, AGREEMENT_TYP);
    if (!parties.includes(header.party)) throw strangerSigned();
    if (seen.has(header.party)) {
      throw new AccordError("agreement.signature_duplicate", `${header.party} has signed more than once.`, {
        where: `signatures.${header.party}`,
        remedy: "Refuse the document: each party signs once.",
      });
    }
    const key = pinnedKey(agreement, header.party, options.keys);
    await verifyBytes({ payload: document.payload, ...signature }, AGREEMENT_TYP, key);
    const signedAt = new Date(header.iat * 1000).toISOString();
    seen.set(header.party, { party: header.party, kid: key.kid, signedAt });
  }
  const [first, second] = agreement.parties.map((party) => seen.get(party.id));
  if (first === undefined || second === undefined) {
    const absent = parties.filter((party) => !seen.has(party)).join(" and ");
    throw new AccordError("agreement.signature_missing", `The agreement is not signed by ${absent}.`, {
      where: "signatures",
      remedy: "Nothing is granted until both parties have signed.",
    });
  }
  const result: VerifiedAgreement = deepFreeze({
    agreement,
    digest: agreementDigest(agreement),
    signatures: [first, second] as const,
  });
  verified.add(result);
  return result;
}

export interface SignatureState {
  readonly agreement: Agreement;
  readonly digest: string;
  /** Per party, what the document claims; nothing here is verified. */
  readonly parties: readonly { readonly party: string; readonly signedAt: string | undefined }[];
}

/** Who has signed so far, by the document's own claim: to show, never to decide by. */
export function signatureState(signed: unknown): SignatureState {
  const document = signedShape(signed);
  const agreement = payloadOf(document);
  const claims = document.signatures.map((signature) => claimedHeader(signature.protected, AGREEMENT_TYP));
  return {
    agreement,
    digest: agreementDigest(agreement),
    parties: agreement.parties.map(({ id }) => {
      const claim = claims.find((header) => header.party === id);
      return { party: id, signedAt: claim && new Date(claim.iat * 1000).toISOString() };
    }),
  };
}

function pinnedKey(agreement: Agreement, party: string, keys: PinnedKeys) {
  const pinned = Object.hasOwn(keys, party) ? keys[party] : undefined;
  if (pinned === undefined) {
    throw new AccordError("agreement.key_unknown", `No key is pinned for ${party}.`, {
      where: `keys.${party}`,
      remedy: "Add the partner and confirm its key fingerprint out of band.",
    });
  }
  const named = agreement.parties.find((candidate) => candidate.id === party)?.signingKey;
  if (named?.x !== pinned.x || named.kid !== pinned.kid) {
    throw new AccordError(
      "agreement.key_mismatch",
      `The agreement names another key for ${party} than is pinned.`,
      {
        where: `parties.${party}.signingKey`,
        remedy: "Confirm the partner's key fingerprint out of band and pin it, or refuse the document.",
      },
    );
  }
  return pinned;
}

function deepFreeze<T extends object>(value: T): T {
  for (const inner of Object.values(value)) {
    if (typeof inner === "object" && inner !== null) deepFreeze(inner);
  }
  return Object.freeze(value);
}
