import type { GreyImage } from "../src/image/grey-image.ts";

/** A minutia of a drawn picture: `turn` is 1 where the additional ridge lies to the right of it, -1 to the left. */
export interface DrawnMinutia {
  readonly x: number;
  readonly y: number;
  readonly turn: 1 | -1;
}

/**
 * Horizontal ridges of 9 pixels in a disc on a plain ground, with minutiae exactly where they are asked for: the phase of the ridges turns
 * once around each.
 */
export function ridgePicture(
  width: number,
  height: number,
  minutiae: readonly DrawnMinutia[],
  grey: (phase: number, x: number, y: number) => number = (phase) => 130 + 90 * Math.cos(phase),
  ground = 255,
): GreyImage {
  const pixels = new Uint8Array(width * height).fill(ground);
  const radius = Math.min(width, height) / 2 - 4;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if ((x - width / 2) ** 2 + (y - height / 2) ** 2 > radius * radius) continue;
      let phase = (2 * Math.PI * y) / 9;
      for (const minutia of minutiae) phase += minutia.turn * Math.atan2(y - minutia.y, x - minutia.x);
      pixels[y * width + x] = Math.max(0, Math.min(255, grey(phase, x, y)));
    }
  }
  return { width, height, pixels, dotsPerInch: 500 };
}

/** A fixed sequence of numbers from 0 to 1 (mulberry32). */
export function sequence(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
