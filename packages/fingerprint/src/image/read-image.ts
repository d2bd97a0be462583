import { readBmp } from "./bmp.ts";
import type { GreyImage } from "./grey-image.ts";
import { FingerprintImageError } from "./image-error.ts";
import { imageFormatOf } from "./image-format.ts";
import { readJpeg } from "./jpeg.ts";
import { readPgm } from "./pgm.ts";
import { MAXIMUM_PIXELS } from "./picture-size.ts";
import { readPng } from "./png.ts";
import { readRaw } from "./raw.ts";
import { readTiff } from "./tiff.ts";

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
 * Reads a picture of a finger into 8-bit grey, whatever the format; the bytes themselves say which. Colour becomes
 * grey by luminance, 16 bits become 8, pictures stored white on black come out black on white.
 *
 * @throws FingerprintImageError where the bytes are no picture, are cut off or damaged, or hold more pixels than allowed
 */
export function readImage(bytes: Uint8Array, options: ReadImageOptions = {}): GreyImage {
  const { width, height, dotsPerInch, maximumPixels = MAXIMUM_PIXELS } = options;
  if (dotsPerInch !== undefined && !(dotsPerInch >= 50 && dotsPerInch <= 5000)) {
    throw new FingerprintImageError(
      "fingerprint.image.resolution",
      `${dotsPerInch} dots an inch is no resolution of a fingerprint`,
      0,
      "Give the resolution in dots per inch, 50 to 5000; most sensors have 500.",
    );
  }
  const image =
    width !== undefined && height !== undefined
      ? readRaw(bytes, width, height, maximumPixels)
      : readByContent(bytes, maximumPixels);
  return dotsPerInch === undefined ? image : { ...image, dotsPerInch };
}

function readByContent(bytes: Uint8Array, maximumPixels: number): GreyImage {
  const format = imageFormatOf(bytes);
  switch (format) {
    case "png":
      return readPng(bytes, maximumPixels);
    case "tiff":
      return readTiff(bytes, maximumPixels);
    case "bmp":
      return readBmp(bytes, maximumPixels);
    case "jpeg":
      return readJpeg(bytes, maximumPixels);
    case "pgm":
      return readPgm(bytes, maximumPixels);
    case undefined:
      throw new FingerprintImageError(
        "fingerprint.image.format",
        "the bytes begin like no picture that is read here",
        0,
        "Give a PNG, TIFF, BMP, JPEG or PGM, or give width and height of raw pixels.",
      );
    default:
      return format satisfies never;
  }
}
