import { FingerprintImageError } from "./image-error.ts";

/** Most pixels of a picture unless the caller says otherwise: a tenprint card of 8 by 8 inches at 1000 dpi. */
export const MAXIMUM_PIXELS = 64_000_000;

/**
 * Checks what a header says about its picture before anything of that size is allocated.
 *
 * @param where byte offset of the size in the file
 * @throws FingerprintImageError `fingerprint.image.size` where a side is no positive whole number,
 *   `fingerprint.image.too_large` where there are more pixels than `maximumPixels`
 */
export function checkSize(width: number, height: number, maximumPixels: number, where: number): void {
  if (!Number.isInteger(width) || !Number.isInteger(height) || width < 1 || height < 1) {
    throw new FingerprintImageError(
      "fingerprint.image.size",
      `a picture cannot be ${width} by ${height} pixels`,
      where,
      "Ask for the file again; its header is damaged.",
    );
  }
  if (width * height > maximumPixels) {
    throw new FingerprintImageError(
      "fingerprint.image.too_large",
      `${width} by ${height} pixels are more than the ${maximumPixels} allowed`,
      where,
      "Cut the picture to one finger, or allow more pixels if it really is that large.",
    );
  }
}
