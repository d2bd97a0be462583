import type { GreyImage } from "../image/grey-image.ts";
import { FingerprintImageError } from "../image/image-error.ts";
import { checkSize } from "../image/picture-size.ts";
import { toResolution } from "../image/to-resolution.ts";
import { CELL } from "./grid.ts";
import { type Plane, planeOf } from "./plane.ts";

/** All stages work at this resolution; periods and distances of the extractor are pixels at 500 dpi. */
const WORKING_DOTS_PER_INCH = 500;
/** Images within this share of 500 dpi are taken as they are. */
const RESAMPLED_FROM = 0.06;
/** Most pixels at 500 dpi: 8 by 8 inches. One finger needs a sixteenth of it. */
const MOST_PIXELS = 16_000_000;
/** Pixels added on each side, so that no filter looks outside. A multiple of the grid's cell. */
export const MARGIN = 28;

/** The picture that the stages work on: about 500 dpi, with a margin on all sides; whole cells. */
export interface WorkingImage {
  readonly plane: Plane;
  /** Pixels of the original a working pixel, across and down. */
  readonly scaleX: number;
  readonly scaleY: number;
}

/**
 * @throws FingerprintImageError `fingerprint.image.size` where the pixels are not `width * height`,
 *   `fingerprint.image.resolution` where the resolution is outside 50 … 5000 dpi, `fingerprint.image.too_large`
 *   beyond 16 million pixels at 500 dpi
 */
export function workingImageOf(image: GreyImage, dotsPerInch: number): WorkingImage {
  checkSize(image.width, image.height, Number.POSITIVE_INFINITY, 0);
  if (image.pixels.length !== image.width * image.height) {
    throw new FingerprintImageError(
      "fingerprint.image.size",
      `${image.pixels.length} pixels are not a picture of ${image.width} by ${image.height}`,
      0,
      "Give width, height and pixels of the same picture.",
    );
  }
  if (!(dotsPerInch >= 50 && dotsPerInch <= 5000)) {
    throw new FingerprintImageError(
      "fingerprint.image.resolution",
      `${dotsPerInch} dots an inch is no resolution of a fingerprint scanner`,
      0,
      "Give the scanner's resolution, 500 for most.",
    );
  }
  const ratio = WORKING_DOTS_PER_INCH / dotsPerInch;
  checkSize(image.width, image.height, MOST_PIXELS / (ratio * ratio), 0);
  const near = ratio > 1 - RESAMPLED_FROM && ratio < 1 + RESAMPLED_FROM;
  const picture = near ? image : toResolution({ ...image, dotsPerInch }, WORKING_DOTS_PER_INCH);
  return {
    plane: withMargin(picture),
    scaleX: image.width / picture.width,
    scaleY: image.height / picture.height,
  };
}

/** Up to three columns and rows at the right and at the bottom that make no whole cell are left out: no minutia lies so near an edge. */
function withMargin({ width, height, pixels }: GreyImage): Plane {
  const innerWidth = width - (width % CELL);
  const innerHeight = height - (height % CELL);
  const plane = planeOf(innerWidth + 2 * MARGIN, innerHeight + 2 * MARGIN);
  for (let y = 0; y < innerHeight; y++) {
    plane.values.set(pixels.subarray(y * width, y * width + innerWidth), (y + MARGIN) * plane.width + MARGIN);
  }
  return plane;
}
