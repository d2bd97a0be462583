import { Zstd } from "@hpcc-js/wasm-zstd";

/*
 * Zstandard (RFC 8878) by the reference library compiled to WebAssembly, since Node 20 has none of its own. A message is
 * one frame that says how large its content is; this is read before anything is unpacked, and the library writes no
 * further than what was said, so that no message unpacks to more than the limit.
 */
const MAGIC = 0xfd2fb528;
const LEVEL = 3;
/** Bytes of the dictionary's name and of the content's size, by the flags of the frame header's descriptor (3.1.1.1.1). */
const DICTIONARY_BYTES = [0, 1, 2, 4] as const;
const SIZE_BYTES = [0, 2, 4, 8] as const;
/** A size in two bytes counts from here. */
const TWO_BYTES_FROM = 256;

let loading: Promise<Zstd> | undefined;

async function library(): Promise<Zstd> {
  loading ??= Zstd.load();
  return loading;
}

export async function compress(plain: Uint8Array): Promise<Uint8Array> {
  return (await library()).compress(plain, LEVEL);
}

/**
 * Unpacks one frame whose content is at most `mostBytes`.
 * @throws Error where it is none, says more or nothing of its size, or is not what it says
 */
export async function decompress(packed: Uint8Array, mostBytes: number): Promise<Buffer> {
  const size = contentSize(packed);
  if (size === undefined || size > mostBytes) throw new RangeError("the frame's content is too large");
  // The library's empty answer to an empty content is no different from none.
  if (size === 0) return Buffer.alloc(0);
  const plain = (await library()).decompress(packed);
  if (plain.byteLength !== size) throw new RangeError("the frame's content is not of the size that it says");
  return Buffer.from(plain.buffer, plain.byteOffset, plain.byteLength);
}

/** Size of a frame's content as its header says; undefined where it says nothing or is no frame's header. */
export function contentSize(frame: Uint8Array): number | undefined {
  const header = Buffer.from(frame.buffer, frame.byteOffset, Math.min(frame.byteLength, 18));
  if (header.length < 6 || header.readUInt32LE(0) !== MAGIC) return undefined;
  const descriptor = header[4]!;
  const isSingleSegment = (descriptor & 0x20) !== 0;
  const sizeFlag = descriptor >> 6;
  const sizeBytes = sizeFlag === 0 && isSingleSegment ? 1 : SIZE_BYTES[sizeFlag]!;
  const at = 5 + (isSingleSegment ? 0 : 1) + DICTIONARY_BYTES[descriptor & 3]!;
  if (sizeBytes === 0 || header.length < at + sizeBytes) return undefined;
  if (sizeBytes === 8) return Number(header.readBigUInt64LE(at));
  return header.readUIntLE(at, sizeBytes) + (sizeBytes === 2 ? TWO_BYTES_FROM : 0);
}
