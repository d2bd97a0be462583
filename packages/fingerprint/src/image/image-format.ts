import { PNG_SIGNATURE } from "./png-chunk.ts";

/** Formats that hold one picture. */
export type PictureFormat = "png" | "tiff" | "bmp" | "jpeg" | "pgm" | "wsq";

/** Formats of biometric records that hold any number of them. */
type ContainerFormat = "iso19794-4" | "nist";

const text = (letters: string) => Uint8Array.from(letters, (letter) => letter.charCodeAt(0));

const BEGINNINGS: readonly (readonly [PictureFormat | ContainerFormat | "jpeg2000", Uint8Array])[] = [
  ["png", PNG_SIGNATURE],
  ["tiff", Uint8Array.of(0x49, 0x49, 42, 0)],
  ["tiff", Uint8Array.of(0x4d, 0x4d, 0, 42)],
  ["jpeg", Uint8Array.of(0xff, 0xd8, 0xff)],
  ["wsq", Uint8Array.of(0xff, 0xa0)],
  ["jpeg2000", Uint8Array.of(0xff, 0x4f, 0xff, 0x51)],
  ["jpeg2000", Uint8Array.of(0, 0, 0, 12, 0x6a, 0x50, 0x20, 0x20)],
  ["iso19794-4", text("FIR\0")],
  ["nist", text("1.001:")],
  ["nist", text("1.01:")],
  ["pgm", text("P2")],
  ["pgm", text("P5")],
  ["bmp", text("BM")],
];

/** The format that the bytes begin with, or undefined where none is known. JPEG 2000 is known but not read. */
export function imageFormatOf(bytes: Uint8Array): (typeof BEGINNINGS)[number][0] | undefined {
  for (const [format, beginning] of BEGINNINGS) {
    if (beginning.every((byte, at) => bytes[at] === byte)) return format;
  }
  return undefined;
}
