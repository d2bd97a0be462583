const CLEAR = 256;
const END = 257;
const FIRST_FREE = 258;
const LARGEST_TABLE = 4096;

/**
 * Unpacks TIFF's LZW (TIFF 6.0 section 13: codes of 9 to 12 bits, most significant bit first, the width growing one code
 * early) until the end code, the end of the input or a full output. Each table entry is its prefix and one byte, so the
 * table takes 16 KB whatever the input.
 *
 * @returns bytes written; a code that stands for nothing ends unpacking there
 */
export function unpackLzw(packed: Uint8Array, output: Uint8Array): number {
  const prefix = new Uint16Array(LARGEST_TABLE);
  const last = new Uint8Array(LARGEST_TABLE);
  const length = new Uint16Array(LARGEST_TABLE);
  for (let code = 0; code < 256; code++) {
    last[code] = code;
    length[code] = 1;
  }
  let free = FIRST_FREE;
  let width = 9;
  let bits = 0;
  let held = 0;
  let at = 0;
  let written = 0;
  let previous = -1;
  while (written < output.length) {
    while (held < width) {
      if (at >= packed.length) return written;
      bits = ((bits << 8) | packed[at++]!) & 0xffffff;
      held += 8;
    }
    held -= width;
    const code = (bits >> held) & ((1 << width) - 1);
    if (code === END) return written;
    if (code === CLEAR) {
      free = FIRST_FREE;
      width = 9;
      previous = -1;
      continue;
    }
    // A code that is just about to be defined stands for the previous string and its own first byte.
    const known = code < free && code !== CLEAR;
    if (!known && (code !== free || previous < 0)) return written;
    const start = written;
    const source = known ? code : previous;
    written = writeString(source, prefix, last, length[source]!, output, start);
    if (!known && written < output.length) output[written++] = output[start]!;
    if (previous >= 0 && free < LARGEST_TABLE) {
      prefix[free] = previous;
      last[free] = output[start]!;
      length[free] = length[previous]! + 1;
      free++;
      if (free === (1 << width) - 1 && width < 12) width++;
    }
    previous = code;
  }
  return written;
}

/** Writes a string from its end, cut where the output ends. Returns where it ends. */
function writeString(
  code: number,
  prefix: Uint16Array,
  last: Uint8Array,
  length: number,
  output: Uint8Array,
  start: number,
): number {
  let at = start + length - 1;
  let current = code;
  while (at >= start) {
    if (at < output.length) output[at] = last[current]!;
    current = prefix[current]!;
    at--;
  }
  return Math.min(start + length, output.length);
}
