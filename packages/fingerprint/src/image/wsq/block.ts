import { damaged, truncated } from "../image-error.ts";
import type { HuffmanTable } from "./segments.ts";

const LOOKUP_BITS = 16;

/** For every 16 bits ahead: the value of the code they begin with and, above 8 bits, its length; 0 where there is none. */
export function huffmanLookup(table: HuffmanTable): Uint16Array {
  const lookup = new Uint16Array(1 << LOOKUP_BITS);
  let code = 0;
  let index = 0;
  for (let length = 1; length <= LOOKUP_BITS; length++) {
    const span = 1 << (LOOKUP_BITS - length);
    for (let count = table.counts[length - 1]!; count > 0; count--) {
      const start = code * span;
      if (start + span > lookup.length) return lookup; // over-full: such codes cannot be met
      lookup.fill((length << 8) | table.values[index]!, start, start + span);
      code++;
      index++;
    }
    code <<= 1;
  }
  return lookup;
}

/** Where decoding stands: the next byte of the file and the next coefficient. */
export interface BlockCursor {
  at: number;
  written: number;
}

/**
 * Decodes one block's codes (IAFIS-IC-0110 table 1) into quantised coefficients, up to the marker that ends it, on which
 * the cursor is left. A byte 0xFF of data is followed by a zero.
 *
 * @throws FingerprintImageError where the codes stand for more coefficients than there are or for nothing
 */
export function decodeBlock(
  bytes: Uint8Array,
  lookup: Uint16Array,
  coefficients: Int16Array,
  cursor: BlockCursor,
): void {
  let at = cursor.at;
  let written = cursor.written;
  let held = 0;
  let bits = 0; // the lowest `held` bits are yet to be read
  let ended = false;

  const refill = () => {
    while (held <= 16 && !ended) {
      const byte = bytes[at];
      if (byte === undefined || (byte === 0xff && bytes[at + 1] !== 0)) {
        ended = true;
        return;
      }
      at += byte === 0xff ? 2 : 1;
      bits = ((bits << 8) | byte) & 0xffffff;
      held += 8;
    }
  };
  const take = (count: number): number => {
    refill();
    if (held < count) throw truncated("a code of the WSQ picture", at);
    held -= count;
    return (bits >> held) & ((1 << count) - 1);
  };

  for (;;) {
    refill();
    // Behind the last code bits of 1 fill up its byte, as they do here where fewer than 16 are left.
    const ahead =
      held >= 16
        ? (bits >> (held - 16)) & 0xffff
        : ((bits << (16 - held)) | ((1 << (16 - held)) - 1)) & 0xffff;
    const entry = lookup[ahead]!;
    const length = entry >> 8;
    if (length === 0 || length > held) {
      if (held >= 16) throw damaged("a code of the WSQ picture", at);
      break;
    }
    held -= length;
    const value = entry & 0xff;
    let run = 0;
    let coefficient = 0;
    if (value > 106 && value < 255) coefficient = value - 180;
    else if (value > 0 && value <= 100) run = value;
    else if (value === 101) coefficient = take(8);
    else if (value === 102) coefficient = -take(8);
    else if (value === 103) coefficient = take(16);
    else if (value === 104) coefficient = -take(16);
    else if (value === 105) run = take(8);
    else if (value === 106) run = take(16);
    else throw damaged("a code of the WSQ picture", at);
    if (run > 0) written += run;
    else if (value <= 104 || value > 106) {
      if (written < coefficients.length) coefficients[written] = coefficient;
      written++;
    }
    if (written > coefficients.length) throw damaged("the number of coefficients of the WSQ picture", at);
  }
  cursor.at = at;
  cursor.written = written;
}
