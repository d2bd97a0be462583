import { z } from "zod";
import { PartyRole } from "./terms.ts";
import { thumbprint } from "./thumbprint.ts";

/** Words that stand where a party's id may stand, and so cannot be one. */
const RESERVED = new Set(["latest", "either", "none"]);

/** A party's short id; the same text is the `source` of every statement that the party's registry makes. */
export const PartyId = z
  .string()
  .regex(/^[a-z][a-z0-9-]{1,19}$/, "a short lower-case id such as iom")
  .refine((id) => !RESERVED.has(id), "this word is reserved");
export type PartyId = z.infer<typeof PartyId>;

/** A public Ed25519 key (RFC 8037) whose `kid` is its RFC 7638 thumbprint, so that a key cannot go by another's name. */
export const SigningKey = z
  .strictObject({
    kty: z.literal("OKP"),
    crv: z.literal("Ed25519"),
    x: z.string().regex(/^[A-Za-z0-9_-]{43}$/, "32 bytes in base64url"),
    kid: z.string().regex(/^[A-Za-z0-9_-]{43}$/, "an RFC 7638 thumbprint in base64url"),
  })
  .refine((key) => key.kid === thumbprint(key), {
    path: ["kid"],
    message: "kid must be the RFC 7638 SHA-256 thumbprint of the key",
  });
export type SigningKey = z.infer<typeof SigningKey>;

export const Party = z.strictObject({
  id: PartyId,
  name: z.string().min(1).max(200),
  role: PartyRole,
  signingKey: SigningKey,
  /** Who answers for data protection, and where a breach is reported; offices, not persons. */
  contact: z.strictObject({
    dataProtection: z.string().min(1).max(300),
    breach: z.string().min(1).max(300),
  }),
});
export type Party = z.infer<typeof Party>;
