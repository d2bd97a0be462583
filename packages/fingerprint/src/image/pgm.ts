import type { GreyImage } from "./grey-image.ts";
import { damaged, truncated } from "./image-error.ts";
import { checkSize } from "./picture-size.ts";

const SPACE = /[\s]/;

/**
 * Reads a portable grey map (Netpbm's P2 and P5, greatest value up to 65535, comments in the header). The format has no
 * field for resolution.
 *
 * @throws FingerprintImageError
 */
export function readPgm(bytes: Uint8Array, maximumPixels: number): GreyImage {
  const plain = bytes[1] === 0x32;
  const cursor = { at: 2 };
  const width = numberAt(bytes, cursor);
  const height = numberAt(bytes, cursor);
  checkSize(width, height, maximumPixels, 2);
  const greatest = numberAt(bytes, cursor);
  if (greatest < 1 || greatest > 65535) throw damaged("the grey map's header", cursor.at);
  const count = width * height;
  const scale = (value: number) => Math.round((Math.min(value, greatest) * 255) / greatest);
  if (plain) {
    // Each value takes a digit and a space: a file too short for its size is refused before its pixels are allocated.
    if (count > bytes.length - cursor.at) throw truncated("the grey map", bytes.length);
    const pixels = new Uint8Array(count);
    for (let index = 0; index < count; index++) pixels[index] = scale(numberAt(bytes, cursor));
    return { width, height, pixels };
  }
  cursor.at++; // a single white space stands between header and pixels
  const wide = greatest > 255;
  if (count * (wide ? 2 : 1) > bytes.length - cursor.at) throw truncated("the grey map", bytes.length);
  const data = bytes.subarray(cursor.at);
  const pixels = new Uint8Array(count);
  if (greatest === 255) pixels.set(data.subarray(0, count));
  else {
    for (let index = 0; index < count; index++) {
      pixels[index] = scale(wide ? data[2 * index]! * 256 + data[2 * index + 1]! : data[index]!);
    }
  }
  return { width, height, pixels };
}

/** The next decimal number; comments run from # to the end of the line. */
function numberAt(bytes: Uint8Array, cursor: { at: number }): number {
  for (let comment = false; cursor.at < bytes.length; cursor.at++) {
    const byte = bytes[cursor.at]!;
    if (comment) comment = byte !== 0x0a && byte !== 0x0d;
    else if (byte === 0x23) comment = true;
    else if (!SPACE.test(String.fromCharCode(byte))) break;
  }
  const start = cursor.at;
  let value = 0;
  while (cursor.at < bytes.length && cursor.at - start < 9) {
    const digit = bytes[cursor.at]! - 0x30;
    if (digit < 0 || digit > 9) break;
    value = value * 10 + digit;
    cursor.at++;
  }
  if (cursor.at === start) {
    throw cursor.at >= bytes.length ? truncated("the grey map", start) : damaged("the grey map", start);
  }
  return value;
}
