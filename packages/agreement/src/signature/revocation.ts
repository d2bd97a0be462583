import type { KeyObject } from "node:crypto";
import { AccordError } from "@accord/vocabulary";
import { z } from "zod";
import { canonicalJson, parseCanonical } from "../canonical.ts";
import { PartyId } from "../schema/party.ts";
import { claimedHeader, signBytes, verifyBytes } from "./jws.ts";
import type { PinnedKeys, PrivateSigningKey } from "./key.ts";
import { SignedStatement } from "./signed.ts";
import type { VerifiedAgreement } from "./verify-agreement.ts";

export const EVENT_TYP = "accord-agreement-event+jws";

/** What one party alone says of an agreement's life. Further kinds (suspension) join here. */
export const Revocation = z.strictObject({
  version: z.literal("accord-agreement-event/1"),
  kind: z.literal("revocation"),
  /** Digest of the agreement that it ends. */
  agreement: z.string().regex(/^[0-9a-f]{64}$/),
  party: PartyId,
  reason: z.string().min(1).max(1000),
  at: z.iso.datetime(),
});
export type Revocation = z.infer<typeof Revocation>;

export interface RevocationRequest {
  readonly digest: string;
  readonly party: string;
  readonly privateKey: PrivateSigningKey | KeyObject;
  readonly reason: string;
  /** ISO 8601 in UTC. It is recorded; the revocation works from when it is known, whatever stands here. */
  readonly at: string;
}

/** One party's signed revocation. Either party may, without the other. @throws AccordError `agreement.revocation_malformed`. */
export async function signRevocation(request: RevocationRequest): Promise<SignedStatement> {
  const { digest, party, privateKey, reason, at } = request;
  const body = revocationShape({
    version: "accord-agreement-event/1",
    kind: "revocation",
    agreement: digest,
    party,
    reason,
    at,
  });
  return signBytes(canonicalJson(body), EVENT_TYP, { party, privateKey, at });
}

/**
 * Verifies a revocation of this agreement against the pinned key of the party that signed it.
 * @throws AccordError `agreement.revocation_malformed`, `agreement.revocation_other` (another agreement's),
 * `agreement.not_a_party`, `agreement.key_unknown`, `agreement.key_mismatch`, `agreement.signature_invalid`.
 */
export async function verifyRevocation(
  signed: unknown,
  options: { readonly agreement: Pick<VerifiedAgreement, "agreement" | "digest">; readonly keys: PinnedKeys },
): Promise<Revocation> {
  const parsed = SignedStatement.safeParse(signed);
  if (!parsed.success) throw malformed();
  const header = claimedHeader(parsed.data.protected, EVENT_TYP);
  if (!options.agreement.agreement.parties.some((party) => party.id === header.party)) {
    throw new AccordError(
      "agreement.not_a_party",
      "Who signed the revocation is not a party to the agreement.",
      {
        where: "revocation.party",
      },
    );
  }
  const key = Object.hasOwn(options.keys, header.party) ? options.keys[header.party] : undefined;
  if (key === undefined) {
    throw new AccordError("agreement.key_unknown", `No key is pinned for ${header.party}.`, {
      where: `keys.${header.party}`,
      remedy: "Add the partner and confirm its key fingerprint out of band.",
    });
  }
  const bytes = await verifyBytes(parsed.data, EVENT_TYP, key);
  const revocation = revocationShape(parseCanonical(bytes, "revocation"));
  if (revocation.party !== header.party) throw malformed();
  if (revocation.agreement !== options.agreement.digest) {
    throw new AccordError("agreement.revocation_other", "The revocation is of another agreement.", {
      where: "revocation.agreement",
    });
  }
  return revocation;
}

function revocationShape(value: unknown): Revocation {
  const parsed = Revocation.safeParse(value);
  if (!parsed.success) throw malformed();
  return parsed.data;
}

function malformed(): AccordError {
  return new AccordError("agreement.revocation_malformed", "This is not a signed revocation.", {
    where: "revocation",
  });
}
