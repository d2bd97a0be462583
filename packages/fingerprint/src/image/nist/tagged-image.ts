import { decodeStored, type FingerImage } from "../finger-image.ts";
import { FingerprintImageError } from "../image-error.ts";
import { fromPerCentimetre, plausibleDotsPerInch, resolutionOf } from "../resolution.ts";
import type { ListedRecord } from "./listed-record.ts";
import { TaggedRecord } from "./tagged-record.ts";

// ANSI/NIST-ITL 1-2011 sections 8.13 to 8.15: fields that latents, fingers and palms have alike.
const IMPRESSION = 3;
const WIDTH = 6;
const HEIGHT = 7;
const UNITS = 8;
const RESOLUTION = 9;
const CODING = 11;
const BITS = 12;
const POSITIONS = 13;
const DATA = 999;

const PER_CENTIMETRE = 2;

/** A picture of type 13 (latent), 14 (finger) or 15 (palm). */
export function taggedImage(
  record: ListedRecord,
  maximumPixels: number | undefined,
): FingerImage & { positions: number[] } {
  const fields = new TaggedRecord(record.bytes, record.at);
  const dotsPerInch = resolutionOfRecord(fields);
  const positions = fields
    .items(POSITIONS)
    .flatMap(([position]) => (/^\d{1,2}$/.test(position ?? "") ? [Number(position)] : []));
  return {
    position: positions[0] ?? 0,
    positions,
    impression: fields.number(IMPRESSION) ?? 0,
    ...resolutionOf(dotsPerInch),
    read: () => {
      const bytes = fields.bytes(DATA);
      if (bytes === undefined) {
        throw new FingerprintImageError(
          "fingerprint.image.absent",
          "the record has no picture",
          record.at,
          "Ask for the file with its pictures.",
        );
      }
      return decodeStored(
        {
          width: fields.number(WIDTH) ?? 0,
          height: fields.number(HEIGHT) ?? 0,
          depth: fields.number(BITS) ?? 8,
          storage: fields.text(CODING)?.trim().toUpperCase() === "NONE" ? "pixels" : "file",
          bytes,
          at: record.at,
          dotsPerInch,
        },
        maximumPixels,
      );
    },
  };
}

function resolutionOfRecord(fields: TaggedRecord): number | undefined {
  const value = fields.number(RESOLUTION);
  if (value === undefined) return undefined;
  return plausibleDotsPerInch(fields.number(UNITS) === PER_CENTIMETRE ? fromPerCentimetre(value) : value);
}
