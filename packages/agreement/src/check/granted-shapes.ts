/**
 * What a value must look like on arrival, by transformation, as schemas of their own. They share nothing with the
 * sender's transformations, so that a fault in the one is not a fault in the other.
 */
import { ATTRIBUTES, type Grant } from "@accord/vocabulary";
import { z } from "zod";

const HASHED = z.string().regex(/^hmac-sha256:[\w-]{43}$/);
const HASHED_NAME = z.strictObject({ parts: z.tuple([HASHED]), script: z.literal("Zyyy") });
const YEAR = z.strictObject({ precision: z.enum(["year", "estimated"]), date: z.string().regex(/^\d{4}$/) });
/** No place name: names of villages travel in it. A coarser code than granted is fine. */
const COUNTY = z.strictObject({ pcode: z.string().regex(/^[A-Z]{2}(\d{2}([A-Z0-9]{2})?)?$/) });
const STATE = z.strictObject({ pcode: z.string().regex(/^[A-Z]{2}(\d{2})?$/) });

export function grantedShape({
  attribute,
  transformation,
}: Pick<Grant, "attribute" | "transformation">): z.ZodType {
  switch (transformation) {
    case "none":
      return attribute === "person.fingerprints"
        ? ATTRIBUTES[attribute].schema.refine(areTemplates)
        : ATTRIBUTES[attribute].schema;
    case "birthYear":
      return YEAR;
    case "county":
      return COUNTY;
    case "state":
      return STATE;
    case "hash":
      return attribute === "person.name" ? HASHED_NAME : HASHED;
    case "present":
      return z.literal(true);
  }
}

/**
 * Templates, never images: each must be a finger minutiae record by its own header (ISO/IEC 19794-2:2005 clause 8.3:
 * `FMR\0`, ` 20\0`, then the record's length in four bytes), and no longer than it says.
 */
function areTemplates(impressions: unknown): boolean {
  return (impressions as readonly { template: string }[]).every(({ template }) => {
    const bytes = Buffer.from(template, "base64");
    return (
      bytes.length >= 24 &&
      bytes.toString("latin1", 0, 8) === "FMR\0 20\0" &&
      bytes.readUInt32BE(8) === bytes.length
    );
  });
}
