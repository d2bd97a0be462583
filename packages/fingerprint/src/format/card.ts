import { type DataObject, readLength, readObject, writeObject } from "./ber-tlv.ts";
import { ASK_AGAIN, ByteReader } from "./byte-reader.ts";
import { ByteWriter, unwritable } from "./byte-writer.ts";
import { FingerprintFormatError } from "./format-error.ts";
import type { MinutiaColumns } from "./minutia-columns.ts";
import { kindAt } from "./minutiae.ts";
import type { CardRecord } from "./record.ts";

/**
 * The formats that a smart card compares (ISO/IEC 19794-2:2005 clause 8, :2011 clause 9).
 * Normal: kind (2 bits) and x (14), reserved (2) and y (14) in units of 0.01 mm, angle in units of 360/256 degrees.
 * Compact: x and y in units of 0.1 mm, kind (2 bits) and angle (6 bits, units of 360/64 degrees).
 */
const CARD_MINUTIA_BYTES = { "iso-card-normal": 5, "iso-card-compact": 3 } as const;

/** Biometric data template of ISO/IEC 7816-11, and the tags under which it holds minutiae: data of a standard, minutiae. */
const DATA_TEMPLATE = 0x7f2e;
const MINUTIAE_TAGS: readonly number[] = [0x81, 0x90];

export function isCardObject(bytes: Uint8Array): boolean {
  return bytes[0] === 0x7f && bytes[1] === 0x2e;
}

/**
 * Reads minutiae as cards take them, bare or in a biometric data template. Neither says which of the two sizes it has.
 *
 * @param format where it is known; else the size that fits, compact where both do
 * @throws FingerprintFormatError
 */
export function readCard(bytes: Uint8Array, format?: CardRecord["format"]): CardRecord {
  if (!isCardObject(bytes)) {
    const minutiae = new ByteReader(bytes);
    const known = format ?? formatThatFits(minutiae.bytes);
    return {
      format: known,
      carrier: "bare",
      minutiae: readCardMinutiae(minutiae, known),
      before: [],
      after: [],
    };
  }
  const input = new ByteReader(bytes, 2);
  const inner = input.part(readLength(input));
  if (input.bytes.subarray(input.at).some((byte) => byte !== 0)) {
    throw new FingerprintFormatError(
      "fingerprint.format.trailing",
      "bytes follow the record",
      input.at,
      ASK_AGAIN,
    );
  }
  const objects: DataObject[] = [];
  while (inner.left > 0) objects.push(readObject(inner));
  const at = objects.findIndex(({ tag }) => MINUTIAE_TAGS.includes(tag));
  const found = objects[at];
  if (found === undefined) {
    throw new FingerprintFormatError(
      "fingerprint.format.card",
      "the biometric data template holds no minutiae",
      2,
      "Export the minutiae in the normal or compact card format, under tag 81 or 90.",
    );
  }
  const known = format ?? formatThatFits(found.value);
  return {
    format: known,
    carrier: "data-object",
    tag: found.tag,
    minutiae: readCardMinutiae(new ByteReader(found.value), known),
    before: objects.slice(0, at),
    after: objects.slice(at + 1),
  };
}

/** Writes what {@link readCard} reads. @throws FingerprintFormatError `fingerprint.format.unwritable` */
export function writeCard(record: CardRecord): Uint8Array {
  const minutiae = new ByteWriter();
  if (record.minutiae.quality !== undefined) unwritable("the card formats hold no minutia quality", 0);
  for (let index = 0; index < record.minutiae.count; index++) writeCardMinutia(minutiae, record, index);
  if (record.carrier === "bare") return minutiae.taken();
  const inner = new ByteWriter();
  for (const object of record.before) writeObject(inner, object);
  writeObject(inner, { tag: record.tag ?? 0x81, value: minutiae.taken() });
  for (const object of record.after) writeObject(inner, object);
  const output = new ByteWriter();
  writeObject(output, { tag: DATA_TEMPLATE, value: inner.taken() });
  return output.taken();
}

function formatThatFits(bytes: Uint8Array): CardRecord["format"] {
  const fits = (["iso-card-compact", "iso-card-normal"] as const).find((format) => {
    const size = CARD_MINUTIA_BYTES[format];
    if (bytes.length % size !== 0 || bytes.length / size > 255) return false;
    for (let at = 0; at < bytes.length; at += size) {
      const kind = bytes[format === "iso-card-normal" ? at : at + 2]! >> 6;
      if (kind === 3 || (format === "iso-card-normal" && bytes[at + 2]! >> 6 !== 0)) return false;
    }
    return true;
  });
  if (fits !== undefined) return fits;
  throw new FingerprintFormatError(
    "fingerprint.format.card",
    "the bytes are no minutiae of three or five bytes",
    0,
    "Say which card format they have; at most 255 minutiae, kinds 0 to 2.",
  );
}

function readCardMinutiae(input: ByteReader, format: CardRecord["format"]): MinutiaColumns {
  const size = CARD_MINUTIA_BYTES[format];
  const count = input.left / size;
  if (!Number.isInteger(count) || count > 255) {
    throw new FingerprintFormatError(
      "fingerprint.format.length",
      `${input.left} bytes are not up to 255 minutiae of ${size} bytes`,
      input.at,
      ASK_AGAIN,
    );
  }
  const columns = {
    count,
    x: new Uint16Array(count),
    y: new Uint16Array(count),
    angle: new Uint8Array(count),
    kind: new Uint8Array(count),
  };
  let reserved: Uint8Array | undefined;
  for (let index = 0; index < count; index++) {
    const start = input.at;
    if (format === "iso-card-compact") {
      columns.x[index] = input.byte();
      columns.y[index] = input.byte();
      const kindAndAngle = input.byte();
      columns.kind[index] = kindAt(kindAndAngle >> 6, start);
      columns.angle[index] = kindAndAngle & 63;
      continue;
    }
    const kindAndX = input.short();
    const reservedAndY = input.short();
    columns.kind[index] = kindAt(kindAndX >> 14, start);
    columns.x[index] = kindAndX & 0x3fff;
    columns.y[index] = reservedAndY & 0x3fff;
    columns.angle[index] = input.byte();
    if (reservedAndY >> 14 !== 0) {
      reserved ??= new Uint8Array(count);
      reserved[index] = reservedAndY >> 14;
    }
  }
  return reserved === undefined ? columns : { ...columns, reserved };
}

function writeCardMinutia(output: ByteWriter, { format, minutiae }: CardRecord, index: number): void {
  const kind = minutiae.kind[index]!;
  const x = minutiae.x[index]!;
  const y = minutiae.y[index]!;
  const angle = minutiae.angle[index]!;
  if (kind > 2) unwritable("a minutia's kind must be 0, 1 or 2", output.at);
  if (format === "iso-card-compact") {
    output.byte("a minutia's x in units of 0.1 mm", x);
    output.byte("a minutia's y in units of 0.1 mm", y);
    output.byte("a minutia's angle, 0 to 63,", angle <= 63 ? kind * 64 + angle : Number.NaN);
    return;
  }
  output.short(
    "a minutia's x in units of 0.01 mm, 0 to 16,383,",
    x <= 0x3fff ? kind * 0x4000 + x : Number.NaN,
  );
  const reserved = minutiae.reserved?.[index] ?? 0;
  output.short(
    "a minutia's y in units of 0.01 mm, 0 to 16,383,",
    y <= 0x3fff ? reserved * 0x4000 + y : Number.NaN,
  );
  output.byte("a minutia's angle", angle);
}
