import type { ByteReader } from "./byte-reader.ts";
import type { ByteWriter } from "./byte-writer.ts";
import { FingerprintFormatError } from "./format-error.ts";
import type { MinutiaColumns } from "./minutia-columns.ts";
import type { ImageGeometry } from "./record.ts";

/** How much a minutia takes: six bytes with its quality, five without (ISO/IEC 19794-2:2005 clause 7.4.3, :2011 clause 8.4). */
export type MinutiaBytes = 5 | 6;

/**
 * Reads `count` minutiae of a record format: kind and x in two bytes, reserved bits and y in two, angle, quality.
 *
 * @param specialQualities whether 254 (not reported) and 255 (failed) are qualities, as in the standards of 2009 and 2011
 */
export function readMinutiae(
  input: ByteReader,
  count: number,
  size: MinutiaBytes,
  image: Pick<ImageGeometry, "width" | "height">,
  specialQualities: boolean,
): MinutiaColumns {
  input.need(count * size);
  const x = new Uint16Array(count);
  const y = new Uint16Array(count);
  const angle = new Uint8Array(count);
  const kind = new Uint8Array(count);
  const quality = size === 6 ? new Uint8Array(count) : undefined;
  let reserved: Uint8Array | undefined;
  for (let index = 0; index < count; index++) {
    const start = input.at;
    const kindAndX = input.short();
    const reservedAndY = input.short();
    kind[index] = kindAt(kindAndX >> 14, start);
    x[index] = kindAndX & 0x3fff;
    y[index] = reservedAndY & 0x3fff;
    if (x[index]! >= image.width || y[index]! >= image.height) outside(start);
    if (reservedAndY >> 14 !== 0) {
      reserved ??= new Uint8Array(count);
      reserved[index] = reservedAndY >> 14;
    }
    angle[index] = input.byte();
    if (quality !== undefined) quality[index] = readQuality(input, specialQualities);
  }
  return {
    count,
    x,
    y,
    angle,
    kind,
    ...(quality === undefined ? {} : { quality }),
    ...(reserved === undefined ? {} : { reserved }),
  };
}

/** Writes what {@link readMinutiae} reads; six bytes a minutia where there are qualities. */
export function writeMinutiae(
  output: ByteWriter,
  minutiae: MinutiaColumns,
  size: MinutiaBytes,
  image: Pick<ImageGeometry, "width" | "height">,
  specialQualities: boolean,
): void {
  for (let index = 0; index < minutiae.count; index++) {
    const x = ranged(minutiae.x[index]!, Math.min(0x3fff, image.width - 1));
    const y = ranged(minutiae.y[index]!, Math.min(0x3fff, image.height - 1));
    const kind = ranged(minutiae.kind[index]!, 2);
    output.short("a minutia's kind and x", kind * 0x4000 + x);
    output.short("a minutia's y", ranged(minutiae.reserved?.[index] ?? 0, 3) * 0x4000 + y);
    output.byte("a minutia's angle", minutiae.angle[index]!);
    if (size === 6)
      writeQuality(output, "a minutia's quality", minutiae.quality?.[index] ?? 0, specialQualities);
  }
}

/** Not a number where out of range, which the writer then refuses by the field's name. */
function ranged(value: number, most: number): number {
  return value <= most ? value : Number.NaN;
}

export function readQuality(input: ByteReader, special: boolean): number {
  const quality = input.byte();
  if (quality <= 100 || (special && quality >= 254)) return quality;
  throw new FingerprintFormatError(
    "fingerprint.format.quality",
    `quality ${quality} is above 100`,
    input.at - 1,
    "Qualities are 0 to 100; set the device to the standard's scale.",
  );
}

export function writeQuality(output: ByteWriter, name: string, quality: number, special: boolean): void {
  if (special && (quality === 254 || quality === 255)) output.byte(name, quality);
  else output.byte(name, quality, 0, 100);
}

export function kindAt(kind: number, where: number): number {
  if (kind < 3) return kind;
  throw new FingerprintFormatError(
    "fingerprint.format.kind",
    "a minutia has the reserved kind 3",
    where,
    "Report the device that wrote this; kinds are 0 other, 1 ending, 2 bifurcation.",
  );
}

function outside(where: number): never {
  throw new FingerprintFormatError(
    "fingerprint.format.coordinate",
    "a minutia lies outside the image",
    where,
    "Check that the record's image size is that of the image the minutiae were found in.",
  );
}
