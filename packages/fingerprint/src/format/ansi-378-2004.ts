import { ByteReader } from "./byte-reader.ts";
import { ByteWriter } from "./byte-writer.ts";
import { ANSI_BLOCKS } from "./extended-data.ts";
import { readGeometry, writeGeometry } from "./geometry.ts";
import { writeEquipment, writeMagic } from "./iso-19794-2-2005.ts";
import type { Ansi2004Record, Version20 } from "./record.ts";
import { atEnd, statedLength, versionOf } from "./record-head.ts";
import { readView, writeView } from "./views-of-2004.ts";

/** ANSI/INCITS 378-2004 clause 6.4, with the length in two bytes; it takes six where two are not enough. */
const HEADER_BYTES = 26;

/** Reads an ANSI/INCITS 378-2004 record. @throws FingerprintFormatError */
export function readAnsi2004(bytes: Uint8Array): Ansi2004Record {
  const input = new ByteReader(bytes, 8);
  const short = input.short();
  const least = short === 0 ? HEADER_BYTES + 4 : HEADER_BYTES;
  const stated = statedLength(input, short === 0 ? input.long() : short, least, 8);
  const productOwner = input.short();
  const productType = input.short();
  const equipment = input.short();
  const image = readGeometry(input);
  const count = input.byte();
  const reserved = input.byte();
  const views = Array.from({ length: count }, () => readView(input, image, ANSI_BLOCKS));
  const length = atEnd(input, stated);
  return {
    format: "ansi-378-2004",
    version: versionOf(bytes) as Version20,
    productOwner,
    productType,
    longLength: short === 0 && (input.at <= 0xffff || length.statedLength !== undefined),
    compliance: equipment >> 12,
    sensor: equipment & 0x0fff,
    image,
    reserved,
    views,
    ...length,
  };
}

/** Writes what {@link readAnsi2004} reads. @throws FingerprintFormatError `fingerprint.format.unwritable` */
export function writeAnsi2004(record: Ansi2004Record): Uint8Array {
  const short = record.longLength ? undefined : withLength(record, false);
  const fits = short !== undefined && (record.statedLength ?? short.length) <= 0xffff;
  return fits ? short : withLength(record, true);
}

function withLength(record: Ansi2004Record, long: boolean): Uint8Array {
  const output = new ByteWriter();
  writeMagic(output, record.version);
  output.short("the record's length", 0);
  if (long) output.long("the record's length", 0);
  output.short("the product's owner", record.productOwner);
  output.short("the product's type", record.productType);
  writeEquipment(output, record);
  writeGeometry(output, record.image);
  output.byte("the number of views", record.views.length);
  output.byte("the reserved byte", record.reserved);
  for (const view of record.views) writeView(output, view, record.image, ANSI_BLOCKS);
  const length = record.statedLength ?? output.at;
  if (long) output.longAt(10, length);
  else if (length <= 0xffff) output.shortAt(8, "the record's length", length);
  return output.taken();
}
