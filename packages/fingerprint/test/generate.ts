import { type Minutia, type Template, templateOf } from "../src/index.ts";

/**
 * Synthetic fingers for calibration and tests. A master finger has an orientation field by pattern class (zero-pole
 * model, Sherlock & Monro 1993), minutiae that follow it, and a smooth field that decides which way along the ridge
 * they point, since spatially random directions make different fingers look more different than they are.
 */
export type Random = () => number;

/** mulberry32: small, seeded, good enough for fixtures. */
export function randomFrom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

export function gaussian(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

export interface MasterFinger {
  readonly position: number;
  /** Pixels at 500 dpi about the core, y down; angle in radians, counter-clockwise. */
  readonly minutiae: readonly { x: number; y: number; angle: number; kind: number; strength: number }[];
}

type Pole = readonly [x: number, y: number];
const CLASSES: readonly { upTo: number; cores: readonly Pole[]; deltas: readonly Pole[] }[] = [
  { upTo: 0.06, cores: [], deltas: [] },
  { upTo: 0.09, cores: [[0, 0]], deltas: [[0, 90]] },
  { upTo: 0.39, cores: [[0, 0]], deltas: [[85, 100]] },
  { upTo: 0.7, cores: [[0, 0]], deltas: [[-85, 100]] },
  {
    upTo: 1,
    cores: [
      [0, -12],
      [0, 14],
    ],
    deltas: [
      [-95, 105],
      [95, 105],
    ],
  },
];

interface Wave {
  readonly x: number;
  readonly y: number;
  readonly phase: number;
}

function polarityWaves(random: Random): Wave[] {
  return Array.from({ length: 4 }, () => ({
    x: gaussian(random) / 70,
    y: gaussian(random) / 70,
    phase: random() * 2 * Math.PI,
  }));
}

const COMMON_WAVES = polarityWaves(randomFrom(1976));

function wavesAt(waves: readonly Wave[], x: number, y: number): number {
  return waves.reduce((sum, wave) => sum + Math.sin(wave.x * x + wave.y * y + wave.phase), 0);
}

export function masterFinger(random: Random, position = 2): MasterFinger {
  const draw = random();
  const pattern = CLASSES.find((candidate) => draw < candidate.upTo) ?? CLASSES[2]!;
  const jitter = ([x, y]: Pole): Pole => [x + 7 * gaussian(random), y + 9 * gaussian(random)];
  const cores = pattern.cores.map(jitter);
  const deltas = pattern.deltas.map(jitter);
  const archHeight = 0.5 + 0.5 * random();
  const orientation = (x: number, y: number): number => {
    if (cores.length === 0)
      return archHeight * Math.sin((x / 130) * Math.PI) * Math.exp(-((y - 20) ** 2) / 12000);
    let sum = 0;
    for (const [cx, cy] of cores) sum += 0.5 * Math.atan2(-(y - cy), x - cx);
    for (const [dx, dy] of deltas) sum -= 0.5 * Math.atan2(-(y - dy), x - dx);
    return sum;
  };
  const own = polarityWaves(random);
  // Fingers share much of where ridges begin and end along the flow, so most of the field is common to all.
  const polarity = (x: number, y: number): number =>
    1.4 * wavesAt(COMMON_WAVES, x, y) + 0.5 * wavesAt(own, x, y);
  const wanted = Math.round(45 + 35 * random());
  const minutiae: { x: number; y: number; angle: number; kind: number; strength: number }[] = [];
  for (let attempt = 0; attempt < 4000 && minutiae.length < wanted; attempt++) {
    const x = (random() * 2 - 1) * 135;
    const y = (random() * 2 - 1) * 180 + 20;
    if ((x / 135) ** 2 + ((y - 20) / 180) ** 2 > 1) continue;
    const nearCore = Math.exp(-(x * x + y * y) / (2 * 70 * 70));
    if (random() > 0.45 + 0.55 * nearCore) continue;
    if (minutiae.some((other) => (other.x - x) ** 2 + (other.y - y) ** 2 < 110)) continue;
    const flip = polarity(x, y) + 0.5 * gaussian(random) > 0 ? Math.PI : 0;
    minutiae.push({
      x,
      y,
      angle: orientation(x, y) + flip + 0.08 * gaussian(random),
      kind: random() < 0.6 ? 1 : 2,
      strength: random(),
    });
  }
  return { position, minutiae };
}

/** How an impression departs from its master. Lengths in pixels at 500 dpi, angles in radians. */
export interface Wear {
  readonly rotation: number;
  readonly shift: number;
  readonly positionNoise: number;
  readonly angleNoise: number;
  readonly missing: number;
  readonly spurious: number;
  readonly distortion: number;
  /** Half axes of the part of the finger that touched the sensor. */
  readonly contact: readonly [number, number];
}

export const GOOD_WEAR: Wear = {
  rotation: 0.15,
  shift: 12,
  positionNoise: 1.5,
  angleNoise: 0.08,
  missing: 0.15,
  spurious: 0.08,
  distortion: 4,
  contact: [125, 165],
};

export const POOR_WEAR: Wear = {
  rotation: 0.25,
  shift: 30,
  positionNoise: 2.2,
  angleNoise: 0.14,
  missing: 0.3,
  spurious: 0.2,
  distortion: 7,
  contact: [95, 125],
};

const WIDTH = 400;
const HEIGHT = 480;

/** One impression of a finger: turned, moved, bent, with minutiae lost and invented. */
export function impressionOf(finger: MasterFinger, random: Random, wear: Wear = GOOD_WEAR): Template {
  const turn = wear.rotation * gaussian(random);
  const moveX = wear.shift * gaussian(random);
  const moveY = wear.shift * gaussian(random);
  const bend = Array.from({ length: 6 }, () => (wear.distortion * gaussian(random)) / 100);
  const windowX = 0.5 * wear.shift * gaussian(random);
  const windowY = 20 + wear.shift * gaussian(random);
  const inWindow = (x: number, y: number): boolean =>
    ((x - windowX) / wear.contact[0]) ** 2 + ((y - windowY) / wear.contact[1]) ** 2 <= 1;
  const minutiae: Minutia[] = [];
  const place = (x: number, y: number, angle: number, kind: number, quality: number): void => {
    const bentX = x + (bend[0]! * x * x + bend[1]! * x * y + bend[2]! * y * y) / 100;
    const bentY = y + (bend[3]! * x * x + bend[4]! * x * y + bend[5]! * y * y) / 100;
    const noisyX = bentX + wear.positionNoise * gaussian(random);
    const noisyY = bentY + wear.positionNoise * gaussian(random);
    const px = Math.round(noisyX * Math.cos(turn) + noisyY * Math.sin(turn) + moveX + WIDTH / 2);
    const py = Math.round(-noisyX * Math.sin(turn) + noisyY * Math.cos(turn) + moveY + HEIGHT / 2 - 20);
    if (px < 0 || py < 0 || px >= WIDTH || py >= HEIGHT) return;
    const turned = angle + turn + wear.angleNoise * gaussian(random);
    minutiae.push({ x: px, y: py, angle: Math.round((turned * 128) / Math.PI) & 255, kind, quality });
  };
  for (const minutia of finger.minutiae) {
    // A faint minutia is missed more often than a strong one, in every impression.
    if (!inWindow(minutia.x, minutia.y) || random() < wear.missing * (1.6 - 1.2 * minutia.strength)) continue;
    const kind = random() < 0.12 ? 3 - minutia.kind : minutia.kind;
    place(minutia.x, minutia.y, minutia.angle, kind, 40 + Math.round(50 * minutia.strength));
  }
  const invented = Math.round(wear.spurious * minutiae.length * 2 * random());
  for (let count = 0; count < invented; count++) {
    const x = windowX + (random() * 2 - 1) * wear.contact[0];
    const y = windowY + (random() * 2 - 1) * wear.contact[1];
    if (!inWindow(x, y)) continue;
    const near = finger.minutiae.reduce((best, other) =>
      (other.x - x) ** 2 + (other.y - y) ** 2 < (best.x - x) ** 2 + (best.y - y) ** 2 ? other : best,
    );
    place(
      x,
      y,
      near.angle + (random() < 0.5 ? Math.PI : 0) + 0.2 * gaussian(random),
      random() < 0.7 ? 1 : 2,
      20 + Math.round(30 * random()),
    );
  }
  const quality = Math.round(Math.max(5, 95 - 150 * wear.missing - 100 * wear.spurious));
  return templateOf(
    { position: finger.position, width: WIDTH, height: HEIGHT, resolution: 197, quality },
    minutiae,
  );
}
