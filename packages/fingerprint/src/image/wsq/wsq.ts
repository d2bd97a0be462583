import type { GreyImage } from "../grey-image.ts";
import { damaged, FingerprintImageError, truncated } from "../image-error.ts";
import { checkSize } from "../picture-size.ts";
import { plausibleDotsPerInch, resolutionOf } from "../resolution.ts";
import { type BlockCursor, decodeBlock, huffmanLookup } from "./block.ts";
import {
  type Filters,
  type Frame,
  type HuffmanTable,
  MARKER,
  type Quantisation,
  readFrame,
  readHuffman,
  readQuantisation,
  readTransform,
  resolutionOfComment,
  SegmentReader,
} from "./segments.ts";
import { type Rectangle, subbandTree } from "./subbands.ts";
import { synthesise } from "./synthesis.ts";

/** Subbands above this number are never sent (IAFIS-IC-0110 section 2.3.3). */
const SENT_SUBBANDS = 60;

/** Below this, five levels of halving leave bands without samples. */
const LEAST_SIDE = 32;

/**
 * Reads a WSQ picture: the FBI's wavelet scalar quantisation, IAFIS-IC-0110 version 3. Resolution comes from its NISTCOM
 * comment. Single precision throughout, as the reference decoder has it.
 *
 * @throws FingerprintImageError
 */
export function readWsq(bytes: Uint8Array, maximumPixels: number): GreyImage {
  const reader = new SegmentReader(bytes);
  if (reader.marker() !== MARKER.startOfImage) throw damaged("the WSQ picture's first marker", 0);
  const huffman: (HuffmanTable | undefined)[] = [];
  let frame: Frame | undefined;
  let filters: Filters | undefined;
  let quantisation: Quantisation | undefined;
  let coefficients: Int16Array | undefined;
  let dotsPerInch: number | undefined;
  const cursor: BlockCursor = { at: 0, written: 0 };
  for (;;) {
    // Scanners have been seen to leave out the last marker: a picture that is complete without it is complete.
    if (coefficients !== undefined && cursor.written === coefficients.length && reader.at === bytes.length)
      break;
    const start = reader.at;
    const marker = reader.marker();
    if (marker === MARKER.endOfImage) break;
    if (marker === MARKER.startOfFrame) {
      frame = readFrame(reader);
      checkSize(frame.width, frame.height, maximumPixels, start);
      checkSides(frame, start);
    } else if (marker === MARKER.transformTable) filters = readTransform(reader);
    else if (marker === MARKER.quantisationTable) quantisation = readQuantisation(reader);
    else if (marker === MARKER.huffmanTable) readHuffman(reader, huffman);
    else if (marker === MARKER.comment) {
      const length = reader.short();
      if (length < 2) throw damaged("a comment of the WSQ picture", start);
      const found = resolutionOfComment(reader.take(length - 2));
      dotsPerInch ??= found;
    } else if (marker === MARKER.startOfBlock) {
      if (frame === undefined || quantisation === undefined)
        throw damaged("the order of the WSQ picture", start);
      reader.short();
      const table = huffman[reader.byte()];
      if (table === undefined) throw damaged("a block without its Huffman table in the WSQ picture", start);
      coefficients ??= new Int16Array(sentCoefficients(frame, quantisation));
      cursor.at = reader.at;
      decodeBlock(bytes, huffmanLookup(table), coefficients, cursor);
      reader.at = cursor.at;
    } else throw damaged("a marker of the WSQ picture", start);
  }
  if (
    frame === undefined ||
    quantisation === undefined ||
    filters === undefined ||
    coefficients === undefined
  ) {
    throw truncated("the WSQ picture", bytes.length);
  }
  return {
    width: frame.width,
    height: frame.height,
    pixels: pixelsOf(frame, quantisation, filters, coefficients),
    ...resolutionOf(dotsPerInch === undefined ? undefined : plausibleDotsPerInch(dotsPerInch)),
  };
}

function checkSides(frame: Frame, where: number): void {
  if (Math.min(frame.width, frame.height) >= LEAST_SIDE) return;
  throw new FingerprintImageError(
    "fingerprint.image.size",
    `WSQ pictures have at least ${LEAST_SIDE} pixels a side, this one ${frame.width} by ${frame.height}`,
    where,
    "Ask for the picture in another format.",
  );
}

/** Subbands whose bin width is zero are not in the file. */
function sentSubbands(frame: Frame, { bins }: Quantisation): { area: Rectangle; subband: number }[] {
  return subbandTree(frame.width, frame.height)
    .subbands.slice(0, SENT_SUBBANDS)
    .map((area, subband) => ({ area, subband }))
    .filter(({ subband }) => bins[subband] !== 0);
}

function sentCoefficients(frame: Frame, quantisation: Quantisation): number {
  return sentSubbands(frame, quantisation).reduce((sum, { area }) => sum + area.width * area.height, 0);
}

function pixelsOf(
  frame: Frame,
  quantisation: Quantisation,
  filters: Filters,
  coefficients: Int16Array,
): Uint8Array {
  const { width, height, shift, scale } = frame;
  const plane = new Float32Array(width * height);
  dequantise(plane, frame, quantisation, coefficients);
  synthesise(plane, width, subbandTree(width, height).splits, filters);
  const pixels = new Uint8Array(width * height);
  for (let at = 0; at < pixels.length; at++) {
    const value = Math.fround(Math.fround(Math.fround(plane[at]! * scale) + shift) + 0.5);
    pixels[at] = Math.max(0, Math.min(255, value));
  }
  return pixels;
}

/** IAFIS-IC-0110 section 2.4: a value is put back at the bin's centre, shifted by half the bin about zero. */
function dequantise(
  plane: Float32Array,
  frame: Frame,
  quantisation: Quantisation,
  coefficients: Int16Array,
): void {
  const { binCentre, bins, zeroBins } = quantisation;
  let next = 0;
  for (const { area, subband } of sentSubbands(frame, quantisation)) {
    const bin = bins[subband]!;
    const half = zeroBins[subband]! / 2;
    for (let y = area.y; y < area.y + area.height; y++) {
      const line = y * frame.width;
      for (let x = area.x; x < area.x + area.width; x++) {
        const level = coefficients[next++]!;
        if (level > 0) plane[line + x] = Math.fround(bin * Math.fround(level - binCentre)) + half;
        else if (level < 0) plane[line + x] = Math.fround(bin * Math.fround(level + binCentre)) - half;
      }
    }
  }
}
