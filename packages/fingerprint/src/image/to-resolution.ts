import type { GreyImage } from "./grey-image.ts";
import { checkSize, MAXIMUM_PIXELS } from "./picture-size.ts";

/** Catmull-Rom's cubic reaches two samples to each side. */
const REACH = 2;

/**
 * The picture at another resolution, by Catmull-Rom cubic interpolation; where it shrinks, the kernel is widened by the
 * same factor, so that ridges finer than the new pixels are averaged and not aliased. A picture whose resolution is
 * unknown is taken to have the one asked for; one that has it already comes back as it is.
 *
 * The pixel (x, y) of the answer lies at ((x + 0.5) * image.width / answer.width - 0.5, likewise for y) of the image.
 *
 * @param dotsPerInch 50 to 5000
 * @throws FingerprintImageError `fingerprint.image.too_large` where the answer has more than 64 million pixels
 */
export function toResolution(image: GreyImage, dotsPerInch: number): GreyImage {
  const known = image.dotsPerInch ?? dotsPerInch;
  if (known === dotsPerInch) return { ...image, dotsPerInch };
  const width = Math.max(1, Math.round((image.width * dotsPerInch) / known));
  const height = Math.max(1, Math.round((image.height * dotsPerInch) / known));
  checkSize(width, height, MAXIMUM_PIXELS, 0);
  const acrossed = new Float32Array(width * image.height);
  const columns = kernelsOf(image.width, width);
  for (let y = 0; y < image.height; y++) {
    const line = y * image.width;
    for (let x = 0; x < width; x++) {
      const { start, weights } = columns[x]!;
      let sum = 0;
      for (let tap = 0; tap < weights.length; tap++) sum += weights[tap]! * image.pixels[line + start + tap]!;
      acrossed[y * width + x] = sum;
    }
  }
  const pixels = new Uint8Array(width * height);
  const line = new Float32Array(width);
  for (const [y, { start, weights }] of kernelsOf(image.height, height).entries()) {
    line.fill(0.5);
    for (let tap = 0; tap < weights.length; tap++) {
      const weight = weights[tap]!;
      const source = (start + tap) * width;
      for (let x = 0; x < width; x++) line[x]! += weight * acrossed[source + x]!;
    }
    for (let x = 0; x < width; x++) pixels[y * width + x] = Math.max(0, Math.min(255, line[x]!));
  }
  return { width, height, pixels, dotsPerInch };
}

/** Which samples of a line of `from` make each sample of a line of `to`, and with what weights; they sum to 1. */
function kernelsOf(from: number, to: number): { start: number; weights: Float32Array }[] {
  const step = from / to;
  const spread = Math.max(1, step);
  return Array.from({ length: to }, (_, index) => {
    const centre = (index + 0.5) * step - 0.5;
    const start = Math.max(0, Math.ceil(centre - REACH * spread));
    const end = Math.min(from - 1, Math.floor(centre + REACH * spread));
    const weights = Float32Array.from({ length: end - start + 1 }, (_, tap) =>
      catmullRom((start + tap - centre) / spread),
    );
    const sum = weights.reduce((total, weight) => total + weight, 0);
    return { start, weights: weights.map((weight) => weight / sum) };
  });
}

/** R. G. Keys, "Cubic convolution interpolation for digital image processing", IEEE Trans. ASSP 29(6), 1981, a = -1/2. */
function catmullRom(distance: number): number {
  const t = Math.abs(distance);
  if (t < 1) return (1.5 * t - 2.5) * t * t + 1;
  return t < 2 ? ((-0.5 * t + 2.5) * t - 4) * t + 2 : 0;
}
