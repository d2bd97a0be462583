import { decodePicture } from "./decode-picture.ts";
import type { GreyImage } from "./grey-image.ts";
import { FingerprintImageError, unsupported } from "./image-error.ts";
import { imageFormatOf } from "./image-format.ts";
import { checkSize, MAXIMUM_PIXELS } from "./picture-size.ts";
import { readPixels } from "./raw.ts";
import { resolutionOf } from "./resolution.ts";

/** A picture in a file, with what the file says of it; its pixels are decoded when asked for. */
export interface FingerImage {
  /**
   * ISO/IEC 19794-2 table 2: 0 unknown, 1 right thumb … 10 left little finger; 11 and 12 plain right and left thumb, 13 and
   * 14 plain four fingers of the right and left hand, 15 both thumbs.
   */
  readonly position: number;
  /** ISO/IEC 19794-4 table 7: 0 live-scan plain, 1 live-scan rolled, 2 nonlive plain, 3 nonlive rolled, 4 latent … */
  readonly impression: number;
  /** Dots per inch where the file's record or the picture in it says so. */
  readonly dotsPerInch?: number;
  /** 0 to 100, as the file has it, if it has. */
  readonly quality?: number;
  /** @throws FingerprintImageError */
  read(): GreyImage;
}

/** A picture as records hold it: its size and how it is stored. */
export interface StoredPicture {
  readonly width: number;
  readonly height: number;
  /** Bits of a pixel, 1 to 16, where pixels are stored plainly. */
  readonly depth: number;
  /** Pixels as they are, or a picture file whose own beginning says which. */
  readonly storage: "pixels" | "file";
  readonly bytes: Uint8Array;
  /** Byte offset in the record. */
  readonly at: number;
  readonly dotsPerInch: number | undefined;
}

/** @throws FingerprintImageError */
export function decodeStored(stored: StoredPicture, maximumPixels = MAXIMUM_PIXELS): GreyImage {
  const { width, height, dotsPerInch, at } = stored;
  checkSize(width, height, maximumPixels, at);
  if (stored.storage === "pixels") {
    return { ...readPixels(stored.bytes, width, height, stored.depth, at), ...resolutionOf(dotsPerInch) };
  }
  const format = imageFormatOf(stored.bytes);
  if (format === "jpeg2000") throw unsupported("JPEG 2000", at);
  if (format === undefined || format === "iso19794-4" || format === "nist") {
    throw unsupported("the coding of the picture in the record", at);
  }
  const image = decodePicture(format, stored.bytes, maximumPixels);
  if (image.width !== width || image.height !== height) {
    throw new FingerprintImageError(
      "fingerprint.image.size",
      `the record says ${width} by ${height} pixels, its picture has ${image.width} by ${image.height}`,
      at,
      "Ask for the record again as its device wrote it.",
    );
  }
  return dotsPerInch === undefined ? image : { ...image, dotsPerInch };
}
