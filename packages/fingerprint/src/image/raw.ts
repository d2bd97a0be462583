import type { GreyImage } from "./grey-image.ts";
import { FingerprintImageError, truncated } from "./image-error.ts";
import { checkSize } from "./picture-size.ts";

/**
 * Takes bytes without header as 8-bit grey pixels, rows from the top.
 *
 * @throws FingerprintImageError `fingerprint.image.size` where the bytes are not `width * height`
 */
export function readRaw(bytes: Uint8Array, width: number, height: number, maximumPixels: number): GreyImage {
  checkSize(width, height, maximumPixels, 0);
  if (bytes.length !== width * height) {
    throw new FingerprintImageError(
      "fingerprint.image.size",
      `${bytes.length} bytes are not a picture of ${width} by ${height} pixels of one byte`,
      0,
      "Give the width and height that the device wrote.",
    );
  }
  return { width, height, pixels: bytes.slice() };
}

/**
 * Pixels of 1 to 16 bits, most significant bit first, one after the other without gaps (ISO/IEC 19794-4 clause 7.1.14),
 * scaled to 8 bits. Bytes after them are ignored.
 *
 * @throws FingerprintImageError
 */
export function readPixels(
  bytes: Uint8Array,
  width: number,
  height: number,
  depth: number,
  where: number,
): GreyImage {
  if (!(depth >= 1 && depth <= 16)) {
    throw new FingerprintImageError(
      "fingerprint.image.unsupported",
      `pixels of ${depth} bits are not read`,
      where,
      "Ask for pixels of 8 bits.",
    );
  }
  const count = width * height;
  if (count * depth > bytes.length * 8) throw truncated("the picture in the record", where);
  if (depth === 8) return { width, height, pixels: bytes.slice(0, count) };
  const pixels = new Uint8Array(count);
  const greatest = 2 ** depth - 1;
  let bits = 0;
  let held = 0;
  let at = 0;
  for (let index = 0; index < count; index++) {
    while (held < depth) {
      bits = ((bits << 8) | bytes[at++]!) & 0xffffff;
      held += 8;
    }
    held -= depth;
    pixels[index] = Math.round((((bits >> held) & greatest) * 255) / greatest);
  }
  return { width, height, pixels };
}
