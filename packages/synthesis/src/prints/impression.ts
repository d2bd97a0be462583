import type { Template } from "@accord/fingerprint";
import { type Random, randomOf } from "../random.ts";
import { drawDirection, HALF_HEIGHT, HALF_WIDTH, type MasterFinger } from "./master-finger.ts";

/** `good` a live scan as usual, `dry` broken ridges, `partial` the finger half beside the sensor, `worn` ridges rubbed off. */
export type ImpressionCondition = "good" | "dry" | "partial" | "worn";

/** A sensor of 500 dpi (197 pixels/cm) with a window of 18 by 21 mm. */
const SENSOR = { width: 356, height: 412, resolution: 197 } as const;

const CONDITIONS = {
  good: { missing: [0.12, 0.28], spurious: [0.07, 0.2], offsetPixels: 0, quality: [55, 92] },
  dry: { missing: [0.25, 0.4], spurious: [0.15, 0.3], offsetPixels: 0, quality: [30, 58] },
  partial: { missing: [0.12, 0.28], spurious: [0.07, 0.2], offsetPixels: 140, quality: [40, 75] },
  worn: { missing: [0.4, 0.5], spurious: [0.34, 0.46], offsetPixels: 0, quality: [8, 34] },
} as const satisfies Record<ImpressionCondition, unknown>;

const ROTATION_SIGMA = (8 * Math.PI) / 180;
const SHIFT_SIGMA_PIXELS = 20;
const ELASTIC_PIXELS = [3, 9] as const;
const POSITION_JITTER_PIXELS = [0.8, 1.6] as const;
const DIRECTION_JITTER = [(2 * Math.PI) / 180, (4 * Math.PI) / 180] as const;
const KIND_FLIPPED = 0.12;
const SPACING_PIXELS = 4;

interface Found {
  readonly x: number;
  readonly y: number;
  readonly direction: number;
  readonly kind: number;
  readonly quality: number;
}

/**
 * One touch of a finger on the sensor: turned (sigma 8 degrees), shifted (sigma 20 pixels), bent smoothly by 2 to 4
 * pixels, cut by the sensor's window, with minutiae missed (more at the rim) and found where there are none.
 *
 * @param seed of this impression; the same seed gives the same bytes
 * @returns a template of the shape of `@accord/fingerprint`: pixels from the top left, angles 0 to 255 in units of
 * 360/256 degrees counter-clockwise, sorted by y then x
 */
export function impression(master: MasterFinger, seed: number, condition: ImpressionCondition): Template {
  const random = randomOf(seed, "impression");
  const noise = CONDITIONS[condition];
  const touch = drawTouch(random, noise.offsetPixels);
  const missing = within(random, noise.missing);
  const jitter = within(random, POSITION_JITTER_PIXELS);
  const turn = within(random, DIRECTION_JITTER);
  const quality = Math.round(within(random, noise.quality));
  const found: Found[] = [];

  for (let index = 0; index < master.x.length; index++) {
    const px = master.x[index] as number;
    const py = master.y[index] as number;
    // The mean of (0.55 + 0.9 r²) over the ellipse is 1.
    const rim = (px / HALF_WIDTH) ** 2 + (py / HALF_HEIGHT) ** 2;
    if (random.chance(missing * (0.55 + 0.9 * rim))) continue;
    const [tx, ty] = touch.place(px, py);
    const kind = master.kind[index] as number;
    add(found, {
      x: tx + jitter * random.normal(),
      y: ty - jitter * random.normal(),
      direction: (master.direction[index] as number) + touch.rotation + turn * random.normal(),
      kind: random.chance(KIND_FLIPPED) ? 3 - kind : kind,
      quality: clamp(quality + 12 * random.normal(), 1, 100),
    });
  }

  const expected = within(random, noise.spurious) * found.length;
  const spurious = Math.floor(expected) + (random.chance(expected % 1) ? 1 : 0);
  for (let index = 0; index < spurious; index++) {
    const angle = 2 * Math.PI * random.next();
    const radius = Math.sqrt(random.next());
    const px = HALF_WIDTH * radius * Math.cos(angle);
    const py = HALF_HEIGHT * radius * Math.sin(angle);
    const [tx, ty] = touch.place(px, py);
    add(found, {
      x: tx,
      y: ty,
      direction: drawDirection(random, master.field, px, py) + touch.rotation + 2 * turn * random.normal(),
      kind: 1 + random.int(2),
      quality: clamp(quality - 15 + 12 * random.normal(), 1, 100),
    });
  }
  return templateOf(master.position, quality, found);
}

interface Touch {
  readonly rotation: number;
  /** From finger coordinates (y up, from the centre) to the image's (y down, from the top left). */
  place(x: number, y: number): readonly [number, number];
}

function drawTouch(random: Random, offsetPixels: number): Touch {
  const rotation = ROTATION_SIGMA * random.normal();
  const cosine = Math.cos(rotation);
  const sine = Math.sin(rotation);
  const side = 2 * Math.PI * random.next();
  const shiftX = SHIFT_SIGMA_PIXELS * random.normal() + offsetPixels * Math.cos(side);
  const shiftY = SHIFT_SIGMA_PIXELS * random.normal() + offsetPixels * Math.sin(side);
  // Skin is dragged in waves longer than the finger is wide, so that neighbours move together.
  const amplitude = within(random, ELASTIC_PIXELS);
  const kx = (0.5 + random.next()) * 0.02;
  const ky = (0.5 + random.next()) * 0.015;
  const phaseX = 2 * Math.PI * random.next();
  const phaseY = 2 * Math.PI * random.next();
  return {
    rotation,
    place(x, y) {
      const bentX = x + amplitude * Math.sin(ky * y + phaseX);
      const bentY = y + amplitude * Math.sin(kx * x + phaseY);
      return [
        SENSOR.width / 2 + cosine * bentX - sine * bentY + shiftX,
        SENSOR.height / 2 - (sine * bentX + cosine * bentY) + shiftY,
      ];
    },
  };
}

function add(found: Found[], minutia: Found): void {
  const { x, y } = minutia;
  if (x < 4 || y < 4 || x > SENSOR.width - 5 || y > SENSOR.height - 5) return;
  for (const other of found) {
    if ((other.x - x) ** 2 + (other.y - y) ** 2 < SPACING_PIXELS * SPACING_PIXELS) return;
  }
  found.push(minutia);
}

function templateOf(position: number, quality: number, found: Found[]): Template {
  // Sorted by place, so that the order says nothing of which minutia is which.
  const sorted = found.sort((one, other) => Math.round(one.y) - Math.round(other.y) || one.x - other.x);
  return {
    position,
    ...SENSOR,
    quality,
    count: sorted.length,
    x: Uint16Array.from(sorted, (minutia) => Math.round(minutia.x)),
    y: Uint16Array.from(sorted, (minutia) => Math.round(minutia.y)),
    angle: Uint8Array.from(sorted, (minutia) => angleUnits(minutia.direction)),
    kind: Uint8Array.from(sorted, (minutia) => minutia.kind),
    minutiaQuality: Uint8Array.from(sorted, (minutia) => Math.round(minutia.quality)),
  };
}

function angleUnits(radians: number): number {
  const units = Math.round((radians * 128) / Math.PI) % 256;
  return units < 0 ? units + 256 : units;
}

function within(random: Random, [from, to]: readonly [number, number]): number {
  return from + (to - from) * random.next();
}

function clamp(value: number, from: number, to: number): number {
  return Math.min(to, Math.max(from, value));
}
