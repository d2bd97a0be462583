import { fromHex, fromUtf8, toHex, toUtf8 } from "../bytes.ts";
import { LedgerError } from "../errors.ts";
import { HASH_BYTES } from "../merkle/hash.ts";
import type { LedgerEntry } from "./entry.ts";
import { assertEntryShape } from "./shape.ts";

/** Longest entry in bytes: entry bundles have a 16-bit length before each entry (C2SP tlog-tiles). */
export const MAXIMUM_ENTRY_BYTES = 65_535;

/** What the first entry holds in the place of the hash of the one before it. */
export const NO_PREVIOUS: Uint8Array = new Uint8Array(32);

const FORMAT = 1;

/**
 * The canonical bytes of an entry in its place: RFC 8785 JSON of the entry's fields with `format` and `previous`, the
 * leaf hash of the entry before it in hex. So each entry's hash covers all before it.
 *
 * @param previous 32 bytes; `NO_PREVIOUS` for the first entry
 * @throws LedgerError `ledger.entry_malformed`, `ledger.entry_too_large`
 */
export function sealEntry(entry: LedgerEntry, previous: Uint8Array): Uint8Array {
  assertEntryShape(entry);
  const bytes = toUtf8(canonicalText({ ...entry, format: FORMAT, previous: toHex(previous) }));
  if (bytes.length > MAXIMUM_ENTRY_BYTES) {
    throw new LedgerError(
      "ledger.entry_too_large",
      `A ledger entry has at most ${MAXIMUM_ENTRY_BYTES} bytes.`,
      {
        where: entry.kind,
        remedy: "Split the batch that it describes.",
      },
    );
  }
  return bytes;
}

/**
 * Reads an entry from its bytes and accepts no others than those that `sealEntry` gives: parsed and sealed again they
 * must be the same, which rules out repeated keys, other spacing, other number forms and unknown fields.
 *
 * @throws LedgerError `ledger.entry_malformed`
 */
export function openEntry(bytes: Uint8Array): { readonly entry: LedgerEntry; readonly previous: Uint8Array } {
  const text = bytes.length > MAXIMUM_ENTRY_BYTES ? undefined : fromUtf8(bytes);
  const parsed = text === undefined ? undefined : parseObject(text);
  if (parsed === undefined) throw notCanonical();
  const { format, previous, ...entry } = parsed;
  const chained = typeof previous === "string" ? fromHex(previous) : undefined;
  if (format !== FORMAT || chained?.length !== HASH_BYTES) throw notCanonical();
  assertEntryShape(entry);
  if (canonicalText({ ...entry, format, previous }) !== text) throw notCanonical();
  return { entry, previous: chained };
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    // The parser's message quotes its input, so it is not passed on.
    return undefined;
  }
}

/**
 * RFC 8785 for what an entry can hold: ASCII strings, whole numbers, arrays and objects. Array.prototype.sort orders
 * keys by UTF-16 code units, as RFC 8785 3.2.3 asks.
 */
function canonicalText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalText).join(",")}]`;
  if (typeof value === "object" && value !== null) {
    const fields = value as Record<string, unknown>;
    const names = Object.keys(fields)
      .filter((name) => fields[name] !== undefined)
      .sort();
    return `{${names.map((name) => `${JSON.stringify(name)}:${canonicalText(fields[name])}`).join(",")}}`;
  }
  return JSON.stringify(value);
}

function notCanonical(): LedgerError {
  return new LedgerError(
    "ledger.entry_malformed",
    "These bytes are not a ledger entry in its canonical form.",
    {
      where: "entry",
      remedy: "Take the entry's bytes as the ledger wrote them.",
    },
  );
}
