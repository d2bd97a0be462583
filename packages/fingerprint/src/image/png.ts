import type { GreyImage } from "./grey-image.ts";
import { damaged, FingerprintImageError, truncated } from "./image-error.ts";
import { inflateExactly } from "./inflate.ts";
import { luminance, overWhite } from "./luminance.ts";
import { checkSize } from "./picture-size.ts";
import { crc32, PNG_SIGNATURE } from "./png-chunk.ts";
import { PNG_PASSES, unfilter } from "./png-filter.ts";
import { fromPerMetre, plausibleDotsPerInch, resolutionOf } from "./resolution.ts";

const CHANNELS: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };
const DEPTHS: Readonly<Record<number, readonly number[]>> = {
  0: [1, 2, 4, 8, 16],
  2: [8, 16],
  3: [1, 2, 4, 8],
  4: [8, 16],
  6: [8, 16],
};

interface Header {
  readonly width: number;
  readonly height: number;
  readonly depth: number;
  readonly colour: number;
  readonly channels: number;
  readonly interlaced: boolean;
}

/**
 * Reads a PNG (ISO/IEC 15948): every colour type, depth and interlacing. Alpha is laid over white. Resolution comes
 * from pHYs. Chunks that say nothing about grey values (profiles, texts, animation) are skipped unread.
 *
 * @throws FingerprintImageError
 */
export function readPng(bytes: Uint8Array, maximumPixels: number): GreyImage {
  const input = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let header: Header | undefined;
  let palette: Uint8Array | undefined;
  let transparency: Uint8Array | undefined;
  let dotsPerInch: number | undefined;
  const parts: Uint8Array[] = [];
  let dataAt = 0;
  for (let at = PNG_SIGNATURE.length; ; ) {
    if (at + 12 > bytes.length) throw truncated("the PNG", bytes.length);
    const length = input.getUint32(at);
    const body = at + 8;
    if (length > bytes.length - body - 4) throw truncated("a chunk of the PNG", at);
    const kind = input.getUint32(at + 4);
    const data = bytes.subarray(body, body + length);
    if (crc32(bytes.subarray(at + 4, body + length)) !== input.getUint32(body + length)) {
      throw damaged("a chunk of the PNG, by its checksum,", at);
    }
    if (header === undefined) {
      if (kind !== IHDR || length !== 13) throw damaged("the PNG's header", at);
      header = headerOf(input, body, maximumPixels);
    } else if (kind === IDAT) {
      if (parts.length === 0) dataAt = body;
      parts.push(data);
    } else if (kind === PLTE) palette = data;
    else if (kind === TRNS) transparency = data;
    else if (kind === PHYS && length === 9 && data[8] === 1) {
      dotsPerInch = plausibleDotsPerInch(fromPerMetre(input.getUint32(body)));
    } else if (kind === IEND) break;
    at = body + length + 4;
  }
  const inflated = inflateExactly(joined(parts), bytesOf(header), dataAt);
  const samples = samplesOf(header, inflated, dataAt);
  const pixels = greyOf(header, samples, palette, transparency);
  return { width: header.width, height: header.height, pixels, ...resolutionOf(dotsPerInch) };
}

const IHDR = 0x49484452;
const PLTE = 0x504c5445;
const IDAT = 0x49444154;
const IEND = 0x49454e44;
const TRNS = 0x74524e53;
const PHYS = 0x70485973;

function headerOf(input: DataView, at: number, maximumPixels: number): Header {
  const width = input.getUint32(at);
  const height = input.getUint32(at + 4);
  checkSize(width, height, maximumPixels, at);
  const depth = input.getUint8(at + 8);
  const colour = input.getUint8(at + 9);
  const channels = CHANNELS[colour];
  const interlace = input.getUint8(at + 12);
  const known = input.getUint16(at + 10) === 0 && interlace <= 1;
  if (channels === undefined || !DEPTHS[colour]?.includes(depth) || !known) {
    throw damaged("the PNG's header", at + 8);
  }
  return { width, height, depth, colour, channels, interlaced: interlace === 1 };
}

function passesOf(header: Header): readonly (readonly [number, number, number, number])[] {
  return header.interlaced ? PNG_PASSES : [[0, 0, 1, 1]];
}

const lineBytesOf = (header: Header, width: number) =>
  Math.ceil((width * header.channels * header.depth) / 8);

/** Bytes of the inflated picture: each line of each pass has a filter byte before it. */
function bytesOf(header: Header): number {
  let total = 0;
  for (const [x, y, stepX, stepY] of passesOf(header)) {
    const columns = Math.ceil((header.width - x) / stepX);
    const lines = Math.ceil((header.height - y) / stepY);
    if (columns > 0 && lines > 0) total += lines * (1 + lineBytesOf(header, columns));
  }
  return total;
}

/** Samples in order of pixels and channels; those of 16 bits cut to their upper 8, those of fewer bits as they are. */
function samplesOf(header: Header, inflated: Uint8Array, where: number): Uint8Array {
  const { width, height, depth, channels } = header;
  const samples = new Uint8Array(width * height * channels);
  const pixelBytes = Math.max(1, (channels * depth) >> 3);
  let at = 0;
  for (const [x, y, stepX, stepY] of passesOf(header)) {
    const columns = Math.ceil((width - x) / stepX);
    const lines = Math.ceil((height - y) / stepY);
    if (columns <= 0 || lines <= 0) continue;
    const lineBytes = lineBytesOf(header, columns);
    if (!unfilter(inflated, at, lines, lineBytes, pixelBytes)) throw damaged("a line of the PNG", where);
    for (let line = 0; line < lines; line++) {
      const source = at + 1;
      const target = (y + line * stepY) * width + x;
      for (let column = 0; column < columns; column++) {
        for (let channel = 0; channel < channels; channel++) {
          const index = column * channels + channel;
          samples[(target + column * stepX) * channels + channel] = sampleAt(inflated, source, index, depth);
        }
      }
      at += 1 + lineBytes;
    }
  }
  return samples;
}

function sampleAt(line: Uint8Array, start: number, index: number, depth: number): number {
  if (depth === 8) return line[start + index]!;
  if (depth === 16) return line[start + 2 * index]!;
  const bit = index * depth;
  return (line[start + (bit >> 3)]! >> (8 - depth - (bit & 7))) & ((1 << depth) - 1);
}

function greyOf(
  header: Header,
  samples: Uint8Array,
  palette: Uint8Array | undefined,
  transparency: Uint8Array | undefined,
): Uint8Array {
  const { colour, channels, depth } = header;
  if (colour === 0) {
    if (depth >= 8) return samples;
    const scale = 255 / ((1 << depth) - 1);
    return samples.map((sample) => sample * scale);
  }
  if (colour === 3) return throughPalette(samples, palette, transparency);
  const pixels = new Uint8Array(samples.length / channels);
  const coloured = channels >= 3;
  const alpha = channels === 2 || channels === 4;
  for (let index = 0; index < pixels.length; index++) {
    const at = index * channels;
    const grey = coloured ? luminance(samples[at]!, samples[at + 1]!, samples[at + 2]!) : samples[at]!;
    pixels[index] = alpha ? overWhite(grey, samples[at + channels - 1]!) : grey;
  }
  return pixels;
}

function throughPalette(indices: Uint8Array, palette?: Uint8Array, transparency?: Uint8Array): Uint8Array {
  const colours = palette === undefined ? 0 : Math.floor(palette.length / 3);
  if (palette === undefined || indices.some((index) => index >= colours)) {
    throw new FingerprintImageError(
      "fingerprint.image.damaged",
      "a pixel has no colour in the palette",
      0,
      "Save the picture as an 8-bit grey PNG.",
    );
  }
  const greys = new Uint8Array(256);
  for (let index = 0; index < Math.min(colours, 256); index++) {
    const grey = luminance(palette[3 * index]!, palette[3 * index + 1]!, palette[3 * index + 2]!);
    greys[index] = overWhite(grey, transparency?.[index] ?? 255);
  }
  return indices.map((index) => greys[index]!);
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  if (parts.length === 1) return parts[0]!;
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
