/**
 * An 8-bit grey picture of one finger: dark ridges on a light ground. Rows from the top, pixels from the left;
 * `pixels[y * width + x]` is 0 (black) to 255 (white).
 */
export interface GreyImage {
  /** Pixels, at least 1. */
  readonly width: number;
  readonly height: number;
  /** `width * height` values. */
  readonly pixels: Uint8Array;
  /** Dots per inch where the file says so. */
  readonly dotsPerInch?: number;
}
