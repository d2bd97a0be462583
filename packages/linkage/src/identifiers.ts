/**
 * The deletion neighbourhood of an identifier: itself and itself with one character left out. Two that are one
 * insertion, deletion, substitution or swap of neighbours apart have an element in common (Mor and Fraenkel 1982); not
 * all that have one are so near.
 */
export function deletionNeighbourhood(plain: string): string[] {
  const near = new Set([plain]);
  for (let at = 0; at < plain.length; at++) near.add(plain.slice(0, at) + plain.slice(at + 1));
  return [...near];
}
