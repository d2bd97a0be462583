import { ASK_AGAIN } from "./byte-reader.ts";
import { unwritable } from "./byte-writer.ts";
import { FingerprintFormatError } from "./format-error.ts";
import type { MinutiaColumns } from "./minutia-columns.ts";
import type { AccordExtension, AccordRecord, SingularPoint } from "./record.ts";

/**
 * Our own form, made to lie in a typed array: little-endian, columns behind a head of 16 bytes, six bytes a minutia.
 *
 *      0  "ACF", version 1
 *      4  finger position, quality
 *      6  width, height, pixels per centimetre (two bytes each)
 *     12  number of minutiae n, zero
 *     14  bytes of the extension block (two bytes)
 *     16  x (2n bytes), y (2n), angle (n), kind and quality in one byte (n)
 *  16+6n  extension block: entries of type, length, data; types ascend
 *
 * x, y and angle are read where they lie. Kind and quality share a byte, because five columns would take seven bytes; they
 * are the only ones unpacked.
 */
const HEAD_BYTES = 16;
const MAGIC = [0x41, 0x43, 0x46] as const;
const VERSION = 1;
const PATTERN_CLASS = 1;
const CORES = 2;
const DELTAS = 3;
const POINT_BYTES = 6;

/**
 * 101 qualities of three kinds are more than a byte holds. Endings (0 to 100) and bifurcations (128 to 228) keep theirs
 * exactly; the codes between are for the other kind, whose quality is kept to the nearest of 53 steps.
 */
const OTHER_CODES = [...range(101, 128), ...range(229, 256)];
const KIND_OF = new Uint8Array(256);
const QUALITY_OF = new Uint8Array(256);
for (let quality = 0; quality <= 100; quality++) {
  KIND_OF[quality] = 1;
  QUALITY_OF[quality] = quality;
  KIND_OF[128 + quality] = 2;
  QUALITY_OF[128 + quality] = quality;
}
for (const [step, code] of OTHER_CODES.entries()) QUALITY_OF[code] = otherQuality(step);

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, index) => from + index);
}

/** Step 0 is "not reported"; 1 to 53 are 1 to 100. */
function otherQuality(step: number): number {
  return step === 0 ? 0 : Math.round(1 + ((step - 1) * 99) / 52);
}

function detailOf(kind: number, quality: number): number {
  if (kind === 1) return quality;
  if (kind === 2) return 128 + quality;
  return OTHER_CODES[quality === 0 ? 0 : 1 + Math.round(((quality - 1) * 52) / 99)]!;
}

const IS_LITTLE_ENDIAN = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

export function isAccord(bytes: Uint8Array): boolean {
  return MAGIC.every((byte, at) => bytes[at] === byte);
}

/**
 * Reads our own form. The x, y and angle columns are views of `bytes` where these begin at an even address, as they do
 * in a file read whole and in a gallery's rows; they change if the caller changes the bytes.
 *
 * @throws FingerprintFormatError
 */
export function readAccord(bytes: Uint8Array): AccordRecord {
  if (bytes.length < HEAD_BYTES)
    refuse("fingerprint.format.truncated", "the record ends too early", bytes.length);
  if (bytes[3] !== VERSION) {
    throw new FingerprintFormatError(
      "fingerprint.format.version",
      `version ${bytes[3]} of our own form is not known here`,
      3,
      "Update this software, or write the template with the version that is installed here.",
    );
  }
  const input = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const [position, quality, count] = [input.getUint8(4), input.getUint8(5), input.getUint8(12)];
  const [width, height, resolution] = [6, 8, 10].map((at) => input.getUint16(at, true)) as [
    number,
    number,
    number,
  ];
  const total = HEAD_BYTES + 6 * count + input.getUint16(14, true);
  if (total > bytes.length) refuse("fingerprint.format.truncated", "the record ends too early", bytes.length);
  if (bytes.subarray(total).some((byte) => byte !== 0))
    refuse("fingerprint.format.trailing", "bytes follow the record", total);
  if (width === 0 || height === 0 || resolution === 0)
    refuse("fingerprint.format.image", "image size or resolution is zero", 6);
  if (position > 10) refuse("fingerprint.format.position", "the finger position is not one of 0 to 10", 4);
  if (quality > 100) refuse("fingerprint.format.quality", "the quality is above 100", 5);
  if (input.getUint8(13) !== 0) refuse("fingerprint.format.length", "the reserved byte is not zero", 13);
  const minutiae = columnsAt(bytes, count);
  for (let index = 0; index < count; index++) {
    if (minutiae.x[index]! >= width || minutiae.y[index]! >= height)
      refuse("fingerprint.format.coordinate", "a minutia lies outside the image", HEAD_BYTES + 2 * index);
  }
  return {
    format: "accord",
    position,
    quality,
    width,
    height,
    resolution,
    minutiae,
    ...readExtension(input, HEAD_BYTES + 6 * count, total),
  };
}

function columnsAt(bytes: Uint8Array, count: number): MinutiaColumns {
  const inPlace = IS_LITTLE_ENDIAN && bytes.byteOffset % 2 === 0;
  const place = bytes.byteOffset + HEAD_BYTES;
  const detail = bytes.subarray(HEAD_BYTES + 5 * count, HEAD_BYTES + 6 * count);
  return {
    count,
    x: inPlace ? new Uint16Array(bytes.buffer, place, count) : copied(bytes, HEAD_BYTES, count),
    y: inPlace
      ? new Uint16Array(bytes.buffer, place + 2 * count, count)
      : copied(bytes, HEAD_BYTES + 2 * count, count),
    angle: new Uint8Array(bytes.buffer, place + 4 * count, count),
    kind: Uint8Array.from(detail, (code) => KIND_OF[code]!),
    quality: Uint8Array.from(detail, (code) => QUALITY_OF[code]!),
  };
}

function copied(bytes: Uint8Array, at: number, count: number): Uint16Array {
  return Uint16Array.from(
    { length: count },
    (_, index) => bytes[at + 2 * index]! + 256 * bytes[at + 2 * index + 1]!,
  );
}

interface Extension {
  readonly patternClass: number;
  readonly cores: readonly SingularPoint[];
  readonly deltas: readonly SingularPoint[];
  readonly other: readonly AccordExtension[];
}

function readExtension(input: DataView, start: number, end: number): Extension {
  let patternClass = 0;
  const points: SingularPoint[][] = [[], []];
  const other: AccordExtension[] = [];
  let last = 0;
  for (let at = start; at < end; ) {
    const type = input.getUint8(at);
    const length = at + 2 <= end ? input.getUint8(at + 1) : 256;
    const known =
      type === PATTERN_CLASS ? length === 1 : type > DELTAS || (length > 0 && length % POINT_BYTES === 0);
    if (type <= last || at + 2 + length > end || !known)
      refuse("fingerprint.format.extended", "the extension block is not as it must be", at);
    if (type === PATTERN_CLASS) {
      patternClass = input.getUint8(at + 2);
      if (patternClass === 0)
        refuse("fingerprint.format.extended", "the extension block is not as it must be", at);
    } else if (type <= DELTAS) {
      for (let point = at + 2; point < at + 2 + length; point += POINT_BYTES)
        points[type - CORES]!.push(readPoint(input, point));
    } else {
      const from = input.byteOffset + at + 2;
      other.push({ type, data: new Uint8Array(input.buffer.slice(from, from + length)) });
    }
    last = type;
    at += 2 + length;
  }
  return { patternClass, cores: points[0]!, deltas: points[1]!, other };
}

/** x, y, angle, and whether the angle is known. */
function readPoint(input: DataView, at: number): SingularPoint {
  const [x, y] = [input.getUint16(at, true), input.getUint16(at + 2, true)];
  const [angle, known] = [input.getUint8(at + 4), input.getUint8(at + 5)];
  if (known > 1 || (known === 0 && angle !== 0))
    refuse("fingerprint.format.extended", "the extension block is not as it must be", at);
  return known === 1 ? { x, y, angle } : { x, y };
}

/** Writes what {@link readAccord} reads. @throws FingerprintFormatError `fingerprint.format.unwritable` */
export function writeAccord(record: AccordRecord): Uint8Array {
  const { minutiae, width, height } = record;
  const { count } = minutiae;
  const extension = extensionOf(record);
  const bytes = new Uint8Array(HEAD_BYTES + 6 * count + extension.length);
  const output = new DataView(bytes.buffer);
  bytes.set([...MAGIC, VERSION]);
  output.setUint8(4, checked("the finger position", record.position, 0, 10, 4));
  output.setUint8(5, checked("the quality", record.quality, 0, 100, 5));
  output.setUint16(6, checked("the image's width", width, 1, 0xffff, 6), true);
  output.setUint16(8, checked("the image's height", height, 1, 0xffff, 8), true);
  output.setUint16(10, checked("the resolution", record.resolution, 1, 0xffff, 10), true);
  output.setUint8(12, checked("the number of minutiae", count, 0, 255, 12));
  output.setUint16(14, checked("the length of the extension", extension.length, 0, 0xffff, 14), true);
  for (let index = 0; index < count; index++) {
    const at = HEAD_BYTES + 2 * index;
    const kind = checked("a minutia's kind", minutiae.kind[index]!, 0, 2, at);
    const quality = checked("a minutia's quality", minutiae.quality?.[index] ?? 0, 0, 100, at);
    output.setUint16(at, checked("a minutia's x", minutiae.x[index]!, 0, width - 1, at), true);
    output.setUint16(at + 2 * count, checked("a minutia's y", minutiae.y[index]!, 0, height - 1, at), true);
    output.setUint8(
      HEAD_BYTES + 4 * count + index,
      checked("a minutia's angle", minutiae.angle[index]!, 0, 255, at),
    );
    output.setUint8(HEAD_BYTES + 5 * count + index, detailOf(kind, quality));
  }
  bytes.set(extension, HEAD_BYTES + 6 * count);
  return bytes;
}

function extensionOf({ patternClass, cores, deltas, other }: AccordRecord): Uint8Array {
  const entries: [type: number, data: readonly number[]][] = [];
  if (patternClass !== 0)
    entries.push([PATTERN_CLASS, [checked("the pattern class", patternClass, 1, 255, 14)]]);
  if (cores.length > 0) entries.push([CORES, cores.flatMap(pointBytes)]);
  if (deltas.length > 0) entries.push([DELTAS, deltas.flatMap(pointBytes)]);
  for (const { type, data } of other)
    entries.push([checked("an extension's type", type, DELTAS + 1, 255, 14), [...data]]);
  const bytes = entries.flatMap(([type, data], index) => {
    if (index > 0 && entries[index - 1]![0] >= type) unwritable("the extension's types do not ascend", 14);
    return [type, checked("the length of an extension's entry", data.length, 0, 255, 14), ...data];
  });
  return Uint8Array.from(bytes);
}

function pointBytes({ x, y, angle }: SingularPoint): number[] {
  checked("a singular point's x", x, 0, 0xffff, 14);
  checked("a singular point's y", y, 0, 0xffff, 14);
  const known = angle !== undefined;
  if (known) checked("a singular point's angle", angle, 0, 255, 14);
  return [x & 0xff, x >> 8, y & 0xff, y >> 8, angle ?? 0, known ? 1 : 0];
}

function checked(name: string, value: number, least: number, most: number, where: number): number {
  if (!Number.isInteger(value) || value < least || value > most)
    unwritable(`${name} must be a whole number from ${least} to ${most}`, where);
  return value;
}

function refuse(code: FingerprintFormatError["code"], message: string, where: number): never {
  throw new FingerprintFormatError(code, message, where, ASK_AGAIN);
}
