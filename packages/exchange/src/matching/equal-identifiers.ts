import type { ComparablePerson } from "./comparable-person.ts";

/** Two persons of whom the private set intersection found identifiers to be equal that neither node saw of the other. */
export interface EqualIdentifiers {
  readonly ownRef: string;
  readonly partnerRef: string;
  /** Kinds of identifiers, such as `rationCard`. */
  readonly keys: readonly string[];
}

/**
 * The persons with an identifier in common for each pair, so that the linkage finds and weighs it as it does one that it
 * sees; a person of the partner's of whom no more is disclosed is known by it alone.
 */
export function withEqualIdentifiers(
  own: readonly ComparablePerson[],
  theirs: readonly ComparablePerson[],
  pairs: readonly EqualIdentifiers[],
): { readonly own: readonly ComparablePerson[]; readonly theirs: readonly ComparablePerson[] } {
  if (pairs.length === 0) return { own, theirs };
  const tokens = pairs.map((pair, index) => ({ ...pair, token: `equal:${index}` }));
  const ofOwn = new Map(tokens.map(({ ownRef, token }) => [ownRef, token]));
  const ofTheirs = new Map(tokens.map(({ partnerRef, token }) => [partnerRef, token]));
  const known = new Set(theirs.map((person) => person.id));
  const others = tokens
    .filter(({ partnerRef }) => !known.has(partnerRef))
    .map(
      ({ partnerRef: id }): ComparablePerson => ({ id, record: { id, nameParts: undefined }, templates: [] }),
    );
  return {
    own: own.map((person) => identified(person, ofOwn.get(person.id))),
    theirs: [...theirs, ...others].map((person) => identified(person, ofTheirs.get(person.id))),
  };
}

function identified(person: ComparablePerson, token: string | undefined): ComparablePerson {
  if (token === undefined) return person;
  const { record } = person;
  return { ...person, record: { ...record, identifiers: [...(record.identifiers ?? []), token] } };
}
