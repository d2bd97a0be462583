import type { Authority } from "@accord/vocabulary";
import type { Agreement } from "./schema/agreement.ts";

/**
 * The rank of a source for an attribute of a linked person, for the vocabulary's `compareAssertions`: 1 for the party
 * that the agreement gives authority, 0 for every other, and 0 for all where the latest word stands.
 */
export function authorityOf(agreement: Agreement): Authority {
  const { default: standing, attributes } = agreement.authority;
  return (attribute, source) => ((attributes[attribute] ?? standing) === source ? 1 : 0);
}
