import { ByteReader } from "./byte-reader.ts";
import { ByteWriter } from "./byte-writer.ts";
import { ISO_2005_BLOCKS } from "./extended-data.ts";
import { readGeometry, writeGeometry } from "./geometry.ts";
import type { Iso2005Record, Version20 } from "./record.ts";
import { atEnd, MAGIC, statedLength, versionOf } from "./record-head.ts";
import { readView, writeView } from "./views-of-2004.ts";

/** ISO/IEC 19794-2:2005 clause 7.3. */
const HEADER_BYTES = 24;

/** Reads an ISO/IEC 19794-2:2005 record (clause 7, record format). @throws FingerprintFormatError */
export function readIso2005(bytes: Uint8Array): Iso2005Record {
  const input = new ByteReader(bytes, 8);
  const stated = statedLength(input, input.long(), HEADER_BYTES, 8);
  const equipment = input.short();
  const image = readGeometry(input);
  const count = input.byte();
  const reserved = input.byte();
  const views = Array.from({ length: count }, () => readView(input, image, ISO_2005_BLOCKS));
  const length = atEnd(input, stated);
  return {
    format: "iso-19794-2-2005",
    version: versionOf(bytes) as Version20,
    compliance: equipment >> 12,
    sensor: equipment & 0x0fff,
    image,
    reserved,
    views,
    ...length,
  };
}

/** Writes what {@link readIso2005} reads. @throws FingerprintFormatError `fingerprint.format.unwritable` */
export function writeIso2005(record: Iso2005Record): Uint8Array {
  const output = new ByteWriter();
  writeMagic(output, record.version);
  output.long("the record's length", 0);
  writeEquipment(output, record);
  writeGeometry(output, record.image);
  output.byte("the number of views", record.views.length);
  output.byte("the reserved byte", record.reserved);
  for (const view of record.views) writeView(output, view, record.image, ISO_2005_BLOCKS);
  output.longAt(8, record.statedLength ?? output.at);
  return output.taken();
}

export function writeMagic(output: ByteWriter, version: string): void {
  output.put(MAGIC);
  for (let at = 0; at < 3; at++) output.byte("the version", version.charCodeAt(at));
  output.byte("the version", 0);
}

export function writeEquipment(
  output: ByteWriter,
  { compliance, sensor }: { readonly compliance: number; readonly sensor: number },
): void {
  const fits = compliance <= 15 && sensor <= 0x0fff;
  output.short(
    "compliance (0 to 15) and sensor (0 to 4,095)",
    fits ? compliance * 0x1000 + sensor : Number.NaN,
  );
}
