import { z } from "zod";
import { LEGAL_BASES } from "./terms.ts";

const OTHER_BASES = LEGAL_BASES.filter((basis) => basis !== "consent");

/**
 * On what the disclosure of an attribute rests: the consent of each person to this recipient and purpose, or another
 * legal basis with the provision, mandate or decision that it comes from.
 */
export const Basis = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("consent") }),
  z.strictObject({
    kind: z.literal("other"),
    legalBasis: z.enum(OTHER_BASES),
    reference: z.string().min(1).max(500),
  }),
]);
export type Basis = z.infer<typeof Basis>;
