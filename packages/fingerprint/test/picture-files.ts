import { deflateSync } from "node:zlib";
import jpeg from "jpeg-js";
import { crc32, PNG_SIGNATURE, pngChunk } from "../src/image/png-chunk.ts";
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

/** Big-endian fields: [bytes, value] pairs, or bytes as they are. */
export function fields(
  ...parts: readonly (readonly [bytes: number, value: number] | Uint8Array | string)[]
): Uint8Array {
  return joined(
    parts.map((part) => {
      if (typeof part === "string") return Uint8Array.from(part, (letter) => letter.charCodeAt(0));
      if (part instanceof Uint8Array) return part;
      const [size, value] = part;
      return Uint8Array.from({ length: size }, (_, at) => Math.floor(value / 256 ** (size - 1 - at)) & 255);
    }),
  );
}

export interface RecordedPicture {
  readonly position: number;
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/** ISO/IEC 19794-4:2005; with a product identifier it is INCITS 381-2004. */
export function iso19794Images2005(
  pictures: readonly RecordedPicture[],
  options: { coding: number; depth?: number; productIdentifier?: number },
): Uint8Array {
  const views = pictures.map(({ position, width, height, data }) =>
    fields(
      [4, data.length + 14],
      [1, position],
      [1, 1],
      [1, 1],
      [1, 80],
      [1, 0],
      [2, width],
      [2, height],
      [1, 0],
      data,
    ),
  );
  const body = joined(views);
  const product = options.productIdentifier === undefined ? fields() : fields([4, options.productIdentifier]);
  return fields(
    "FIR\0",
    "010\0",
    [6, 32 + product.length + body.length],
    product,
    [2, 0],
    [2, 31],
    [1, pictures.length],
    [1, 2],
    [2, 197],
    [2, 197],
    [2, 197],
    [2, 197],
    [1, options.depth ?? 8],
    [1, options.coding],
    [2, 0],
    body,
  );
}

/** ISO/IEC 19794-4:2011 with a quality block and a certification block in each picture. */
export function iso19794Images2011(pictures: readonly RecordedPicture[], coding: number): Uint8Array {
  const views = pictures.map(({ position, width, height, data }, index) => {
    const body = fields(
      new Uint8Array(14),
      [1, 1],
      [1, 73],
      [4, 0],
      [1, 1],
      [3, 0],
      [1, position],
      [1, index],
      [1, 1],
      [2, 500],
      [2, 500],
      [2, 500],
      [2, 500],
      [1, 8],
      [1, coding],
      [1, 1],
      [2, width],
      [2, height],
      [4, data.length],
      data,
    );
    return fields([4, body.length + 4], body);
  });
  const body = joined(views);
  return fields(
    "FIR\0",
    "020\0",
    [4, 16 + body.length],
    [2, pictures.length],
    [1, 1],
    [1, pictures.length],
    body,
  );
}

/** An ANSI/NIST-ITL record of named fields, from its second field on; field 999 comes last. */
export function nistTagged(
  type: number,
  values: readonly (readonly [field: number, value: string | Uint8Array])[],
): Uint8Array {
  const body = joined(
    values.map(([field, value]) =>
      fields(
        `\x1d${type}.${String(field).padStart(3, "0")}:`,
        typeof value === "string" ? fields(value) : value,
      ),
    ),
  );
  // The length counts its own digits.
  const head = (length: number) => `${type}.001:${length}`;
  let length = body.length + 1 + head(0).length;
  while (head(length).length + body.length + 1 !== length) length = head(length).length + body.length + 1;
  return fields(head(length), body, "\x1c");
}

/** A record of type 4 with pixels as they are or coded. */
export function nistType4(picture: RecordedPicture & { coding: number; designation: number }): Uint8Array {
  const { data, designation, position, width, height, coding } = picture;
  return fields(
    [4, 18 + data.length],
    [1, designation],
    [1, 0],
    [1, position],
    [5, 0xffffffffff],
    [1, 0],
    [2, width],
    [2, height],
    [1, coding],
    data,
  );
}

/** A file of ANSI/NIST-ITL from its records, each with its type and designation. */
export function nistFile(
  records: readonly (readonly [type: number, designation: number, bytes: Uint8Array])[],
): Uint8Array {
  const listed = [
    `1\x1f${records.length}`,
    ...records.map(([type, designation]) => `${type}\x1f${designation}`),
  ];
  const header = nistTagged(1, [
    [2, "0400"],
    [3, listed.join("\x1e")],
    [11, "19.69"],
  ]);
  return joined([header, ...records.map(([, , bytes]) => bytes)]);
}

/** The FBI's filters: right halves of the analysis low (9 taps) and high filter (7 taps), as WSQ files hold them. */
const WSQ_TAPS = [
  [0, 0.8526986790094],
  [0, 0.37740285561265],
  [1, 0.11062440441842],
  [1, 0.02384946501938],
  [0, 0.037828455506995],
  [0, 0.78848561640566],
  [1, 0.41809227322221],
  [1, 0.040689417609558],
  [0, 0.064538882628938],
] as const;

/** A WSQ picture of given quantised coefficients, every code 8 bits long; shift 128, scale 1, every bin 2 wide. */
export function wsqOf(
  width: number,
  height: number,
  coefficients: ArrayLike<number>,
  comment?: string,
): Uint8Array {
  const codes: number[] = [];
  for (let at = 0; at < coefficients.length; ) {
    let run = 0;
    while (run < 100 && at + run < coefficients.length && coefficients[at + run] === 0) run++;
    codes.push(run > 0 ? run - 1 : coefficients[at]! + 180 - 1); // value 1 has code 0
    at += Math.max(1, run);
  }
  const stuffed = codes.flatMap((code) => (code === 0xff ? [0xff, 0] : [code]));
  const taps = WSQ_TAPS.map(([sign, value]) => fields([1, sign], [1, 9], [4, Math.round(value * 1e9)]));
  const counts = new Uint8Array(16);
  counts[7] = 254;
  const quantisation = Array.from({ length: 64 }, () => fields([1, 0], [2, 2], [1, 1], [2, 24]));
  return fields(
    [2, 0xffa0],
    ...(comment === undefined ? [] : [fields([2, 0xffa8], [2, comment.length + 2], comment)]),
    [2, 0xffa4],
    [2, 58],
    [1, 9],
    [1, 7],
    ...taps,
    [2, 0xffa5],
    [2, 389],
    [1, 2],
    [2, 44],
    ...quantisation,
    [2, 0xffa2],
    [2, 17],
    [1, 0],
    [1, 255],
    [2, height],
    [2, width],
    [1, 0],
    [2, 128],
    [1, 0],
    [2, 1],
    [1, 2],
    [2, 0],
    [2, 0xffa6],
    [2, 2 + 1 + 16 + 254],
    [1, 0],
    counts,
    Uint8Array.from({ length: 254 }, (_, at) => at + 1),
    [2, 0xffa3],
    [2, 3],
    [1, 0],
    Uint8Array.from(stuffed),
    [2, 0xffa1],
  );
}

/** The checksums of a damaged PNG's chunks put right, as far as its lengths lead, so that what lies behind them is reached. */
export function withChecksums(png: Uint8Array): Uint8Array {
  const copy = png.slice();
  const view = new DataView(copy.buffer);
  for (let at = 8; at + 12 <= copy.length; ) {
    const end = at + 8 + view.getUint32(at);
    if (end + 4 > copy.length) break;
    view.setUint32(end, crc32(copy.subarray(at + 4, end)));
    at = end + 4;
  }
  return copy;
}

/** A JPEG with 500 dots per inch in its JFIF segment, as scanners write it. */
export function jpegOf({ width, height, pixels }: GreyImage): Uint8Array {
  const data = new Uint8Array(4 * pixels.length);
  for (const [at, pixel] of pixels.entries()) data.set([pixel, pixel, pixel, 255], 4 * at);
  const file = Uint8Array.from(jpeg.encode({ width, height, data }, 98).data);
  file.set([1, 500 >> 8, 500 & 255, 500 >> 8, 500 & 255], 13);
  return file;
}
