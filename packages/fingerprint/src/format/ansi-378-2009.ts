import { ByteReader } from "./byte-reader.ts";
import { ByteWriter } from "./byte-writer.ts";
import { ANSI_BLOCKS, readExtended, writeExtended } from "./extended-data.ts";
import { readGeometry, readPosition, writeGeometry, writePosition } from "./geometry.ts";
import { writeMagic } from "./iso-19794-2-2005.ts";
import { readMinutiae, readQuality, writeMinutiae, writeQuality } from "./minutiae.ts";
import type { Ansi2009Record, Ansi2009View } from "./record.ts";
import { atEnd, statedLength, versionOf } from "./record-head.ts";

const HEADER_BYTES = 21;

/** Reads an ANSI/INCITS 378-2009 record, or one of its amendment 1 (version digits 035). @throws FingerprintFormatError */
export function readAnsi2009(bytes: Uint8Array): Ansi2009Record {
  const amended = versionOf(bytes) === "035";
  const input = new ByteReader(bytes, 8);
  const stated = statedLength(input, input.long(), HEADER_BYTES, 8);
  const productOwner = input.short();
  const productType = input.short();
  const compliance = input.byte();
  const sensor = input.short();
  const count = input.byte();
  const reserved = input.byte();
  const views = Array.from({ length: count }, () => readView(input, amended));
  const length = atEnd(input, stated);
  return {
    format: amended ? "ansi-378-2009-am1" : "ansi-378-2009",
    productOwner,
    productType,
    compliance,
    sensor,
    reserved,
    views,
    ...length,
  };
}

function readView(input: ByteReader, amended: boolean): Ansi2009View {
  const position = readPosition(input, amended);
  const view = input.byte();
  const impression = input.byte();
  const quality = readQuality(input, true);
  const qualityVendor = input.short();
  const qualityAlgorithm = input.short();
  const image = readGeometry(input);
  const minutiae = readMinutiae(input, input.byte(), 6, image, true);
  return {
    position,
    view,
    impression,
    quality,
    qualityVendor,
    qualityAlgorithm,
    image,
    minutiae,
    ...readExtended(input, ANSI_BLOCKS, image),
  };
}

/** Writes what {@link readAnsi2009} reads. @throws FingerprintFormatError `fingerprint.format.unwritable` */
export function writeAnsi2009(record: Ansi2009Record): Uint8Array {
  const amended = record.format === "ansi-378-2009-am1";
  const output = new ByteWriter();
  writeMagic(output, amended ? "035" : "030");
  output.long("the record's length", 0);
  output.short("the product's owner", record.productOwner);
  output.short("the product's type", record.productType);
  output.byte("compliance", record.compliance);
  output.short("the sensor", record.sensor);
  output.byte("the number of views", record.views.length);
  output.byte("the reserved byte", record.reserved);
  for (const view of record.views) writeView(output, view, amended);
  output.longAt(8, record.statedLength ?? output.at);
  return output.taken();
}

function writeView(output: ByteWriter, view: Ansi2009View, amended: boolean): void {
  writePosition(output, view.position, amended);
  output.byte("the view's number", view.view);
  output.byte("the impression type", view.impression);
  writeQuality(output, "the finger's quality", view.quality, true);
  output.short("the quality's vendor", view.qualityVendor);
  output.short("the quality's algorithm", view.qualityAlgorithm);
  writeGeometry(output, view.image);
  output.byte("the number of minutiae", view.minutiae.count);
  writeMinutiae(output, view.minutiae, 6, view.image, true);
  writeExtended(output, view, ANSI_BLOCKS, view.image);
}
