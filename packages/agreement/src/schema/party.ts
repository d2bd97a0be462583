import { z } from "zod";
import { Signing, SigningKey } from "./signatory.ts";
import { PartyKind, PartyRole } from "./terms.ts";

/** Words that stand where a party's id may stand, and so cannot be one. */
const RESERVED = new Set(["latest", "either", "none"]);

/** A party's short id; the same text is the `source` of every statement that the party's registry makes. */
export const PartyId = z
  .string()
  .regex(/^[a-z][a-z0-9-]{1,19}$/, "a short lower-case id such as iom")
  .refine((id) => !RESERVED.has(id), "this word is reserved");
export type PartyId = z.infer<typeof PartyId>;

export const Party = z.strictObject({
  id: PartyId,
  name: z.string().min(1).max(200),
  kind: PartyKind,
  /** ISO 3166-1 alpha-2: of a government or its police the country whose authority it is. */
  country: z
    .string()
    .regex(/^[A-Z]{2}$/, "two capital letters, such as SS")
    .optional(),
  role: PartyRole,
  /** Of a processor: what it does for the other party, on whose word, and what it may never do. */
  instructions: z.string().min(1).max(4000).optional(),
  /** The node's key: it signs events of the agreement's life, and the agreement where no signatory is named. */
  signingKey: SigningKey,
  signing: Signing,
  /** Who answers for data protection, and where a breach is reported; offices, not persons. */
  contact: z.strictObject({
    dataProtection: z.string().min(1).max(300),
    breach: z.string().min(1).max(300),
  }),
});
export type Party = z.infer<typeof Party>;

/** True of a government's organs, its police included. */
export function isAuthority(party: Pick<Party, "kind">): boolean {
  return party.kind === "government" || party.kind === "lawEnforcement";
}
