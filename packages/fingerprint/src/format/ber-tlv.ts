import { ASK_AGAIN, type ByteReader } from "./byte-reader.ts";
import type { ByteWriter } from "./byte-writer.ts";
import { FingerprintFormatError } from "./format-error.ts";

/** A data object of a smart card: its tag in one or two bytes, and its value. */
export interface DataObject {
  readonly tag: number;
  readonly value: Uint8Array;
}

/** BER-TLV as ISO/IEC 7816-4 clause 5.2.2 has it: one or two bytes of tag; one, two or three of length, the fewest that suffice. */
export function readObject(input: ByteReader): DataObject {
  const first = input.byte();
  const tag = (first & 0x1f) === 0x1f ? first * 256 + input.byte() : first;
  return { tag, value: input.take(readLength(input)) };
}

export function readLength(input: ByteReader): number {
  const start = input.at;
  const first = input.byte();
  if (first < 0x80) return first;
  const length = first === 0x81 ? input.byte() : first === 0x82 ? input.short() : -1;
  if (length < (first === 0x81 ? 0x80 : 0x100)) {
    throw new FingerprintFormatError(
      "fingerprint.format.length",
      "the length of a data object is not in its shortest form",
      start,
      ASK_AGAIN,
    );
  }
  return length;
}

export function writeObject(output: ByteWriter, { tag, value }: DataObject): void {
  if (tag > 0xff) output.short("the tag", tag);
  else output.byte("the tag", tag);
  if (value.length >= 0x100) {
    output.byte("the length", 0x82);
    output.short("the length of a data object", value.length);
  } else {
    if (value.length >= 0x80) output.byte("the length", 0x81);
    output.byte("the length", value.length);
  }
  output.put(value);
}
