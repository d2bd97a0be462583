/** ISO/IEC 19794-2:2005 clause 7.4.3.2: what kind of ridge event a minutia is. */
export const MINUTIA_OTHER = 0;
export const MINUTIA_ENDING = 1;
export const MINUTIA_BIFURCATION = 2;

/** Most minutiae that one impression can carry in a record (one byte counts them). */
export const MINUTIAE_LIMIT = 255;

/**
 * The minutiae of one finger impression, as structure of arrays: the first `count` elements of each array are used.
 * Positions are pixels from the top left corner, x to the right, y down. Angles are in units of 360/256 degrees,
 * counter-clockwise from the positive x axis as seen on the image (ISO/IEC 19794-2:2005 clause 7.4.3.4).
 */
export interface Template {
  /** Finger position, ISO/IEC 19794-2:2005 table 2: 0 unknown, 1 right thumb … 5 right little, 6 left thumb … 10 left little. */
  readonly position: number;
  /** Image width and height in pixels, 1 to 16,383 where it holds minutiae. */
  readonly width: number;
  readonly height: number;
  /** Pixels per centimetre, at least 1; 197 is 500 dpi. */
  readonly resolution: number;
  /** Quality of the impression, 0 (worst) to 100 (best). */
  readonly quality: number;
  /** Number of minutiae, 0 to 255. */
  readonly count: number;
  readonly x: Uint16Array;
  readonly y: Uint16Array;
  readonly angle: Uint8Array;
  /** 0 other, 1 ridge ending, 2 bifurcation. */
  readonly kind: Uint8Array;
  /** Quality of each minutia, 1 to 100; 0 is "not reported". */
  readonly minutiaQuality: Uint8Array;
}

/** One minutia, for building a template by hand; see {@link Template} for units. */
export interface Minutia {
  readonly x: number;
  readonly y: number;
  readonly angle: number;
  readonly kind: number;
  readonly quality?: number;
}

/** Packs a list of minutiae (at most 255; more are cut) into a {@link Template}. Values are taken as they are: x, y integers inside the image. */
export function templateOf(
  impression: Pick<Template, "position" | "width" | "height" | "resolution" | "quality">,
  minutiae: readonly Minutia[],
): Template {
  const kept = minutiae.slice(0, MINUTIAE_LIMIT);
  return {
    position: impression.position,
    width: impression.width,
    height: impression.height,
    resolution: impression.resolution,
    quality: impression.quality,
    count: kept.length,
    x: Uint16Array.from(kept, (minutia) => minutia.x),
    y: Uint16Array.from(kept, (minutia) => minutia.y),
    angle: Uint8Array.from(kept, (minutia) => minutia.angle),
    kind: Uint8Array.from(kept, (minutia) => minutia.kind),
    minutiaQuality: Uint8Array.from(kept, (minutia) => minutia.quality ?? 0),
  };
}
