import { z } from "zod";
import type { Party } from "./schema/party.ts";
import { PartyKind } from "./schema/terms.ts";

/**
 * Whom nothing may reach, whatever an agreement says: the authorities of a country (its government and its police), a
 * kind of organisation, or one by its name or id.
 */
export const DeniedRecipient = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("authoritiesOf"),
    value: z.string().regex(/^[A-Z]{2}$/, "ISO 3166-1 alpha-2, such as SD"),
  }),
  z.strictObject({ kind: z.literal("partyKind"), value: PartyKind }),
  z.strictObject({ kind: z.literal("named"), value: z.string().trim().min(1).max(200) }),
]);
export type DeniedRecipient = z.infer<typeof DeniedRecipient>;

/** What is known of somebody who would receive. */
export type Recipient = Partial<Pick<Party, "id" | "name" | "kind" | "country">>;

/**
 * Whether an entry denies the recipient. An authority whose country is not known is taken for one of the denied country:
 * it cannot be told that it is not.
 */
export function denies(entry: DeniedRecipient, { id, name, kind, country }: Recipient): boolean {
  switch (entry.kind) {
    case "authoritiesOf":
      return (
        (kind === "government" || kind === "lawEnforcement") &&
        (country === undefined || country === entry.value)
      );
    case "partyKind":
      return kind === entry.value;
    case "named":
      return [id, name].some((each) => each !== undefined && folded(each) === folded(entry.value));
  }
}

/** Two spellings of one name: case, accents' encoding and spaces do not tell them apart. */
const folded = (name: string): string => name.normalize("NFKC").trim().replace(/\s+/gu, " ").toLowerCase();
