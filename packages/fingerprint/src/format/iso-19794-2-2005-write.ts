import type { FingerprintRecord, FingerView } from "../record.ts";
import { FingerprintFormatError } from "./format-error.ts";
import { MINUTIA_BYTES, RECORD_HEADER_BYTES, VIEW_HEADER_BYTES } from "./iso-19794-2-2005-read.ts";

const MAGIC_AND_VERSION = Uint8Array.of(0x46, 0x4d, 0x52, 0, 0x20, 0x32, 0x30, 0);

/**
 * Writes an ISO/IEC 19794-2:2005 record. Reading it back gives the same record; a record that was read is written
 * back byte for byte (reserved bits as zero).
 *
 * @throws FingerprintFormatError `fingerprint.format.unwritable` where a field does not fit the format; `where` is the
 * offset the field would have had
 */
export function writeIso19794(record: FingerprintRecord): Uint8Array {
  if (record.views.length > 255) unwritable("more than 255 finger views", 22);
  const total = RECORD_HEADER_BYTES + record.views.reduce((sum, view) => sum + viewBytes(view), 0);
  const bytes = new Uint8Array(total);
  const output = new DataView(bytes.buffer);
  bytes.set(MAGIC_AND_VERSION, 0);
  output.setUint32(8, total);
  output.setUint16(12, (record.certified ? 0x8000 : 0) | field(record.sensor, 0, 0x0fff, 12));
  output.setUint16(14, field(record.width, 1, 0xffff, 14));
  output.setUint16(16, field(record.height, 1, 0xffff, 16));
  output.setUint16(18, field(record.resolutionX, 1, 0xffff, 18));
  output.setUint16(20, field(record.resolutionY, 1, 0xffff, 20));
  output.setUint8(22, record.views.length);
  let at = RECORD_HEADER_BYTES;
  for (const view of record.views) at = writeView(output, bytes, at, view, record);
  return bytes;
}

function writeView(
  output: DataView,
  bytes: Uint8Array,
  start: number,
  view: FingerView,
  image: Pick<FingerprintRecord, "width" | "height">,
): number {
  const { template } = view;
  output.setUint8(start, field(template.position, 0, 10, start));
  output.setUint8(
    start + 1,
    (field(view.view, 0, 15, start + 1) << 4) | field(view.impression, 0, 15, start + 1),
  );
  output.setUint8(start + 2, field(template.quality, 0, 100, start + 2));
  output.setUint8(start + 3, field(template.count, 0, 255, start + 3));
  let at = start + VIEW_HEADER_BYTES;
  for (let index = 0; index < template.count; index++, at += MINUTIA_BYTES) {
    const x = field(template.x[index]!, 0, Math.min(0x3fff, image.width - 1), at);
    const y = field(template.y[index]!, 0, Math.min(0x3fff, image.height - 1), at + 2);
    output.setUint16(at, (field(template.kind[index]!, 0, 2, at) << 14) | x);
    output.setUint16(at + 2, y);
    output.setUint8(at + 4, field(template.angle[index]!, 0, 255, at + 4));
    output.setUint8(at + 5, field(template.minutiaQuality[index]!, 0, 100, at + 5));
  }
  output.setUint16(at, field(extendedBytes(view), 0, 0xffff, at));
  at += 2;
  const overhead = view.extendedLength === "block" ? 4 : 0;
  for (const block of view.extended) {
    output.setUint16(at, field(block.type, 0, 0xffff, at));
    output.setUint16(at + 2, field(block.data.length + overhead, 0, 0xffff, at + 2));
    bytes.set(block.data, at + 4);
    at += 4 + block.data.length;
  }
  return at;
}

function viewBytes(view: FingerView): number {
  return VIEW_HEADER_BYTES + view.template.count * MINUTIA_BYTES + 2 + extendedBytes(view);
}

function extendedBytes(view: FingerView): number {
  return view.extended.reduce((sum, block) => sum + 4 + block.data.length, 0);
}

function field(value: number, least: number, most: number, where: number): number {
  if (!Number.isInteger(value) || value < least || value > most) {
    unwritable(`a field must be a whole number from ${least} to ${most}`, where);
  }
  return value;
}

function unwritable(message: string, where: number): never {
  throw new FingerprintFormatError(
    "fingerprint.format.unwritable",
    message,
    where,
    "Correct the record before writing; coordinates lie inside the image, counts fit one byte.",
  );
}
