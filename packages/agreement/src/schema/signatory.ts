import { z } from "zod";
import { thumbprint } from "./thumbprint.ts";

const base64url = z.string().regex(/^[A-Za-z0-9_-]+$/, "base64url");
const coordinate = z.string().regex(/^[A-Za-z0-9_-]{43}$/, "32 bytes in base64url");

/** A public Ed25519 key (RFC 8037) whose `kid` is its RFC 7638 thumbprint, so that a key cannot go by another's name. */
export const SigningKey = z
  .strictObject({ kty: z.literal("OKP"), crv: z.literal("Ed25519"), x: coordinate, kid: coordinate })
  .refine((key) => key.kid === thumbprint(key), {
    path: ["kid"],
    message: "kid must be the RFC 7638 SHA-256 thumbprint of the key",
  });
export type SigningKey = z.infer<typeof SigningKey>;

/** A public P-256 key, as most passkeys and smart cards hold, named like the other. */
export const P256Key = z
  .strictObject({
    kty: z.literal("EC"),
    crv: z.literal("P-256"),
    x: coordinate,
    y: coordinate,
    kid: coordinate,
  })
  .refine((key) => key.kid === thumbprint(key), {
    path: ["kid"],
    message: "kid must be the RFC 7638 SHA-256 thumbprint of the key",
  });
export type P256Key = z.infer<typeof P256Key>;

export const SignatoryKey = z.union([SigningKey, P256Key]);
export type SignatoryKey = z.infer<typeof SignatoryKey>;

const id = z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/, "a short lower-case id such as country-director");
/** The office that signs, not the person: who holds it changes while the agreement lasts. */
const office = z.string().min(1).max(200);

/** Who signs for a party, and with what: a key on a token that leaves it never, or a passkey in a browser. */
export const Signatory = z.discriminatedUnion("kind", [
  z.strictObject({ id, office, kind: z.literal("hardware"), key: SignatoryKey }),
  z.strictObject({
    id,
    office,
    kind: z.literal("passkey"),
    key: SignatoryKey,
    credentialId: base64url.max(1400),
    /** WebAuthn relying party and the pages on which the passkey may be used for this. */
    relyingParty: z.string().min(1).max(253),
    origins: z
      .array(z.url({ protocol: /^https?$/ }))
      .min(1)
      .max(5),
  }),
]);
export type Signatory = z.infer<typeof Signatory>;

/** How a party signs. Without signatories its node's own key signs, once. */
export const Signing = z.strictObject({
  /** How many different signatories must have signed. */
  required: z.union([z.literal(1), z.literal(2)]),
  signatories: z.array(Signatory).max(8),
});
export type Signing = z.infer<typeof Signing>;
