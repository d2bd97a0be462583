import { damaged, truncated } from "./image-error.ts";

/** Tags of TIFF 6.0 that grey values, size and resolution depend on. */
export const TAG = {
  width: 256,
  height: 257,
  bitsPerSample: 258,
  compression: 259,
  photometric: 262,
  fillOrder: 266,
  stripOffsets: 273,
  samplesPerPixel: 277,
  rowsPerStrip: 278,
  stripByteCounts: 279,
  xResolution: 282,
  planarConfiguration: 284,
  resolutionUnit: 296,
  predictor: 317,
  colourMap: 320,
  tileWidth: 322,
  tileHeight: 323,
  tileOffsets: 324,
  tileByteCounts: 325,
  sampleFormat: 339,
} as const;

const BYTE = 1;
const SHORT = 3;
const LONG = 4;
const RATIONAL = 5;
const BYTES_OF_TYPE: Readonly<Record<number, number>> = { [BYTE]: 1, [SHORT]: 2, [LONG]: 4, [RATIONAL]: 8 };

/** The numbers of one image file directory. */
export interface DirectoryFields {
  readonly littleEndian: boolean;
  /** Byte offset of the directory. */
  readonly at: number;
  /** The first value of a tag, or undefined where the file does not have it. */
  number(tag: number): number | undefined;
  numbers(tag: number): readonly number[] | undefined;
}

/**
 * Reads the first image file directory of a TIFF. Values are read only when asked for, and only where they lie in the
 * file, so that what a header claims costs no memory.
 *
 * @throws FingerprintImageError
 */
export function readDirectory(bytes: Uint8Array): DirectoryFields {
  if (bytes.length < 8) throw truncated("the TIFF's header", bytes.length);
  const input = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const littleEndian = bytes[0] === 0x49;
  const at = input.getUint32(4, littleEndian);
  if (at < 8 || at + 2 > bytes.length) throw truncated("the TIFF's directory", at);
  const count = input.getUint16(at, littleEndian);
  if (at + 2 + 12 * count > bytes.length) throw truncated("the TIFF's directory", at);
  const entries = new Map<number, number>();
  for (let index = 0; index < count; index++) {
    const entry = at + 2 + 12 * index;
    const tag = input.getUint16(entry, littleEndian);
    if (!entries.has(tag)) entries.set(tag, entry);
  }
  const numbers = (tag: number, limit: number): number[] | undefined => {
    const entry = entries.get(tag);
    if (entry === undefined) return undefined;
    const type = input.getUint16(entry + 2, littleEndian);
    const length = input.getUint32(entry + 4, littleEndian);
    const size = BYTES_OF_TYPE[type];
    if (size === undefined || length === 0) throw damaged(`tag ${tag} of the TIFF`, entry);
    const start = length * size <= 4 ? entry + 8 : input.getUint32(entry + 8, littleEndian);
    if (start + length * size > bytes.length) throw truncated(`tag ${tag} of the TIFF`, entry);
    return Array.from({ length: Math.min(length, limit) }, (_, index) =>
      valueAt(input, start + index * size, type, littleEndian),
    );
  };
  return {
    littleEndian,
    at,
    number: (tag) => numbers(tag, 1)?.[0],
    numbers: (tag) => numbers(tag, bytes.length),
  };
}

function valueAt(input: DataView, at: number, type: number, littleEndian: boolean): number {
  if (type === BYTE) return input.getUint8(at);
  if (type === SHORT) return input.getUint16(at, littleEndian);
  if (type === LONG) return input.getUint32(at, littleEndian);
  return input.getUint32(at, littleEndian) / input.getUint32(at + 4, littleEndian);
}
