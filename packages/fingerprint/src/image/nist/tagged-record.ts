import { damaged, truncated } from "../image-error.ts";

// ANSI/NIST-ITL 1-2011 section 7.1: separators of tagged records.
const FILE_SEPARATOR = 0x1c;
const GROUP_SEPARATOR = 0x1d;
const RECORD_SEPARATOR = "\x1e";
const UNIT_SEPARATOR = "\x1f";
const COLON = 0x3a;

/** The field that holds a picture in records of types 10 to 99; it runs to the end of its record. */
const DATA_FIELD = 999;

/** Longest tag: type, dot, field number. */
const TAG_BYTES = 16;

/** A record of named fields. Values are looked at only when asked for. */
export class TaggedRecord {
  private readonly fields = new Map<number, Uint8Array>();

  /**
   * @param at byte offset of the record in the file, for errors
   * @throws FingerprintImageError
   */
  constructor(record: Uint8Array, at: number) {
    for (let start = 0; start < record.length - 1; ) {
      const { field, colon } = tagAt(record, start, at);
      let end = record.length - 1;
      if (field !== DATA_FIELD) {
        end = colon + 1;
        while (end < record.length && record[end] !== GROUP_SEPARATOR && record[end] !== FILE_SEPARATOR)
          end++;
      }
      if (!this.fields.has(field)) this.fields.set(field, record.subarray(colon + 1, end));
      start = end + 1;
    }
  }

  bytes(field: number): Uint8Array | undefined {
    return this.fields.get(field);
  }

  text(field: number): string | undefined {
    const value = this.fields.get(field);
    return value === undefined ? undefined : new TextDecoder("latin1").decode(value);
  }

  /** A field's number, or undefined where it is absent or no number. */
  number(field: number): number | undefined {
    const value = this.text(field)?.trim();
    return value !== undefined && /^\d{1,9}(\.\d{1,6})?$/.test(value) ? Number(value) : undefined;
  }

  /** Subfields, each a list of items. */
  items(field: number): string[][] {
    const value = this.text(field);
    if (value === undefined || value === "") return [];
    return value.split(RECORD_SEPARATOR).map((subfield) => subfield.split(UNIT_SEPARATOR));
  }
}

/** The length that a tagged record gives of itself in its first field. */
export function taggedLength(bytes: Uint8Array, at: number): number {
  const { field, colon } = tagAt(bytes, at, 0);
  let length = 0;
  let next = colon + 1;
  for (; next < bytes.length && next <= colon + 9; next++) {
    const digit = bytes[next]! - 0x30;
    if (digit < 0 || digit > 9) break;
    length = length * 10 + digit;
  }
  if (field !== 1 || length <= next - at) throw damaged("a record of the ANSI/NIST file", at);
  if (length > bytes.length - at) throw truncated("a record of the ANSI/NIST file", at);
  return length;
}

function tagAt(bytes: Uint8Array, start: number, offset: number): { field: number; colon: number } {
  const colon = bytes.subarray(start, start + TAG_BYTES).indexOf(COLON);
  const tag = /^\d+\.(\d+)$/.exec(String.fromCharCode(...bytes.subarray(start, start + Math.max(0, colon))));
  if (colon < 0 || tag === null) throw damaged("a field of the ANSI/NIST file", offset + start);
  return { field: Number(tag[1]), colon: start + colon };
}
