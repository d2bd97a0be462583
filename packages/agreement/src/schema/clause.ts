import { AttributeName, Tier } from "@accord/vocabulary";
import { z } from "zod";
import { Basis } from "./basis.ts";
import { PartyId } from "./party.ts";
import { Purpose, TransformationName } from "./terms.ts";

/** One attribute that one party may send to the other at one tier: how cut down, kept how long, on what ground, and why. */
export const Clause = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-zA-Z0-9.-]{0,59}$/, "a short id such as m1 or match.iom.name"),
  from: PartyId,
  to: PartyId,
  attribute: AttributeName,
  tier: Tier,
  transformation: TransformationName,
  /** For what the receiver may read it: some of the agreement's purposes. */
  purposes: z.array(Purpose).min(1).max(6),
  basis: Basis,
  /** Days after receipt at which the receiver deletes it; 0 means at the end of the exchange. */
  retentionDays: z.int().min(0).max(3650),
  /** Why the purpose cannot be reached without this attribute. */
  necessity: z.string().max(1000),
});
export type Clause = z.infer<typeof Clause>;
