import { damaged, truncated } from "../image-error.ts";

/** Markers of IAFIS-IC-0110 table 2. */
export const MARKER = {
  startOfImage: 0xffa0,
  endOfImage: 0xffa1,
  startOfFrame: 0xffa2,
  startOfBlock: 0xffa3,
  transformTable: 0xffa4,
  quantisationTable: 0xffa5,
  huffmanTable: 0xffa6,
  comment: 0xffa8,
} as const;

/** Annex A of the specification allows filters of at most 32 taps. */
const MOST_TAPS = 32;
const HUFFMAN_TABLES = 8;
const HUFFMAN_LENGTHS = 16;
const SUBBANDS = 64;

/** What the picture's frame says of it: a pixel is coefficient * scale + shift. */
export interface Frame {
  readonly width: number;
  readonly height: number;
  readonly shift: number;
  readonly scale: number;
}

/** Synthesis filters, as they follow from the analysis filters that the file holds. */
export interface Filters {
  readonly low: Float32Array;
  readonly high: Float32Array;
}

/** Widths of the quantiser's bins and of its bin about zero, by subband, and where in a bin values are put back. */
export interface Quantisation {
  readonly binCentre: number;
  readonly bins: Float32Array;
  readonly zeroBins: Float32Array;
}

/** Number of codes of each length 1 to 16, and the values they stand for in order. */
export interface HuffmanTable {
  readonly counts: Uint8Array;
  readonly values: Uint8Array;
}

/** Reads the fields of segments; every read is held against the end of the file. */
export class SegmentReader {
  at: number;
  private readonly bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.at = 0;
  }

  byte(): number {
    const value = this.bytes[this.at];
    if (value === undefined) throw truncated("the WSQ picture", this.bytes.length);
    this.at++;
    return value;
  }

  short(): number {
    return this.byte() * 256 + this.byte();
  }

  long(): number {
    return this.short() * 65536 + this.short();
  }

  take(length: number): Uint8Array {
    if (length > this.bytes.length - this.at) throw truncated("the WSQ picture", this.bytes.length);
    this.at += length;
    return this.bytes.subarray(this.at - length, this.at);
  }

  /** The next marker; 0xFF may be repeated before it. */
  marker(): number {
    const start = this.at;
    if (this.byte() !== 0xff) throw damaged("the WSQ picture, where a marker is due,", start);
    let code = this.byte();
    while (code === 0xff) code = this.byte();
    return 0xff00 + code;
  }

  /** A number written as an integer to be divided by a power of ten, in the single precision that decoders agree on. */
  scaled(wide = false): number {
    const exponent = this.byte();
    let value = Math.fround(wide ? this.long() : this.short());
    for (let step = 0; step < exponent; step++) value = Math.fround(value / 10);
    return value;
  }
}

export function readFrame(reader: SegmentReader): Frame {
  reader.take(4); // length, black and white, which decoding does not need
  const height = reader.short();
  const width = reader.short();
  const shift = reader.scaled();
  const scale = reader.scaled();
  reader.take(3); // encoder and software
  return { width, height, shift, scale };
}

/**
 * The file holds the right halves of the analysis low and high filters; the synthesis high filter is the analysis low
 * filter with alternating signs, the synthesis low filter the analysis high filter so (annex A.2).
 */
export function readTransform(reader: SegmentReader): Filters {
  const start = reader.at;
  reader.short();
  const highTaps = reader.byte();
  const lowTaps = reader.byte();
  const usable = (taps: number) => taps >= 2 && taps <= MOST_TAPS;
  if (!usable(highTaps) || !usable(lowTaps) || highTaps % 2 !== lowTaps % 2) {
    throw damaged("the WSQ transform table", start);
  }
  const high = synthesisFilter(reader, highTaps, false);
  const low = synthesisFilter(reader, lowTaps, true);
  return { low, high };
}

function synthesisFilter(reader: SegmentReader, taps: number, low: boolean): Float32Array {
  const filter = new Float32Array(taps);
  const odd = taps % 2 === 1;
  const right = odd ? (taps - 1) / 2 : taps / 2;
  for (let index = 0; right + index < taps; index++) {
    const negative = reader.byte() !== 0;
    const magnitude = reader.scaled(true);
    const flipped = (index + (low && !odd ? 1 : 0)) % 2 === 1;
    const value = negative !== flipped ? -magnitude : magnitude;
    filter[right + index] = value;
    filter[taps - 1 - right - index] = odd || low ? value : -value;
  }
  return filter;
}

export function readQuantisation(reader: SegmentReader): Quantisation {
  reader.short();
  const binCentre = reader.scaled();
  const bins = new Float32Array(SUBBANDS);
  const zeroBins = new Float32Array(SUBBANDS);
  for (let subband = 0; subband < SUBBANDS; subband++) {
    bins[subband] = reader.scaled();
    zeroBins[subband] = reader.scaled();
  }
  return { binCentre, bins, zeroBins };
}

/** Reads one segment, which may define several tables, into `tables` by their numbers 0 to 7. */
export function readHuffman(reader: SegmentReader, tables: (HuffmanTable | undefined)[]): void {
  const start = reader.at;
  const end = start + reader.short();
  do {
    const number = reader.byte();
    const counts = reader.take(HUFFMAN_LENGTHS);
    const total = counts.reduce((sum, count) => sum + count, 0);
    if (number >= HUFFMAN_TABLES || total > 256) throw damaged("a Huffman table of the WSQ picture", start);
    tables[number] = { counts, values: reader.take(total) };
  } while (reader.at < end);
  if (reader.at !== end) throw damaged("a Huffman table of the WSQ picture", start);
}

/** Resolution in dots per inch from a comment that is a NISTCOM (lines of a name and a value), or undefined. */
export function resolutionOfComment(comment: Uint8Array): number | undefined {
  const text = String.fromCharCode(...comment.subarray(0, 4096));
  if (!text.startsWith("NIST_COM")) return undefined;
  const value = /^PPI[ \t]+(\d{1,5})\s*$/m.exec(text)?.[1];
  return value === undefined ? undefined : Number(value);
}
