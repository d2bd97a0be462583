/** Adam7 (ISO/IEC 15948 clause 8.2): first column, first line, step of columns, step of lines of each pass. */
export const PNG_PASSES: readonly (readonly [number, number, number, number])[] = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
];

/**
 * Undoes the filters of one pass in place (ISO/IEC 15948 clause 9). Each line is a filter byte and `lineBytes` bytes,
 * the first at `start`. Answers false where a filter is unknown.
 */
export function unfilter(
  data: Uint8Array,
  start: number,
  lines: number,
  lineBytes: number,
  pixelBytes: number,
): boolean {
  for (let line = 0; line < lines; line++) {
    const at = start + line * (lineBytes + 1) + 1;
    const end = at + lineBytes;
    const up = line === 0 ? 0 : lineBytes + 1;
    switch (data[at - 1]) {
      case 0:
        break;
      case 1:
        for (let i = at + pixelBytes; i < end; i++) data[i]! += data[i - pixelBytes]!;
        break;
      case 2:
        if (up > 0) for (let i = at; i < end; i++) data[i]! += data[i - up]!;
        break;
      case 3:
        for (let i = at; i < end; i++) {
          const left = i - at < pixelBytes ? 0 : data[i - pixelBytes]!;
          data[i]! += (left + (up === 0 ? 0 : data[i - up]!)) >> 1;
        }
        break;
      case 4:
        for (let i = at; i < end; i++) {
          const inside = i - at >= pixelBytes;
          const left = inside ? data[i - pixelBytes]! : 0;
          const above = up === 0 ? 0 : data[i - up]!;
          data[i]! += paeth(left, above, inside && up > 0 ? data[i - up - pixelBytes]! : 0);
        }
        break;
      default:
        return false;
    }
  }
  return true;
}

function paeth(left: number, above: number, corner: number): number {
  const byLeft = Math.abs(above - corner);
  const byAbove = Math.abs(left - corner);
  const byCorner = Math.abs(left + above - 2 * corner);
  if (byLeft <= byAbove && byLeft <= byCorner) return left;
  return byAbove <= byCorner ? above : corner;
}
