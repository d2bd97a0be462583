import { deflateSync } from "node:zlib";
import { PNG_SIGNATURE, pngChunk } from "../src/image/png-chunk.ts";
import type { GreyImage } from "../src/index.ts";
import type { Random } from "./generate.ts";

/** Ridges of a period of 9 pixels that bend, with some noise: what pictures in tests show. */
export function ridges(width: number, height: number, random: Random): GreyImage {
  const pixels = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const phase = ((x + 0.02 * (y - height / 2) ** 2) * 2 * Math.PI) / 9;
      pixels[y * width + x] = 128 + 90 * Math.sin(phase) + 20 * (random() - 0.5);
    }
  }
  return { width, height, pixels };
}

/** A TIFF entry: tag, type (3 short, 4 long, 5 rational as two longs) and values. */
export type TiffEntry = readonly [tag: number, type: 3 | 4 | 5, values: readonly number[]];

/** A TIFF of one directory: strips first, then values, then the directory. Entries 273 and 279 are put in here. */
export function tiffOf(
  entries: readonly TiffEntry[],
  strips: readonly Uint8Array[],
  littleEndian = true,
): Uint8Array {
  const parts: Uint8Array[] = [];
  let at = 8;
  const append = (part: Uint8Array) => {
    parts.push(part);
    at += part.length;
    return at - part.length;
  };
  const offsets = strips.map(append);
  const all: TiffEntry[] = [...entries, [273, 4, offsets], [279, 4, strips.map((strip) => strip.length)]];
  const fields = all.map(([tag, type, values]) => {
    const size = type === 3 ? 2 : 4;
    const data = new Uint8Array(Math.max(4, values.length * size));
    const view = new DataView(data.buffer);
    for (const [index, value] of values.entries()) {
      if (size === 2) view.setUint16(2 * index, value, littleEndian);
      else view.setUint32(4 * index, value, littleEndian);
    }
    const count = type === 5 ? values.length / 2 : values.length;
    return { tag, type, count, data: values.length * size > 4 ? append(data) : data };
  });
  const directory = new Uint8Array(2 + 12 * fields.length + 4);
  const view = new DataView(directory.buffer);
  view.setUint16(0, fields.length, littleEndian);
  for (const [index, { tag, type, count, data }] of fields.entries()) {
    const entry = 2 + 12 * index;
    view.setUint16(entry, tag, littleEndian);
    view.setUint16(entry + 2, type, littleEndian);
    view.setUint32(entry + 4, count, littleEndian);
    if (typeof data === "number") view.setUint32(entry + 8, data, littleEndian);
    else directory.set(data, entry + 8);
  }
  const directoryAt = append(directory);
  const header = new Uint8Array(8);
  header.fill(littleEndian ? 0x49 : 0x4d, 0, 2);
  new DataView(header.buffer).setUint16(2, 42, littleEndian);
  new DataView(header.buffer).setUint32(4, directoryAt, littleEndian);
  return joined([header, ...parts]);
}

/** LZW as TIFF has it, without a table: every byte as a code of 9 bits, a clear code before the table would grow. */
export function lzwPacked(bytes: Uint8Array): Uint8Array {
  const codes: number[] = [];
  for (let at = 0; at < bytes.length; at++) {
    if (at % 200 === 0) codes.push(256);
    codes.push(bytes[at]!);
  }
  codes.push(257);
  const packed = new Uint8Array(Math.ceil((codes.length * 9) / 8));
  for (const [index, code] of codes.entries()) {
    for (let bit = 0; bit < 9; bit++) {
      const place = index * 9 + bit;
      if ((code >> (8 - bit)) & 1) packed[place >> 3]! |= 0x80 >> (place & 7);
    }
  }
  return packed;
}

/** A PNG from its header's fields and the bytes that are to be deflated into it. */
export function pngOf(
  header: { width: number; height: number; depth: number; colour: number; interlaced?: boolean },
  filtered: Uint8Array,
  more: readonly (readonly [string, Uint8Array])[] = [],
): Uint8Array {
  const ihdr = new Uint8Array(13);
  const view = new DataView(ihdr.buffer);
  view.setUint32(0, header.width);
  view.setUint32(4, header.height);
  ihdr.set([header.depth, header.colour, 0, 0, header.interlaced ? 1 : 0], 8);
  const idat = new Uint8Array(deflateSync(filtered, { level: 9 }));
  return joined([
    PNG_SIGNATURE,
    pngChunk("IHDR", ihdr),
    ...more.map(([type, data]) => pngChunk(type, data)),
    pngChunk("IDAT", idat),
    pngChunk("IEND", new Uint8Array(0)),
  ]);
}

/** An uncompressed bitmap with a 40-byte header; `lines` from the bottom, each padded to a multiple of four bytes. */
export function bmpOf(
  size: { width: number; height: number; bits: number; perMetre?: number },
  palette: Uint8Array,
  lines: Uint8Array,
): Uint8Array {
  const header = new Uint8Array(54);
  const view = new DataView(header.buffer);
  header.set([0x42, 0x4d]);
  view.setUint32(2, 54 + palette.length + lines.length, true);
  view.setUint32(10, 54 + palette.length, true);
  view.setUint32(14, 40, true);
  view.setInt32(18, size.width, true);
  view.setInt32(22, size.height, true);
  view.setUint16(26, 1, true);
  view.setUint16(28, size.bits, true);
  view.setInt32(38, size.perMetre ?? 0, true);
  view.setInt32(42, size.perMetre ?? 0, true);
  return joined([header, palette, lines]);
}

export function pgmOf(image: GreyImage, kind: "P2" | "P5", greatest: number): Uint8Array {
  const head = `${kind}\n# made for a test\n${image.width} ${image.height}\n${greatest}\n`;
  const values = [...image.pixels].map((pixel) => Math.round((pixel * greatest) / 255));
  if (kind === "P2") return new TextEncoder().encode(head + values.join(" "));
  const bytes = values.flatMap((value) => (greatest > 255 ? [value >> 8, value & 255] : [value]));
  return joined([new TextEncoder().encode(head), Uint8Array.from(bytes)]);
}

export function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
