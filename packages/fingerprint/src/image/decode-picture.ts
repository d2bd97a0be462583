import { readBmp } from "./bmp.ts";
import type { GreyImage } from "./grey-image.ts";
import type { PictureFormat } from "./image-format.ts";
import { readJpeg } from "./jpeg.ts";
import { readPgm } from "./pgm.ts";
import { readPng } from "./png.ts";
import { readTiff } from "./tiff.ts";
import { readWsq } from "./wsq/wsq.ts";

/** Decodes a file that is one picture. */
export function decodePicture(format: PictureFormat, bytes: Uint8Array, maximumPixels: number): GreyImage {
  switch (format) {
    case "png":
      return readPng(bytes, maximumPixels);
    case "tiff":
      return readTiff(bytes, maximumPixels);
    case "bmp":
      return readBmp(bytes, maximumPixels);
    case "jpeg":
      return readJpeg(bytes, maximumPixels);
    case "pgm":
      return readPgm(bytes, maximumPixels);
    case "wsq":
      return readWsq(bytes, maximumPixels);
    default:
      return format satisfies never;
  }
}
