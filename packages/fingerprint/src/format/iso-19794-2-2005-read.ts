import type { ExtendedBlock, FingerprintRecord, FingerView } from "../record.ts";
import type { Template } from "../template.ts";
import { FingerprintFormatError } from "./format-error.ts";

// Sizes from ISO/IEC 19794-2:2005 clauses 7.3 (record header), 7.4.1 (view header), 7.4.3 (minutia).
export const RECORD_HEADER_BYTES = 24;
export const VIEW_HEADER_BYTES = 4;
export const MINUTIA_BYTES = 6;

const MAGIC = 0x464d5200; // "FMR" and zero
const VERSION_2005 = 0x20323000; // " 20" and zero
const ASK_AGAIN = "Ask the sender for the whole file as its device wrote it, without conversion.";

/**
 * Reads an ISO/IEC 19794-2:2005 record (record format). Every length is checked against the bytes at hand before
 * anything is allocated, so memory stays within a small multiple of the input. Reserved bits are ignored.
 *
 * @param bytes the whole record; zero bytes after it are ignored, because some devices hand over a fixed-size buffer
 * @throws FingerprintFormatError with the byte offset where it stopped
 */
export function readIso19794(bytes: Uint8Array): FingerprintRecord {
  const input = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < RECORD_HEADER_BYTES) {
    throw new FingerprintFormatError(
      "fingerprint.format.truncated",
      "the record header is incomplete",
      bytes.length,
      ASK_AGAIN,
    );
  }
  if (input.getUint32(0) !== MAGIC) {
    throw new FingerprintFormatError(
      "fingerprint.format.magic",
      "not a fingerprint minutiae record",
      0,
      "Give an ISO/IEC 19794-2 record; it begins with the letters FMR.",
    );
  }
  if (input.getUint32(4) !== VERSION_2005) {
    throw new FingerprintFormatError(
      "fingerprint.format.version",
      "not the 2005 version of ISO/IEC 19794-2",
      4,
      "Export templates as ISO/IEC 19794-2:2005.",
    );
  }
  const total = input.getUint32(8);
  if (total < RECORD_HEADER_BYTES || total > bytes.length) {
    throw new FingerprintFormatError(
      total > bytes.length ? "fingerprint.format.truncated" : "fingerprint.format.length",
      `the record says it is ${total} bytes long, ${bytes.length} are there`,
      8,
      ASK_AGAIN,
    );
  }
  if (bytes.subarray(total).some((byte) => byte !== 0)) {
    throw new FingerprintFormatError(
      "fingerprint.format.trailing",
      "bytes follow the record",
      total,
      ASK_AGAIN,
    );
  }
  const equipment = input.getUint16(12);
  const width = input.getUint16(14);
  const height = input.getUint16(16);
  const resolutionX = input.getUint16(18);
  const resolutionY = input.getUint16(20);
  if (width === 0 || height === 0 || resolutionX === 0 || resolutionY === 0) {
    throw new FingerprintFormatError(
      "fingerprint.format.image",
      "image size or resolution is zero",
      14,
      "Set the image's width, height and pixels per centimetre in the enrolment device.",
    );
  }
  const viewCount = input.getUint8(22);
  const record = bytes.subarray(0, total);
  const views: FingerView[] = [];
  let at = RECORD_HEADER_BYTES;
  for (let index = 0; index < viewCount; index++) {
    const [view, next] = readView(record, input, at, { width, height, resolution: resolutionX });
    views.push(view);
    at = next;
  }
  if (at !== total) {
    throw new FingerprintFormatError(
      "fingerprint.format.trailing",
      "bytes follow the last finger view",
      at,
      ASK_AGAIN,
    );
  }
  return {
    certified: (equipment & 0x8000) !== 0,
    sensor: equipment & 0x0fff,
    width,
    height,
    resolutionX,
    resolutionY,
    views,
  };
}

function readView(
  bytes: Uint8Array,
  input: DataView,
  start: number,
  image: Pick<Template, "width" | "height" | "resolution">,
): [FingerView, number] {
  need(bytes, start, VIEW_HEADER_BYTES);
  const position = input.getUint8(start);
  if (position > 10) {
    throw new FingerprintFormatError(
      "fingerprint.format.position",
      `finger position ${position} is not one of 0 to 10`,
      start,
      "Use the finger positions of ISO/IEC 19794-2:2005 table 2.",
    );
  }
  const viewAndImpression = input.getUint8(start + 1);
  const quality = qualityAt(input, start + 2);
  const count = input.getUint8(start + 3);
  let at = start + VIEW_HEADER_BYTES;
  need(bytes, at, count * MINUTIA_BYTES + 2);
  const template: Template = {
    position,
    ...image,
    quality,
    count,
    x: new Uint16Array(count),
    y: new Uint16Array(count),
    angle: new Uint8Array(count),
    kind: new Uint8Array(count),
    minutiaQuality: new Uint8Array(count),
  };
  for (let index = 0; index < count; index++, at += MINUTIA_BYTES) {
    readMinutia(input, at, template, index);
  }
  const extendedBytes = input.getUint16(at);
  at += 2;
  need(bytes, at, extendedBytes);
  const area = bytes.slice(at, at + extendedBytes);
  // Where both readings fit, which is rare, the bytes are the same when written back.
  const dataOnly = splitExtended(area, 0);
  const extended = dataOnly ?? splitExtended(area, 4);
  if (extended === undefined) {
    throw new FingerprintFormatError(
      "fingerprint.format.extended",
      "the extended data blocks do not fill their area",
      at,
      "Export without extended data, or report the device that wrote this.",
    );
  }
  const view: FingerView = {
    template,
    view: viewAndImpression >> 4,
    impression: viewAndImpression & 15,
    extended,
    ...(dataOnly === undefined ? { extendedLength: "block" as const } : {}),
  };
  return [view, at + extendedBytes];
}

function readMinutia(input: DataView, at: number, template: Template, index: number): void {
  const kindAndX = input.getUint16(at);
  const kind = kindAndX >> 14;
  const x = kindAndX & 0x3fff;
  const y = input.getUint16(at + 2) & 0x3fff;
  if (kind === 3) {
    throw new FingerprintFormatError(
      "fingerprint.format.kind",
      "a minutia has the reserved kind 3",
      at,
      "Report the device that wrote this; kinds are 0 other, 1 ending, 2 bifurcation.",
    );
  }
  if (x >= template.width || y >= template.height) {
    throw new FingerprintFormatError(
      "fingerprint.format.coordinate",
      "a minutia lies outside the image",
      at,
      "Check that the record's image size is that of the image the minutiae were found in.",
    );
  }
  template.x[index] = x;
  template.y[index] = y;
  template.kind[index] = kind;
  template.angle[index] = input.getUint8(at + 4);
  template.minutiaQuality[index] = qualityAt(input, at + 5);
}

/** `overhead` is what each length field counts besides the data: 0 or the 4 header bytes. Undefined where the blocks do not fill the area. */
function splitExtended(area: Uint8Array, overhead: number): ExtendedBlock[] | undefined {
  const input = new DataView(area.buffer, area.byteOffset, area.byteLength);
  const blocks: ExtendedBlock[] = [];
  let at = 0;
  while (at < area.length) {
    if (at + 4 > area.length) return undefined;
    const dataBytes = input.getUint16(at + 2) - overhead;
    if (dataBytes < 0 || at + 4 + dataBytes > area.length) return undefined;
    blocks.push({ type: input.getUint16(at), data: area.slice(at + 4, at + 4 + dataBytes) });
    at += 4 + dataBytes;
  }
  return blocks;
}

function qualityAt(input: DataView, at: number): number {
  const quality = input.getUint8(at);
  if (quality > 100) {
    throw new FingerprintFormatError(
      "fingerprint.format.quality",
      `quality ${quality} is above 100`,
      at,
      "Qualities are 0 to 100; set the device to the standard's scale.",
    );
  }
  return quality;
}

function need(bytes: Uint8Array, at: number, length: number): void {
  if (at + length > bytes.length) {
    throw new FingerprintFormatError(
      "fingerprint.format.truncated",
      "the record ends too early",
      bytes.length,
      ASK_AGAIN,
    );
  }
}
