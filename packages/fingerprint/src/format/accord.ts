import { checked, refuse } from "./accord-check.ts";
import { detailOf, KIND_OF, QUALITY_OF } from "./accord-detail.ts";
import { extensionOf, readExtension } from "./accord-extension.ts";
import { FingerprintFormatError } from "./format-error.ts";
import type { MinutiaColumns } from "./minutia-columns.ts";
import type { AccordRecord } from "./record.ts";

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
