import { truncated, unsupported } from "./image-error.ts";
import { inflateExactly } from "./inflate.ts";
import { unpackBits } from "./pack-bits.ts";
import { unpackLzw } from "./tiff-lzw.ts";

/** A strip or tile: where its bytes lie in the file and its lines in the picture. */
export interface Strip {
  readonly offset: number;
  readonly byteCount: number;
  readonly left: number;
  readonly top: number;
  readonly lines: number;
  /** Bytes of one line when unpacked. */
  readonly lineBytes: number;
}

const UNCOMPRESSED = 1;
const LZW = 5;
const DEFLATE = 8;
const DEFLATE_OLD = 32946;
const PACK_BITS = 32773;

/**
 * Unpacks a strip into exactly `expected` bytes; what it holds beyond them is left unread.
 *
 * @throws FingerprintImageError `fingerprint.image.truncated` where it holds fewer, `fingerprint.image.unsupported` where
 *   the compression is another one (CCITT fax, JPEG)
 */
export function unpackStrip(
  packed: Uint8Array,
  compression: number,
  expected: number,
  where: number,
): Uint8Array {
  if (compression === DEFLATE || compression === DEFLATE_OLD) return inflateExactly(packed, expected, where);
  if (compression === UNCOMPRESSED) {
    if (packed.length < expected) throw truncated("a strip of the TIFF", where);
    return packed.slice(0, expected);
  }
  const output = new Uint8Array(expected);
  let written: number;
  if (compression === LZW) written = unpackLzw(packed, output);
  else if (compression === PACK_BITS) written = unpackBits(packed, output);
  else throw unsupported(`a TIFF of compression ${compression}`, where);
  if (written < expected) throw truncated("a strip of the TIFF", where);
  return output;
}
