import { blur, type Plane, planeOf } from "./plane.ts";

/** Radius in pixels of the running means over which grey levels are evened out: a little more than a ridge and a valley. */
const RADIUS = 7;
/** Grey levels added to the local deviation, so that an empty ground stays quiet. */
const DEVIATION_FLOOR = 4;
/** Where evened-out grey levels are cut, so that specks and scratches do not outweigh ridges. */
const LIMIT = 2;

export interface Normalised {
  /** Grey levels with local mean 0 and local deviation about 1; 0 outside of the scene. */
  readonly plane: Plane;
  /** The local deviation, in grey levels; 0 outside of the scene. */
  readonly deviation: Plane;
}

/**
 * Evens out pressure, moisture and shading: subtracts the local mean, divides by the local deviation and bounds what is
 * left. Means are taken over pixels of the scene only.
 */
export function normalise(image: Plane, scene: Uint8Array): Normalised {
  const { width, height } = image;
  const mean = planeOf(width, height);
  const weight = planeOf(width, height);
  for (let at = 0; at < scene.length; at++) {
    if (scene[at] === 0) continue;
    weight.values[at] = 1;
    mean.values[at] = image.values[at]!;
  }
  blur(mean, RADIUS);
  blur(weight, RADIUS);
  const plane = planeOf(width, height);
  const deviation = planeOf(width, height);
  for (let at = 0; at < scene.length; at++) {
    if (scene[at] === 0) continue;
    const value = image.values[at]! - mean.values[at]! / weight.values[at]!;
    plane.values[at] = value;
    deviation.values[at] = value * value;
  }
  blur(deviation, RADIUS);
  for (let at = 0; at < scene.length; at++) {
    // Running means can fall a little below zero where nothing varies.
    const spread = scene[at] === 0 ? 0 : Math.sqrt(Math.max(0, deviation.values[at]! / weight.values[at]!));
    deviation.values[at] = spread;
    const value = plane.values[at]! / (spread + DEVIATION_FLOOR);
    plane.values[at] = Math.max(-LIMIT, Math.min(LIMIT, value));
  }
  return { plane, deviation };
}
