import type { GreyImage } from "./grey-image.ts";
import { FingerprintImageError } from "./image-error.ts";
import { checkSize } from "./picture-size.ts";
import { resolutionOf } from "./resolution.ts";

/**
 * Takes bytes without header as 8-bit grey pixels, rows from the top.
 *
 * @throws FingerprintImageError `fingerprint.image.size` where the bytes are not `width * height`
 */
export function readRaw(
  bytes: Uint8Array,
  width: number,
  height: number,
  maximumPixels: number,
  dotsPerInch?: number,
): GreyImage {
  checkSize(width, height, maximumPixels, 0);
  if (bytes.length !== width * height) {
    throw new FingerprintImageError(
      "fingerprint.image.size",
      `${bytes.length} bytes are not a picture of ${width} by ${height} pixels of one byte`,
      0,
      "Give the width and height that the device wrote.",
    );
  }
  return { width, height, pixels: bytes.slice(), ...resolutionOf(dotsPerInch) };
}
