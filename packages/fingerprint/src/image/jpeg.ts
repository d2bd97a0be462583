import jpeg from "jpeg-js";
import type { GreyImage } from "./grey-image.ts";
import { damaged, truncated, unsupported } from "./image-error.ts";
import { luminance } from "./luminance.ts";
import { checkSize } from "./picture-size.ts";
import { fromPerCentimetre, plausibleDotsPerInch, resolutionOf } from "./resolution.ts";

/** Each scan of a progressive picture visits every block: more than these are made to keep a processor busy. */
const MOST_SCANS = 64;

/** The decoder holds coefficients and colours: 24 bytes a pixel at most, and a little for small pictures. */
const DECODER_BYTES_A_PIXEL = 24;
const DECODER_MEGABYTES = 16;

/** Each block of 64 pixels takes a bit at least: a file with fewer bits than blocks is cut off. */
const MOST_PIXELS_A_BYTE = 512;

const START_OF_SCAN = 0xda;
const JFIF = [0x4a, 0x46, 0x49, 0x46, 0];

/**
 * Reads a baseline or progressive JPEG. Resolution comes from its JFIF segment.
 *
 * @throws FingerprintImageError
 */
export function readJpeg(bytes: Uint8Array, maximumPixels: number): GreyImage {
  const { width, height, dotsPerInch } = outlineOf(bytes, maximumPixels);
  const pixelCount = width * height;
  let decoded: { width: number; height: number; data: Uint8Array };
  try {
    decoded = jpeg.decode(bytes, {
      useTArray: true,
      tolerantDecoding: false,
      maxResolutionInMP: Math.ceil(pixelCount / 1e6),
      maxMemoryUsageInMB: DECODER_MEGABYTES + Math.ceil((pixelCount * DECODER_BYTES_A_PIXEL) / 2 ** 20),
    });
  } catch {
    throw damaged("the JPEG", 0);
  }
  if (decoded.width !== width || decoded.height !== height) throw damaged("the JPEG's header", 0);
  const pixels = new Uint8Array(pixelCount);
  for (let index = 0; index < pixelCount; index++) {
    const at = 4 * index;
    pixels[index] = luminance(decoded.data[at]!, decoded.data[at + 1]!, decoded.data[at + 2]!);
  }
  return { width, height, pixels, ...resolutionOf(dotsPerInch) };
}

/** Walks the segments (ITU-T T.81 annex B) for size, resolution and number of scans, before anything is decoded. */
function outlineOf(bytes: Uint8Array, maximumPixels: number) {
  const input = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let size: { width: number; height: number } | undefined;
  let dotsPerInch: number | undefined;
  let scans = 0;
  for (let at = 2; at + 4 <= bytes.length; ) {
    if (bytes[at] !== 0xff) {
      at++; // entropy-coded data, up to the next marker
      continue;
    }
    const marker = bytes[at + 1]!;
    if (marker === 0xff) {
      at++;
      continue;
    }
    if (marker === 0 || marker === 1 || (marker >= 0xd0 && marker <= 0xd9)) {
      at += 2;
      continue;
    }
    const length = input.getUint16(at + 2);
    if (isFrame(marker)) {
      if (at + 9 > bytes.length) break;
      const found = { width: input.getUint16(at + 7), height: input.getUint16(at + 5) };
      checkSize(found.width, found.height, maximumPixels, at + 5);
      if (size !== undefined) throw unsupported("a JPEG of several frames", at);
      if (marker > 0xc2) throw unsupported("a lossless, arithmetic or hierarchical JPEG", at);
      size = found;
    } else if (marker === 0xe0 && JFIF.every((byte, index) => bytes[at + 4 + index] === byte)) {
      if (at + 14 <= bytes.length) dotsPerInch = jfifResolution(bytes[at + 11]!, input.getUint16(at + 12));
    } else if (marker === START_OF_SCAN && ++scans > MOST_SCANS) {
      throw unsupported(`a JPEG of more than ${MOST_SCANS} scans`, at);
    }
    at += 2 + length;
  }
  const whole = size !== undefined && size.width * size.height <= bytes.length * MOST_PIXELS_A_BYTE;
  if (size === undefined || scans === 0 || !whole) throw truncated("the JPEG", bytes.length);
  return { ...size, dotsPerInch };
}

/** Start of frame, with any process; DHT, JPG and DAC lie among these codes. */
const isFrame = (marker: number) =>
  marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;

function jfifResolution(unit: number, density: number): number | undefined {
  if (unit === 1) return plausibleDotsPerInch(density);
  return unit === 2 ? plausibleDotsPerInch(fromPerCentimetre(density)) : undefined;
}
