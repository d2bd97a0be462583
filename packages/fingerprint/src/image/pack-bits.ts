/**
 * Unpacks PackBits runs (TIFF 6.0 section 9) until the input ends or the output is full.
 *
 * @returns bytes written
 */
export function unpackBits(packed: Uint8Array, output: Uint8Array): number {
  let at = 0;
  let written = 0;
  while (at < packed.length && written < output.length) {
    const header = packed[at++]!;
    if (header === 128) continue;
    if (header < 128) {
      const run = packed.subarray(at, at + Math.min(header + 1, output.length - written));
      output.set(run, written);
      at += header + 1;
      written += run.length;
    } else {
      const end = Math.min(written + 257 - header, output.length);
      if (at >= packed.length) break;
      output.fill(packed[at++]!, written, end);
      written = end;
    }
  }
  return written;
}
