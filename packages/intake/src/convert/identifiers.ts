import type { Mapping } from "../mapping/mapping.ts";
import type { RegisteredIdentifier } from "../registration.ts";
import { cellAt, latinDigits } from "./cell.ts";
import { type Surroundings, wholePattern } from "./convert-attribute.ts";

/** The row's numbers by issuer and kind; a column that holds none, or a number of another kind, gives nothing. */
export function compileIdentifiers(
  mapping: Mapping,
  around: Surroundings,
): (cells: readonly string[]) => RegisteredIdentifier[] {
  const readers = mapping.identifiers.map(({ issuer, kind, column, pattern }) => ({
    issuer,
    kind,
    read: cellAt(around.indexOf(column), mapping),
    pattern: pattern === undefined ? undefined : wholePattern(pattern),
  }));
  return (cells) => {
    const found: RegisteredIdentifier[] = [];
    for (const { issuer, kind, read, pattern } of readers) {
      const text = read(cells);
      if (typeof text !== "string") continue;
      const value = latinDigits(text);
      if (pattern?.test(value) === false) continue;
      found.push({ issuer, kind, value });
    }
    return found;
  };
}
