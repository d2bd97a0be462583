import { decodeStored, type FingerImage, type StoredPicture } from "./finger-image.ts";
import { damaged, FingerprintImageError, truncated } from "./image-error.ts";
import { fromPerCentimetre, plausibleDotsPerInch, resolutionOf } from "./resolution.ts";

const VERSION_2005 = 0x30313000; // "010" and zero
const VERSION_2011 = 0x30323000; // "020" and zero

// ISO/IEC 19794-4:2005 clause 7, tables 2 and 5. INCITS 381-2004 has a product identifier of 4 bytes more in its header.
const ISO_HEADER_BYTES = 32;
const INCITS_HEADER_BYTES = 36;
const VIEW_HEADER_BYTES = 14;

// ISO/IEC 19794-4:2011 clause 8, tables 2 and 4.
const HEADER_BYTES_2011 = 16;

const BIT_PACKED = 1;
const PER_CENTIMETRE = 2;
const QUALITY_FAILED = 255;

/**
 * Reads a finger image record of ISO/IEC 19794-4:2005 or :2011, or INCITS 381-2004: every picture in it with its finger
 * position. Pixels (packed or not), WSQ, JPEG and PNG are decoded on `read()`; JPEG 2000 is refused then.
 *
 * @throws FingerprintImageError where the record's lengths do not fit its bytes
 */
export function readIso19794Images(bytes: Uint8Array, maximumPixels?: number): FingerImage[] {
  if (bytes.length < HEADER_BYTES_2011) throw truncated("the finger image record", bytes.length);
  const input = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const version = input.getUint32(4);
  if (version === VERSION_2011) return read2011(bytes, input, maximumPixels);
  if (version === VERSION_2005) return read2005(bytes, input, maximumPixels);
  throw new FingerprintImageError(
    "fingerprint.image.unsupported",
    "this version of the finger image record is not read",
    4,
    "Export pictures as ISO/IEC 19794-4:2005 or :2011.",
  );
}

function read2005(bytes: Uint8Array, input: DataView, maximumPixels: number | undefined): FingerImage[] {
  const length = bytes.length < ISO_HEADER_BYTES ? 0 : input.getUint16(8) * 2 ** 32 + input.getUint32(10);
  if (length < ISO_HEADER_BYTES || length > bytes.length)
    throw truncated("the finger image record", bytes.length);
  const header = [ISO_HEADER_BYTES, INCITS_HEADER_BYTES].find((size) => fits(input, size, length));
  if (header === undefined) throw damaged("the list of pictures in the record", ISO_HEADER_BYTES);
  const fields = header - 14; // where number of pictures, units and resolutions stand
  const dotsPerInch = resolution(input.getUint8(fields + 1), input.getUint16(fields + 6));
  const depth = input.getUint8(fields + 10);
  const coding = input.getUint8(fields + 11);
  const images: FingerImage[] = [];
  for (let at = header; at < length; at += input.getUint32(at)) {
    const stored: StoredPicture = {
      width: input.getUint16(at + 9),
      height: input.getUint16(at + 11),
      depth: coding === BIT_PACKED ? depth : depth > 8 ? 16 : 8,
      storage: coding <= BIT_PACKED ? "pixels" : "file",
      bytes: bytes.subarray(at + VIEW_HEADER_BYTES, at + input.getUint32(at)),
      at,
      dotsPerInch,
    };
    images.push({
      position: input.getUint8(at + 4),
      impression: input.getUint8(at + 8),
      ...qualityOf(input.getUint8(at + 7)),
      ...resolutionOf(dotsPerInch),
      read: () => decodeStored(stored, maximumPixels),
    });
  }
  return images;
}

/** Whether pictures follow one another from the header's end to the record's end, as many as it says. */
function fits(input: DataView, header: number, length: number): boolean {
  if (header > length) return false;
  let at = header;
  let pictures = 0;
  while (at + VIEW_HEADER_BYTES <= length) {
    const size = input.getUint32(at);
    if (size < VIEW_HEADER_BYTES || size > length - at) return false;
    at += size;
    pictures++;
  }
  return at === length && pictures >= input.getUint8(header - 14) && pictures > 0;
}

function read2011(bytes: Uint8Array, input: DataView, maximumPixels: number | undefined): FingerImage[] {
  const length = input.getUint32(8);
  if (length < HEADER_BYTES_2011 || length > bytes.length)
    throw truncated("the finger image record", bytes.length);
  const count = input.getUint16(12);
  const certified = input.getUint8(14) === 1;
  const images: FingerImage[] = [];
  let at = HEADER_BYTES_2011;
  for (let index = 0; index < count; index++) {
    if (length - at < 19) throw truncated("a picture of the record", at);
    const end = at + input.getUint32(at);
    if (end < at + 19 || end > length) throw damaged("a length in the finger image record", at);
    images.push(representation2011(bytes, input, at, end, certified, maximumPixels));
    at = end;
  }
  return images;
}

function representation2011(
  bytes: Uint8Array,
  input: DataView,
  start: number,
  end: number,
  certified: boolean,
  maximumPixels: number | undefined,
): FingerImage {
  const qualityBlocks = input.getUint8(start + 18);
  const quality = qualityBlocks > 0 && start + 20 <= end ? input.getUint8(start + 19) : QUALITY_FAILED;
  let at = start + 19 + 5 * qualityBlocks;
  if (certified && at < end) at += 1 + 3 * input.getUint8(at);
  if (at + 22 > end) throw truncated("a picture's header in the record", start);
  const coding = input.getUint8(at + 12);
  const dataLength = input.getUint32(at + 18);
  if (dataLength > end - at - 22) throw truncated("a picture of the record", at);
  const dotsPerInch = resolution(input.getUint8(at + 2), input.getUint16(at + 7));
  const depth = input.getUint8(at + 11);
  const stored: StoredPicture = {
    width: input.getUint16(at + 14),
    height: input.getUint16(at + 16),
    depth: coding === BIT_PACKED ? depth : depth > 8 ? 16 : 8,
    storage: coding <= BIT_PACKED ? "pixels" : "file",
    bytes: bytes.subarray(at + 22, at + 22 + dataLength),
    at,
    dotsPerInch,
  };
  return {
    position: input.getUint8(at),
    impression: input.getUint8(at + 13),
    ...qualityOf(quality),
    ...resolutionOf(dotsPerInch),
    read: () => decodeStored(stored, maximumPixels),
  };
}

function resolution(unit: number, value: number): number | undefined {
  return plausibleDotsPerInch(unit === PER_CENTIMETRE ? fromPerCentimetre(value) : value);
}

/** 254 and 255 are "not reported" and "failed"; the 2005 version reserves 0 to 100 for a later standard. */
function qualityOf(value: number): { quality?: number } {
  return value <= 100 ? { quality: value } : {};
}
