import type { ByteReader } from "./byte-reader.ts";
import type { ByteWriter } from "./byte-writer.ts";
import { FingerprintFormatError } from "./format-error.ts";
import type { ImageGeometry } from "./record.ts";

/** Width, height and the two resolutions, two bytes each; the order of ISO/IEC 19794-2:2005 and ANSI/INCITS 378. */
export function readGeometry(input: ByteReader): ImageGeometry {
  const start = input.at;
  const image = {
    width: input.short(),
    height: input.short(),
    resolutionX: input.short(),
    resolutionY: input.short(),
  };
  return checkedGeometry(image, start);
}

export function checkedGeometry(image: ImageGeometry, where: number): ImageGeometry {
  if (image.width > 0 && image.height > 0 && image.resolutionX > 0 && image.resolutionY > 0) return image;
  throw new FingerprintFormatError(
    "fingerprint.format.image",
    "image size or resolution is zero",
    where,
    "Set the image's width, height and pixels per centimetre in the enrolment device.",
  );
}

export function writeGeometry(output: ByteWriter, image: ImageGeometry): void {
  output.short("the image's width", image.width, 1);
  output.short("the image's height", image.height, 1);
  output.short("the resolution", image.resolutionX, 1);
  output.short("the resolution", image.resolutionY, 1);
}

/** Finger positions above 10 are several fingers at once; only ANSI/INCITS 378-2009/AM1 has them. */
const SEVERAL_FINGERS = new Set([13, 14, 15, 40, 41, 42, 43, 44, 45, 46, 47, 48, 49, 50]);

export function readPosition(input: ByteReader, severalFingers = false): number {
  const position = input.byte();
  if (position <= 10 || (severalFingers && SEVERAL_FINGERS.has(position))) return position;
  throw new FingerprintFormatError(
    "fingerprint.format.position",
    `finger position ${position} is not one of 0 to 10`,
    input.at - 1,
    "Use the finger positions of ISO/IEC 19794-2:2005 table 2.",
  );
}

export function writePosition(output: ByteWriter, position: number, severalFingers = false): void {
  if (severalFingers && SEVERAL_FINGERS.has(position)) output.byte("the finger position", position);
  else output.byte("the finger position", position, 0, 10);
}
