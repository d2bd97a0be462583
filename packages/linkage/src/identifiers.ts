/** The kind of an identifier: what stands before its first colon. */
export function identifierKind(identifier: string): string {
  const colon = identifier.indexOf(":");
  return colon < 0 ? "" : identifier.slice(0, colon);
}

/** Shorter numbers are near each other too often. */
const SHORTEST = 6;
const LONGEST = 24;

/**
 * The identifier as `KIND:VALUE` with what separates groups of digits dropped, or undefined where its text is not a
 * plain number that a clerk may have mistyped: too short, mostly letters, or a keyed hash, which is compared exactly.
 */
export function plainIdentifier(identifier: string): string | undefined {
  const kind = identifierKind(identifier);
  const value = identifier
    .slice(identifier.indexOf(":") + 1)
    .replace(/[\s./-]/g, "")
    .toUpperCase();
  if (!/^[A-Z0-9]+$/.test(value) || value.length < SHORTEST || value.length > LONGEST) return undefined;
  return 2 * value.replace(/\D/g, "").length >= value.length ? `${kind}:${value}` : undefined;
}

/**
 * The deletion neighbourhood of a plain identifier: itself and itself with one character left out. Two of one kind
 * that are one insertion, deletion, substitution or swap of neighbours apart have an element in common (Mor and
 * Fraenkel 1982); not all that have one are so near.
 */
export function deletionNeighbourhood(plain: string): string[] {
  const start = plain.indexOf(":") + 1;
  const near = new Set([plain]);
  for (let at = start; at < plain.length; at++) near.add(plain.slice(0, at) + plain.slice(at + 1));
  return [...near];
}
