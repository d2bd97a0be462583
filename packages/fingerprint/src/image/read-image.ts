import { decodePicture } from "./decode-picture.ts";
import type { FingerImage } from "./finger-image.ts";
import type { GreyImage } from "./grey-image.ts";
import { FingerprintImageError, unsupported } from "./image-error.ts";
import { imageFormatOf } from "./image-format.ts";
import { readIso19794Images } from "./iso-19794-4.ts";
import { readNist } from "./nist/read-nist.ts";
import { MAXIMUM_PIXELS } from "./picture-size.ts";
import { readRaw } from "./raw.ts";

export interface ReadImageOptions {
  /** Resolution in dots per inch where the caller knows it; it goes before what the file says. 50 to 5000. */
  readonly dotsPerInch?: number;
  /** Width and height in pixels of raw bytes; then the bytes are taken as 8-bit grey whatever they begin with. */
  readonly width?: number;
  readonly height?: number;
  /** Most pixels that are read, 64 million unless given: what a header says is held against it before memory is taken. */
  readonly maximumPixels?: number;
}

/**
 * Reads a picture of a finger into 8-bit grey, whatever the format: PNG, TIFF, BMP, JPEG, PGM, WSQ, raw pixels, or a record
 * of ISO/IEC 19794-4 or ANSI/NIST-ITL that holds one. The bytes themselves say which. Colour becomes grey by luminance, 16
 * bits become 8, pictures stored white on black come out black on white.
 *
 *     const image = toResolution(readImage(file), 500);
 *
 * @throws FingerprintImageError where the bytes are no picture, are cut off or damaged, hold more pixels than allowed
 *   (`fingerprint.image.too_large`) or several pictures (`fingerprint.image.several`)
 */
export function readImage(bytes: Uint8Array, options: ReadImageOptions = {}): GreyImage {
  const images = readImages(bytes, options);
  const [image] = images;
  if (image === undefined) {
    throw new FingerprintImageError(
      "fingerprint.image.absent",
      "the record holds no picture",
      0,
      "Give a file with pictures; a record of minutiae is read as a template.",
    );
  }
  if (images.length > 1) {
    throw new FingerprintImageError(
      "fingerprint.image.several",
      `the record holds ${images.length} pictures`,
      0,
      "Read all of them, or say which finger is meant.",
    );
  }
  return image.read();
}

/**
 * Every picture in a file with the finger it shows, where the file says so. Pictures are decoded by their `read()`, so a
 * damaged one does not keep the others from being read.
 *
 * @throws FingerprintImageError where the file itself cannot be taken apart
 */
export function readImages(bytes: Uint8Array, options: ReadImageOptions = {}): FingerImage[] {
  const { width, height, dotsPerInch, maximumPixels = MAXIMUM_PIXELS } = options;
  if (dotsPerInch !== undefined && !(dotsPerInch >= 50 && dotsPerInch <= 5000)) {
    throw new FingerprintImageError(
      "fingerprint.image.resolution",
      `${dotsPerInch} dots an inch is no resolution of a fingerprint`,
      0,
      "Give the resolution in dots per inch, 50 to 5000; most sensors have 500.",
    );
  }
  const images =
    width !== undefined && height !== undefined
      ? [single(() => readRaw(bytes, width, height, maximumPixels))]
      : imagesByContent(bytes, maximumPixels);
  if (dotsPerInch === undefined) return images;
  return images.map((image) => ({ ...image, dotsPerInch, read: () => ({ ...image.read(), dotsPerInch }) }));
}

function imagesByContent(bytes: Uint8Array, maximumPixels: number): FingerImage[] {
  const format = imageFormatOf(bytes);
  if (format === "iso19794-4") return readIso19794Images(bytes, maximumPixels);
  if (format === "nist") {
    return readNist(bytes, maximumPixels).records.flatMap((record) =>
      record.kind === "image" ? [record] : [],
    );
  }
  if (format === "jpeg2000") throw unsupported("JPEG 2000", 0);
  if (format === undefined) {
    throw new FingerprintImageError(
      "fingerprint.image.format",
      "the bytes begin like no picture that is read here",
      0,
      "Give a PNG, TIFF, BMP, JPEG, PGM, WSQ, ISO/IEC 19794-4 or ANSI/NIST file, or width and height of raw pixels.",
    );
  }
  return [single(() => decodePicture(format, bytes, maximumPixels))];
}

/** A file that is one picture of a finger not named. */
const single = (read: () => GreyImage): FingerImage => ({ position: 0, impression: 0, read });
