import { Unzlib } from "fflate";
import { damaged, FingerprintImageError, truncated } from "./image-error.ts";

/** Deflate (RFC 1951) makes at most 258 bytes of two bits. */
const LARGEST_GROWTH = 1032;

/** Bytes given to the inflater at a time, so that no step makes more than 4 MB before its sum is looked at. */
const STEP_BYTES = 4096;

/**
 * Inflates a zlib stream (RFC 1950) that must hold exactly `expected` bytes. One too short to hold them is refused before
 * they are allocated, one that holds more is left as soon as it does.
 *
 * @param where byte offset of the stream in its file, for the error
 * @throws FingerprintImageError
 */
export function inflateExactly(stream: Uint8Array, expected: number, where: number): Uint8Array {
  if (expected > (stream.length + 1) * LARGEST_GROWTH) throw truncated("the compressed picture", where);
  const output = new Uint8Array(expected);
  let written = 0;
  const inflater = new Unzlib((chunk) => {
    if (chunk.length > expected - written) throw tooLong(expected, where);
    output.set(chunk, written);
    written += chunk.length;
  });
  try {
    for (let at = 0; at < stream.length; at += STEP_BYTES) {
      inflater.push(stream.subarray(at, at + STEP_BYTES), at + STEP_BYTES >= stream.length);
    }
  } catch (error) {
    throw error instanceof FingerprintImageError ? error : damaged("the compressed picture", where);
  }
  if (written !== expected) throw truncated("the compressed picture", where);
  return output;
}

function tooLong(expected: number, where: number): FingerprintImageError {
  return new FingerprintImageError(
    "fingerprint.image.damaged",
    `the picture inflates to more than the ${expected} bytes that its header asks for`,
    where,
    "Ask for the file again as its device wrote it, without conversion.",
  );
}
