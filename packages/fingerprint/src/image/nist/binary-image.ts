import { decodeStored, type FingerImage } from "../finger-image.ts";
import { truncated } from "../image-error.ts";
import { plausibleDotsPerInch, resolutionOf } from "../resolution.ts";
import type { ListedRecord } from "./listed-record.ts";

// ANSI/NIST-ITL 1-2011 section 8.4: offsets of type 4's fields.
const IMPRESSION = 5;
const POSITIONS = 6;
const POSITION_COUNT = 6;
const SCANNED_AT_NATIVE = 12;
const WIDTH = 13;
const HEIGHT = 15;
const CODING = 17;
const HEADER_BYTES = 18;

const NO_POSITION = 255;

/** Field 5 of type 4 says 0 for the least resolution that the standard allows. */
const LEAST_DOTS_PER_INCH = 500;

/**
 * A picture of type 4: a grey finger at the standard's or the scanner's own resolution.
 *
 * @param perMillimetre the scanner's own resolution, field 1.011, 0 where the file does not have it
 */
export function binaryImage(
  record: ListedRecord,
  perMillimetre: number,
  maximumPixels: number | undefined,
): FingerImage & { positions: number[] } {
  const { bytes, at } = record;
  if (bytes.length < HEADER_BYTES) throw truncated("a record of type 4", at);
  const input = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const native = input.getUint8(SCANNED_AT_NATIVE) === 1;
  const dotsPerInch = native ? nativeResolution(perMillimetre) : LEAST_DOTS_PER_INCH;
  const positions = [...bytes.subarray(POSITIONS, POSITIONS + POSITION_COUNT)].filter(
    (position) => position !== NO_POSITION,
  );
  return {
    position: positions[0] ?? 0,
    positions,
    impression: input.getUint8(IMPRESSION),
    ...resolutionOf(dotsPerInch),
    read: () =>
      decodeStored(
        {
          width: input.getUint16(WIDTH),
          height: input.getUint16(HEIGHT),
          depth: 8,
          storage: input.getUint8(CODING) === 0 ? "pixels" : "file",
          bytes: bytes.subarray(HEADER_BYTES),
          at,
          dotsPerInch,
        },
        maximumPixels,
      ),
  };
}

/** Fields hold hundredths of dots per millimetre: 19.69 is 500 dots per inch. */
function nativeResolution(perMillimetre: number): number | undefined {
  const dotsPerInch = perMillimetre * 25.4;
  const nearest = Math.round(dotsPerInch / 10) * 10;
  return plausibleDotsPerInch(Math.abs(nearest - dotsPerInch) < 0.3 ? nearest : dotsPerInch);
}
