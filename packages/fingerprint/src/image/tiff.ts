import type { GreyImage } from "./grey-image.ts";
import { damaged, truncated, unsupported } from "./image-error.ts";
import { luminance } from "./luminance.ts";
import { checkSize } from "./picture-size.ts";
import { fromPerCentimetre, plausibleDotsPerInch, resolutionOf } from "./resolution.ts";
import { type DirectoryFields, readDirectory, TAG } from "./tiff-directory.ts";
import { type Strip, unpackStrip } from "./tiff-strip.ts";

const WHITE_IS_ZERO = 0;
const RGB = 2;
const PALETTE = 3;
const CENTIMETRE = 3;
const HORIZONTAL_DIFFERENCES = 2;

/** Most bytes that a packed byte can stand for: LZW's longest string, of 12 bits. Deflate and PackBits make fewer. */
const LARGEST_GROWTH = 2560;

/** How samples lie in the file. */
interface Layout {
  readonly width: number;
  readonly height: number;
  readonly bits: number;
  /** Samples a pixel, of which the first (or first three) are read. */
  readonly channels: number;
  readonly photometric: number;
  readonly compression: number;
  readonly differences: boolean;
  readonly littleEndian: boolean;
  readonly reversedBits: boolean;
}

/**
 * Reads the first picture of a TIFF 6.0 file: bilevel, 4-, 8- or 16-bit grey, palette and RGB; in strips or tiles;
 * uncompressed, LZW, PackBits or Deflate, with horizontal differences. Resolution comes from its tags.
 *
 * @throws FingerprintImageError
 */
export function readTiff(bytes: Uint8Array, maximumPixels: number): GreyImage {
  const fields = readDirectory(bytes);
  const layout = layoutOf(fields, maximumPixels);
  const greys = layout.photometric === PALETTE ? paletteOf(fields, layout.bits) : undefined;
  const parts = partsOf(fields, layout, bytes.length);
  const packedBytes = parts.reduce((sum, part) => sum + part.byteCount, 0);
  const pixelBytes = (layout.width * layout.height * layout.channels * layout.bits) / 8;
  if (pixelBytes > (packedBytes + 1) * LARGEST_GROWTH) throw truncated("the TIFF", bytes.length);
  const pixels = new Uint8Array(layout.width * layout.height);
  for (const part of parts) {
    const packed = bytes.subarray(part.offset, part.offset + part.byteCount);
    const samples = unpackStrip(packed, layout.compression, part.lineBytes * part.lines, part.offset);
    if (layout.reversedBits) reverseBits(samples);
    if (layout.differences) undoDifferences(samples, part, layout);
    place(samples, part, layout, greys, pixels);
  }
  const { width, height } = layout;
  return { width, height, pixels, ...resolutionOf(dotsPerInchOf(fields)) };
}

function layoutOf(fields: DirectoryFields, maximumPixels: number): Layout {
  const width = fields.number(TAG.width);
  const height = fields.number(TAG.height);
  checkSize(width ?? 0, height ?? 0, maximumPixels, fields.at);
  const depths = fields.numbers(TAG.bitsPerSample) ?? [1];
  const bits = depths[0] ?? 1;
  const channels = fields.number(TAG.samplesPerPixel) ?? 1;
  const photometric = fields.number(TAG.photometric) ?? 1;
  const planar = fields.number(TAG.planarConfiguration) ?? 1;
  const predictor = fields.number(TAG.predictor) ?? 1;
  const format = fields.number(TAG.sampleFormat) ?? 1;
  if (![1, 4, 8, 16].includes(bits) || depths.some((depth) => depth !== bits) || format !== 1) {
    throw unsupported(`a TIFF of ${depths.join(", ")} bits a sample`, fields.at);
  }
  if (photometric > PALETTE) throw unsupported(`a TIFF of colour space ${photometric}`, fields.at);
  const least = photometric === RGB ? 3 : 1;
  if (channels < least || channels > 8 || (channels > 1 && (planar !== 1 || bits < 8))) {
    throw unsupported(`a TIFF of ${channels} samples a pixel in this arrangement`, fields.at);
  }
  if (predictor > HORIZONTAL_DIFFERENCES || (predictor === HORIZONTAL_DIFFERENCES && bits < 8)) {
    throw unsupported(`a TIFF with predictor ${predictor}`, fields.at);
  }
  return {
    width: width!,
    height: height!,
    bits,
    channels,
    photometric,
    compression: fields.number(TAG.compression) ?? 1,
    differences: predictor === HORIZONTAL_DIFFERENCES,
    littleEndian: fields.littleEndian,
    reversedBits: fields.number(TAG.fillOrder) === 2,
  };
}

/** Strips or tiles with the place of each in the picture; all must lie in the file. */
function partsOf(fields: DirectoryFields, layout: Layout, fileBytes: number): Strip[] {
  const tileWidth = fields.number(TAG.tileWidth);
  const tiled = tileWidth !== undefined;
  const partWidth = tiled ? tileWidth : layout.width;
  const partHeight = tiled
    ? (fields.number(TAG.tileHeight) ?? 0)
    : Math.min(fields.number(TAG.rowsPerStrip) ?? layout.height, layout.height);
  const offsets = fields.numbers(tiled ? TAG.tileOffsets : TAG.stripOffsets);
  const byteCounts = fields.numbers(tiled ? TAG.tileByteCounts : TAG.stripByteCounts);
  if (offsets === undefined || partWidth < 1 || partHeight < 1)
    throw damaged("the TIFF's directory", fields.at);
  // A tile may reach beyond the picture's edge, but not by more than its own kind of size.
  if (tiled) checkSize(partWidth, partHeight, Math.max(4 * layout.width * layout.height, 1 << 20), fields.at);
  const across = Math.ceil(layout.width / partWidth);
  const down = Math.ceil(layout.height / partHeight);
  if (offsets.length < across * down) throw truncated("the TIFF's list of strips", fields.at);
  const lineBytes = Math.ceil((partWidth * layout.channels * layout.bits) / 8);
  const parts: Strip[] = [];
  for (let index = 0; index < across * down; index++) {
    const left = (index % across) * partWidth;
    const top = Math.floor(index / across) * partHeight;
    const lines = tiled ? partHeight : Math.min(partHeight, layout.height - top);
    const offset = offsets[index]!;
    const byteCount = byteCounts?.[index] ?? lineBytes * lines;
    if (offset > fileBytes || byteCount > fileBytes - offset) throw truncated("the TIFF", fileBytes);
    parts.push({ offset, byteCount, left, top, lines, lineBytes });
  }
  return parts;
}

/** TIFF 6.0 section 14: each sample is what is to be added to the one before it in its line. */
function undoDifferences(samples: Uint8Array, part: Strip, layout: Layout): void {
  const { channels, bits, littleEndian } = layout;
  const view = new DataView(samples.buffer, samples.byteOffset, samples.byteLength);
  for (let line = 0; line < part.lines; line++) {
    const start = line * part.lineBytes;
    if (bits === 8) {
      for (let at = start + channels; at < start + part.lineBytes; at++)
        samples[at]! += samples[at - channels]!;
      continue;
    }
    for (let at = start + 2 * channels; at < start + part.lineBytes; at += 2) {
      view.setUint16(
        at,
        view.getUint16(at, littleEndian) + view.getUint16(at - 2 * channels, littleEndian),
        littleEndian,
      );
    }
  }
}

function place(
  samples: Uint8Array,
  part: Strip,
  layout: Layout,
  greys: Uint8Array | undefined,
  pixels: Uint8Array,
): void {
  const { width, height, channels, bits, photometric } = layout;
  const columns = Math.min(Math.floor((part.lineBytes * 8) / (channels * bits)), width - part.left);
  const lines = Math.min(part.lines, height - part.top);
  const most = (1 << Math.min(bits, 8)) - 1;
  const scale = 255 / most;
  const upper = layout.littleEndian ? 1 : 0;
  const sample = (start: number, index: number): number => {
    if (bits === 8) return samples[start + index]!;
    if (bits === 16) return samples[start + 2 * index + upper]!;
    return (samples[start + ((index * bits) >> 3)]! >> (8 - bits - ((index * bits) & 7))) & most;
  };
  for (let line = 0; line < lines; line++) {
    const start = line * part.lineBytes;
    const target = (part.top + line) * width + part.left;
    for (let column = 0; column < columns; column++) {
      const index = column * channels;
      if (photometric === RGB) {
        const red = sample(start, index);
        pixels[target + column] = luminance(red, sample(start, index + 1), sample(start, index + 2));
      } else if (greys !== undefined) pixels[target + column] = greys[sample(start, index)]!;
      else {
        const grey = sample(start, index) * scale;
        pixels[target + column] = photometric === WHITE_IS_ZERO ? 255 - grey : grey;
      }
    }
  }
}

/** Grey of each colour; the file holds all reds, then all greens, then all blues, of 16 bits. */
function paletteOf(fields: DirectoryFields, bits: number): Uint8Array {
  const colours = 1 << Math.min(bits, 8);
  const map = fields.numbers(TAG.colourMap);
  if (map === undefined || map.length < 3 * colours || bits > 8)
    throw damaged("the TIFF's palette", fields.at);
  return Uint8Array.from({ length: colours }, (_, index) =>
    luminance(map[index]! >> 8, map[colours + index]! >> 8, map[2 * colours + index]! >> 8),
  );
}

function dotsPerInchOf(fields: DirectoryFields): number | undefined {
  const value = fields.number(TAG.xResolution);
  const unit = fields.number(TAG.resolutionUnit) ?? 2;
  if (value === undefined || unit === 1) return undefined;
  return plausibleDotsPerInch(unit === CENTIMETRE ? fromPerCentimetre(value, 0.01) : value);
}

function reverseBits(samples: Uint8Array): void {
  for (let at = 0; at < samples.length; at++) {
    let byte = samples[at]!;
    byte = ((byte & 0xf0) >> 4) | ((byte & 0x0f) << 4);
    byte = ((byte & 0xcc) >> 2) | ((byte & 0x33) << 2);
    samples[at] = ((byte & 0xaa) >> 1) | ((byte & 0x55) << 1);
  }
}
