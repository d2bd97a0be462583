import type { GreyImage } from "./grey-image.ts";
import { damaged, truncated, unsupported } from "./image-error.ts";
import { luminance } from "./luminance.ts";
import { checkSize } from "./picture-size.ts";
import { fromPerMetre, plausibleDotsPerInch, resolutionOf } from "./resolution.ts";

const FILE_HEADER_BYTES = 14;
const CORE_HEADER_BYTES = 12;
const INFO_HEADER_BYTES = 40;
const UNCOMPRESSED = 0;
const BIT_FIELDS = 3;
const STANDARD_MASKS = [0x00ff0000, 0x0000ff00, 0x000000ff];

/**
 * Reads a Windows bitmap (BITMAPCOREHEADER or BITMAPINFOHEADER and its successors), uncompressed, of 1, 4, 8, 24 or 32
 * bits, with its palette, from the bottom or from the top. Resolution comes from the header.
 *
 * @throws FingerprintImageError
 */
export function readBmp(bytes: Uint8Array, maximumPixels: number): GreyImage {
  if (bytes.length < FILE_HEADER_BYTES + CORE_HEADER_BYTES) throw truncated("the bitmap", bytes.length);
  const input = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const pixelsAt = input.getUint32(10, true);
  const headerBytes = input.getUint32(14, true);
  const core = headerBytes === CORE_HEADER_BYTES;
  if (!core && headerBytes < INFO_HEADER_BYTES) throw damaged("the bitmap's header", 14);
  if (headerBytes > bytes.length - FILE_HEADER_BYTES) throw truncated("the bitmap's header", bytes.length);

  const width = core ? input.getUint16(18, true) : input.getInt32(18, true);
  const signedHeight = core ? input.getUint16(20, true) : input.getInt32(22, true);
  const height = Math.abs(signedHeight);
  checkSize(width, height, maximumPixels, 18);
  const bits = input.getUint16(core ? 24 : 28, true);
  if (![1, 4, 8, 24, 32].includes(bits)) throw unsupported(`a bitmap of ${bits} bits a pixel`, 28);
  checkEncoding(input, bits, core ? UNCOMPRESSED : input.getUint32(30, true));

  const lineBytes = Math.ceil((width * bits) / 32) * 4;
  if (pixelsAt > bytes.length || lineBytes * height > bytes.length - pixelsAt) {
    throw truncated("the bitmap", bytes.length);
  }
  const greys =
    bits <= 8 ? paletteOf(bytes, FILE_HEADER_BYTES + headerBytes, core ? 3 : 4, 1 << bits) : undefined;
  const pixels = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    const line = pixelsAt + (signedHeight < 0 ? y : height - 1 - y) * lineBytes;
    for (let x = 0; x < width; x++) {
      pixels[y * width + x] =
        greys === undefined
          ? colourAt(bytes, line + (x * bits) / 8)
          : greys[(bytes[line + ((x * bits) >> 3)]! >> (8 - bits - ((x * bits) & 7))) & ((1 << bits) - 1)]!;
    }
  }
  const dotsPerInch = core ? undefined : plausibleDotsPerInch(fromPerMetre(input.getInt32(38, true)));
  return { width, height, pixels, ...resolutionOf(dotsPerInch) };
}

function checkEncoding(input: DataView, bits: number, encoding: number): void {
  if (encoding === UNCOMPRESSED) return;
  if (encoding !== BIT_FIELDS || bits !== 32) throw unsupported("a compressed bitmap", 30);
  if (input.byteLength < 66) throw truncated("the bitmap's header", input.byteLength);
  for (const [index, mask] of STANDARD_MASKS.entries()) {
    if (input.getUint32(54 + 4 * index, true) !== mask)
      throw unsupported("a bitmap of unusual colour masks", 54);
  }
}

/** Grey of each palette entry; entries that the file leaves out are black. */
function paletteOf(bytes: Uint8Array, start: number, entryBytes: number, colours: number): Uint8Array {
  const greys = new Uint8Array(colours);
  for (let index = 0; index < colours; index++) {
    const at = start + index * entryBytes;
    if (at + entryBytes > bytes.length) break;
    greys[index] = colourAt(bytes, at);
  }
  return greys;
}

const colourAt = (bytes: Uint8Array, at: number) => luminance(bytes[at + 2]!, bytes[at + 1]!, bytes[at]!);
