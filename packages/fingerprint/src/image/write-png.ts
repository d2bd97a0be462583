import { zlibSync } from "fflate";
import type { GreyImage } from "./grey-image.ts";
import { PNG_SIGNATURE, pngChunk } from "./png-chunk.ts";

/** Writes an 8-bit grey PNG with pHYs where the resolution is known, for showing and for keeping. */
export function writePng(image: GreyImage): Uint8Array {
  const { width, height, pixels } = image;
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  header[8] = 8;
  const chunks = [PNG_SIGNATURE, pngChunk("IHDR", header)];
  if (image.dotsPerInch !== undefined) {
    const physical = new Uint8Array(9);
    const perMetre = Math.round((image.dotsPerInch * 100) / 2.54);
    new DataView(physical.buffer).setUint32(0, perMetre);
    new DataView(physical.buffer).setUint32(4, perMetre);
    physical[8] = 1;
    chunks.push(pngChunk("pHYs", physical));
  }
  const filtered = new Uint8Array(height * (width + 1));
  for (let y = 0; y < height; y++) {
    const line = y * (width + 1) + 1;
    filtered[line - 1] = y === 0 ? 0 : 2;
    for (let x = 0; x < width; x++) {
      const at = y * width + x;
      filtered[line + x] = pixels[at]! - (y === 0 ? 0 : pixels[at - width]!);
    }
  }
  chunks.push(pngChunk("IDAT", zlibSync(filtered)), pngChunk("IEND", new Uint8Array(0)));
  const file = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    file.set(chunk, at);
    at += chunk.length;
  }
  return file;
}
