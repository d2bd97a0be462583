import { PNG_SIGNATURE } from "./png-chunk.ts";

/** Formats told apart by how a file begins. */
export type ImageFormat = "png" | "tiff" | "bmp" | "jpeg" | "pgm";

const BEGINNINGS: readonly (readonly [ImageFormat, Uint8Array])[] = [
  ["png", PNG_SIGNATURE],
  ["tiff", Uint8Array.of(0x49, 0x49, 42, 0)],
  ["tiff", Uint8Array.of(0x4d, 0x4d, 0, 42)],
  ["jpeg", Uint8Array.of(0xff, 0xd8, 0xff)],
  ["pgm", Uint8Array.of(0x50, 0x32)],
  ["pgm", Uint8Array.of(0x50, 0x35)],
  ["bmp", Uint8Array.of(0x42, 0x4d)],
];

/** The format that the bytes begin with, or undefined where none is known. */
export function imageFormatOf(bytes: Uint8Array): ImageFormat | undefined {
  for (const [format, beginning] of BEGINNINGS) {
    if (beginning.every((byte, at) => bytes[at] === byte)) return format;
  }
  return undefined;
}
