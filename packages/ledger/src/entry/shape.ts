import { LedgerError } from "../errors.ts";
import { ENTRY_KINDS, type EntryKindName, type LedgerEntry } from "./entry.ts";
import { isPlainObject } from "./field.ts";
import type { EntryKind } from "./kind.ts";

/**
 * Holds a value to the closed shape of its kind: every field known, every string an opaque identifier, a digest or a
 * term of the agreement, every number a count. There is no field of free text, so that personal data has no place.
 *
 * @throws LedgerError `ledger.entry_malformed`, naming the field and never its value
 */
export function assertEntryShape(value: unknown): asserts value is LedgerEntry {
  if (!isPlainObject(value)) throw malformed("entry", "A ledger entry is an object.");
  const { kind } = value;
  if (typeof kind !== "string" || !Object.hasOwn(ENTRY_KINDS, kind)) {
    throw malformed("kind", "The kind of this ledger entry is not known.");
  }
  const { required, optional }: EntryKind = ENTRY_KINDS[kind as EntryKindName];
  for (const name of Object.keys(required)) {
    if (value[name] === undefined) throw malformed(`${kind}.${name}`, "A ledger entry lacks a field.");
  }
  for (const [name, given] of Object.entries(value)) {
    if (name === "kind" || given === undefined) continue;
    const field = Object.hasOwn(required, name)
      ? required[name]
      : Object.hasOwn(optional, name)
        ? optional[name]
        : undefined;
    if (field === undefined) {
      // The name itself is not repeated: it may be a person's value put in the wrong place.
      throw malformed(kind, "A ledger entry has a field that its kind does not have.");
    }
    if (!field.accepts(given))
      throw malformed(`${kind}.${name}`, "A field of a ledger entry is not of its form.");
  }
}

function malformed(where: string, message: string): LedgerError {
  return new LedgerError("ledger.entry_malformed", message, {
    where,
    remedy: "Record counts, digests, opaque identifiers and terms of the agreement only.",
  });
}
