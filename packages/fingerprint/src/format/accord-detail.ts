/**
 * 101 qualities of three kinds are more than a byte holds. Endings (0 to 100) and bifurcations (128 to 228) keep theirs
 * exactly; the codes between are for the other kind, whose quality is kept to the nearest of 53 steps.
 */
const OTHER_CODES = [...range(101, 128), ...range(229, 256)];
export const KIND_OF = new Uint8Array(256);
export const QUALITY_OF = new Uint8Array(256);
for (let quality = 0; quality <= 100; quality++) {
  KIND_OF[quality] = 1;
  QUALITY_OF[quality] = quality;
  KIND_OF[128 + quality] = 2;
  QUALITY_OF[128 + quality] = quality;
}
for (const [step, code] of OTHER_CODES.entries()) QUALITY_OF[code] = otherQuality(step);

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, index) => from + index);
}

/** Step 0 is "not reported"; 1 to 53 are 1 to 100. */
function otherQuality(step: number): number {
  return step === 0 ? 0 : Math.round(1 + ((step - 1) * 99) / 52);
}

export function detailOf(kind: number, quality: number): number {
  if (kind === 1) return quality;
  if (kind === 2) return 128 + quality;
  return OTHER_CODES[quality === 0 ? 0 : 1 + Math.round(((quality - 1) * 52) / 99)]!;
}
