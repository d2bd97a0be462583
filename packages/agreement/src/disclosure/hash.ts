import { createHmac } from "node:crypto";
import { AccordError, type AttributeName, type PersonName } from "@accord/vocabulary";

/** What a hashed value looks like: it can be told from every value that it stands for. */
export const HASH_PATTERN = /^hmac-sha256:[A-Za-z0-9_-]{43}$/;
export const MINIMUM_HASH_KEY_BYTES = 32;

/**
 * HMAC-SHA-256 (RFC 2104) of an attribute's normalised text under a key that both parties hold for this agreement
 * alone, so that equal values of the two registries give equal hashes and nobody without the key can guess a number;
 * either party can still try guesses.
 * The attribute is part of what is hashed: a phone and a card of the same digits differ.
 * @param key at least 32 bytes, shared by the two nodes, never sent with the data.
 * @throws AccordError `agreement.hash_key_short`.
 */
export function hashText(attribute: AttributeName, text: string, key: Uint8Array): string {
  if (key.length < MINIMUM_HASH_KEY_BYTES) {
    throw new AccordError("agreement.hash_key_short", "The agreement's hash key is shorter than 32 bytes.", {
      where: "hashKey",
    });
  }
  const mac = createHmac("sha256", key).update(attribute).update("\0").update(normalisedText(text));
  return `hmac-sha256:${mac.digest("base64url")}`;
}

/**
 * The hash of a value of a text attribute or a name, as `applyPlan` sends it and as the receiving side computes it of
 * its own values to compare. A name stays a name of one part, so that what reads names can read it.
 */
export function hashValue(attribute: AttributeName, value: unknown, key: Uint8Array): unknown {
  if (attribute === "person.name") {
    const { parts } = value as PersonName;
    return { parts: [hashText(attribute, parts.join(" "), key)], script: "Zyyy" };
  }
  return hashText(attribute, String(value), key);
}

/** Compatibility forms joined, case folded, marks, spaces and punctuation dropped: `+211 912-345` is `211912345`. */
function normalisedText(text: string): string {
  return text
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, "");
}
