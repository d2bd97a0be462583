import { ASK_AGAIN, ByteReader } from "./byte-reader.ts";
import { ByteWriter } from "./byte-writer.ts";
import { ISO_2011_BLOCKS, readExtended, writeExtended } from "./extended-data.ts";
import { FingerprintFormatError } from "./format-error.ts";
import { checkedGeometry, readPosition, writePosition } from "./geometry.ts";
import { writeMagic } from "./iso-19794-2-2005.ts";
import { readMinutiae, readQuality, writeMinutiae, writeQuality } from "./minutiae.ts";
import type { CaptureTime, Iso2011Record, Iso2011View } from "./record.ts";
import { atEnd, statedLength } from "./record-head.ts";

const HEADER_BYTES = 15;
/** A representation without quality blocks, minutiae and extended data. */
const LEAST_REPRESENTATION_BYTES = 34;

/**
 * Reads an ISO/IEC 19794-2:2011 record (clause 8; the header and representation headers are those of ISO/IEC
 * 19794-1:2011). @throws FingerprintFormatError
 */
export function readIso2011(bytes: Uint8Array): Iso2011Record {
  const input = new ByteReader(bytes, 8);
  const stated = statedLength(input, input.long(), HEADER_BYTES, 8);
  const count = input.short();
  const flag = input.byte();
  if (flag > 1) {
    throw new FingerprintFormatError(
      "fingerprint.format.certified",
      "the certification flag is neither 0 nor 1",
      input.at - 1,
      ASK_AGAIN,
    );
  }
  // Each representation takes at least its own head, so that a lying count is seen before anything is made for it.
  input.need(count * LEAST_REPRESENTATION_BYTES);
  const views = Array.from({ length: count }, () => readRepresentation(input, flag === 1));
  return { format: "iso-19794-2-2011", certified: flag === 1, views, ...atEnd(input, stated) };
}

/** Whether representations of the lengths they state fill the record: what tells it from ANSI/INCITS 378-2009 of the same version digits. */
export function hasRepresentations(bytes: Uint8Array): boolean {
  if (bytes.length < HEADER_BYTES) return false;
  const input = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = HEADER_BYTES;
  for (let left = input.getUint16(12); left > 0; left--) {
    if (at + 4 > bytes.length) return false;
    const length = input.getUint32(at);
    if (length < LEAST_REPRESENTATION_BYTES) return false;
    at += length;
  }
  return at <= bytes.length && !bytes.subarray(at).some((byte) => byte !== 0);
}

function readRepresentation(record: ByteReader, certified: boolean): Iso2011View {
  const start = record.at;
  const length = record.long();
  if (length < LEAST_REPRESENTATION_BYTES) {
    throw new FingerprintFormatError(
      "fingerprint.format.length",
      `a representation says it is ${length} bytes long`,
      start,
      ASK_AGAIN,
    );
  }
  const input = record.part(length - 4);
  const captured = readTime(input);
  const technology = input.byte();
  const deviceVendor = input.short();
  const deviceType = input.short();
  const qualities = Array.from({ length: input.byte() }, () => ({
    score: readQuality(input, true),
    vendor: input.short(),
    algorithm: input.short(),
  }));
  const certifications = certified
    ? Array.from({ length: input.byte() }, () => ({ authority: input.short(), scheme: input.byte() }))
    : undefined;
  const position = readPosition(input);
  const view = input.byte();
  const imageStart = input.at;
  const [resolutionX, resolutionY] = [input.short(), input.short()];
  const impression = input.byte();
  const [width, height] = [input.short(), input.short()];
  const image = checkedGeometry({ width, height, resolutionX, resolutionY }, imageStart);
  const sizeAndEnding = input.byte();
  const size = sizeAndEnding >> 4;
  if (size !== 5 && size !== 6) {
    throw new FingerprintFormatError(
      "fingerprint.format.minutia",
      `a minutia of ${size} bytes is neither of five nor of six`,
      input.at - 1,
      ASK_AGAIN,
    );
  }
  const minutiae = readMinutiae(input, input.byte(), size, image, true);
  const extended = readExtended(input, ISO_2011_BLOCKS, image);
  if (input.left > 0) {
    throw new FingerprintFormatError(
      "fingerprint.format.trailing",
      "bytes follow the representation's extended data",
      input.at,
      ASK_AGAIN,
    );
  }
  return {
    captured,
    technology,
    deviceVendor,
    deviceType,
    qualities,
    ...(certifications === undefined ? {} : { certifications }),
    position,
    view,
    image,
    impression,
    endingType: sizeAndEnding & 15,
    minutiae,
    ...extended,
  };
}

function readTime(input: ByteReader): CaptureTime {
  return {
    year: input.short(),
    month: input.byte(),
    day: input.byte(),
    hour: input.byte(),
    minute: input.byte(),
    second: input.byte(),
    millisecond: input.short(),
  };
}

/** Writes what {@link readIso2011} reads. @throws FingerprintFormatError `fingerprint.format.unwritable` */
export function writeIso2011(record: Iso2011Record): Uint8Array {
  const output = new ByteWriter();
  writeMagic(output, "030");
  output.long("the record's length", 0);
  output.short("the number of representations", record.views.length);
  output.byte("the certification flag", record.certified ? 1 : 0);
  for (const view of record.views) writeRepresentation(output, view, record.certified);
  output.longAt(8, record.statedLength ?? output.at);
  return output.taken();
}

function writeRepresentation(output: ByteWriter, view: Iso2011View, certified: boolean): void {
  const start = output.at;
  output.long("the representation's length", 0);
  writeTime(output, view.captured);
  output.byte("the device's technology", view.technology);
  output.short("the device's vendor", view.deviceVendor);
  output.short("the device's type", view.deviceType);
  output.byte("the number of qualities", view.qualities.length);
  for (const { score, vendor, algorithm } of view.qualities) {
    writeQuality(output, "a quality", score, true);
    output.short("a quality's vendor", vendor);
    output.short("a quality's algorithm", algorithm);
  }
  if (certified) {
    const certifications = view.certifications ?? [];
    output.byte("the number of certifications", certifications.length);
    for (const { authority, scheme } of certifications) {
      output.short("a certification's authority", authority);
      output.byte("a certification's scheme", scheme);
    }
  }
  writePosition(output, view.position);
  output.byte("the view's number", view.view);
  output.short("the resolution", view.image.resolutionX, 1);
  output.short("the resolution", view.image.resolutionY, 1);
  output.byte("the impression type", view.impression);
  output.short("the image's width", view.image.width, 1);
  output.short("the image's height", view.image.height, 1);
  const size = view.minutiae.quality === undefined ? 5 : 6;
  output.byte(
    "the kind of ridge endings, 0 to 15,",
    view.endingType <= 15 ? size * 16 + view.endingType : Number.NaN,
  );
  output.byte("the number of minutiae", view.minutiae.count);
  writeMinutiae(output, view.minutiae, size, view.image, true);
  writeExtended(output, view, ISO_2011_BLOCKS, view.image);
  output.longAt(start, output.at - start);
}

function writeTime(output: ByteWriter, time: CaptureTime): void {
  output.short("the year", time.year);
  output.byte("the month", time.month);
  output.byte("the day", time.day);
  output.byte("the hour", time.hour);
  output.byte("the minute", time.minute);
  output.byte("the second", time.second);
  output.short("the millisecond", time.millisecond);
}
