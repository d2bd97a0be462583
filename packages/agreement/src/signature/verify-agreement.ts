import { AccordError } from "@accord/vocabulary";
import { agreementDigest } from "../canonical.ts";
import type { Agreement } from "../schema/agreement.ts";
import type { Party } from "../schema/party.ts";
import type { SignatoryKey } from "../schema/signatory.ts";
import { claimedHeader, type ProtectedHeader, verifySignature } from "./jws.ts";
import type { PinnedKeys } from "./key.ts";
import { type PartyKey, signaturesRequired, signingKeysOf } from "./party-keys.ts";
import { AGREEMENT_TYP, payloadOf, signedShape, strangerSigned } from "./sign-agreement.ts";

export interface PartySignature {
  readonly party: string;
  readonly kid: string;
  /** The signatory's id; undefined where the node's own key signed. */
  readonly signatory: string | undefined;
  readonly kind: PartyKey["kind"];
  /** ISO 8601 in UTC, as the signer says. */
  readonly signedAt: string;
}

/** An agreement that both parties signed; only `verifyAgreement` makes one. */
export interface VerifiedAgreement {
  readonly agreement: Agreement;
  readonly digest: string;
  /** In the order of the parties, each party's by time of signing. */
  readonly signatures: readonly PartySignature[];
}

const verified = new WeakSet<VerifiedAgreement>();

/** True of what `verifyAgreement` gave in this process; a copy or a look-alike is not verified. */
export function isVerified(candidate: VerifiedAgreement): boolean {
  return verified.has(candidate);
}

export interface PinnedFor {
  /** The nodes' keys, by party. */
  readonly keys: PinnedKeys;
  /** The keys of signatories that were confirmed out of band, by party. */
  readonly signatories?: Readonly<Record<string, readonly SignatoryKey[]>>;
}

/**
 * Verifies that both parties signed exactly these bytes, and nobody else, each signature alone with a key that the
 * agreement names and that is pinned for the party, and as many different keys of each as its part asks for.
 * @throws AccordError `agreement.signature_missing`, `agreement.signature_extra`, `agreement.signature_duplicate`,
 * `agreement.signature_invalid`, `agreement.signature_malformed`, `agreement.key_unknown` (none pinned),
 * `agreement.key_mismatch` (pinned, named in the agreement and used differ), and what reading the document throws.
 */
export async function verifyAgreement(signed: unknown, pinned: PinnedFor): Promise<VerifiedAgreement> {
  const document = signedShape(signed);
  const agreement = payloadOf(document);
  const seen = new Map<string, PartySignature>();
  for (const signature of document.signatures) {
    const header = claimedHeader(signature.protected, AGREEMENT_TYP);
    const party = agreement.parties.find(({ id }) => id === header.party);
    if (party === undefined) throw strangerSigned();
    const key = pinnedKey(party, header, pinned);
    const signer = `${party.id} ${key.key.kid}`;
    if (seen.has(signer)) {
      throw new AccordError("agreement.signature_duplicate", `${party.id} has signed twice with one key.`, {
        where: `signatures.${party.id}`,
        remedy: "Refuse the document: each key signs once.",
      });
    }
    await verifySignature(document.payload, signature, AGREEMENT_TYP, key);
    seen.set(signer, signatureBy(key, header));
  }
  const signatures = agreement.parties.flatMap((party) => signedFor(party, [...seen.values()]));
  const result: VerifiedAgreement = deepFreeze({
    agreement,
    digest: agreementDigest(agreement),
    signatures,
  });
  verified.add(result);
  return result;
}

function signedFor(party: Party, all: readonly PartySignature[]): readonly PartySignature[] {
  const own = all.filter((signature) => signature.party === party.id);
  const required = signaturesRequired(party);
  if (own.length >= required) return own.sort((a, b) => (a.signedAt < b.signedAt ? -1 : 1));
  throw new AccordError(
    "agreement.signature_missing",
    `The agreement is not signed by ${party.id}: it has ${own.length} of ${required} signatures.`,
    {
      where: "signatures",
      remedy: "Nothing is granted until both parties have signed.",
    },
  );
}

export interface SignatureState {
  readonly agreement: Agreement;
  readonly digest: string;
  /** Per party, what the document claims; nothing here is verified. */
  readonly parties: readonly {
    readonly party: string;
    /** When the last signature that is needed was made; undefined where some are missing. */
    readonly signedAt: string | undefined;
    readonly required: number;
    readonly signatures: readonly Pick<PartySignature, "kid" | "signatory" | "signedAt">[];
  }[];
}

/** Who has signed so far, by the document's own claim: to show, never to decide by. */
export function signatureState(signed: unknown): SignatureState {
  const document = signedShape(signed);
  const agreement = payloadOf(document);
  const claims = document.signatures.map((signature) => claimedHeader(signature.protected, AGREEMENT_TYP));
  return {
    agreement,
    digest: agreementDigest(agreement),
    parties: agreement.parties.map((party) => {
      const required = signaturesRequired(party);
      const keys = signingKeysOf(party);
      const signatures = claims
        .filter((header) => header.party === party.id)
        .map(({ kid, iat }) => ({
          kid,
          signatory: keys.find((each) => each.key.kid === kid)?.signatory,
          signedAt: instant(iat),
        }))
        .sort((a, b) => (a.signedAt < b.signedAt ? -1 : 1));
      return { party: party.id, signedAt: signatures[required - 1]?.signedAt, required, signatures };
    }),
  };
}

function pinnedKey(party: Party, { kid }: ProtectedHeader, { keys, signatories }: PinnedFor): PartyKey {
  const node = Object.hasOwn(keys, party.id) ? keys[party.id] : undefined;
  if (node === undefined) throw unknownKey(party.id);
  // The node's key signs what follows in the agreement's life, whoever signs the agreement itself.
  if (party.signingKey.x !== node.x || party.signingKey.kid !== node.kid) throw otherKey(party.id);
  const named = signingKeysOf(party).find((each) => each.key.kid === kid);
  if (named === undefined) throw otherKey(party.id);
  if (named.signatory === undefined) return named;
  const pinned = Object.hasOwn(signatories ?? {}, party.id) ? (signatories?.[party.id] ?? []) : [];
  if (!pinned.some((key) => key.kid === kid)) throw unknownKey(`${party.id}'s signatory ${named.signatory}`);
  return named;
}

function unknownKey(of: string): AccordError {
  return new AccordError("agreement.key_unknown", `No key is pinned for ${of}.`, {
    where: `keys.${of}`,
    remedy: "Add the partner, or the signatory's key, and confirm its fingerprint out of band.",
  });
}

function otherKey(party: string): AccordError {
  return new AccordError(
    "agreement.key_mismatch",
    `The agreement names another key for ${party} than is pinned.`,
    {
      where: `parties.${party}.signingKey`,
      remedy: "Confirm the partner's key fingerprint out of band and pin it, or refuse the document.",
    },
  );
}

const instant = (seconds: number): string => new Date(seconds * 1000).toISOString();

function signatureBy(key: PartyKey, { iat }: ProtectedHeader): PartySignature {
  const { party, signatory, kind } = key;
  return { party, kid: key.key.kid, signatory, kind, signedAt: instant(iat) };
}

function deepFreeze<T extends object>(value: T): T {
  for (const inner of Object.values(value)) {
    if (typeof inner === "object" && inner !== null) deepFreeze(inner);
  }
  return Object.freeze(value);
}
