import type { GreyImage } from "@accord/fingerprint";
import type { Random } from "../random.ts";
import { blurred } from "./blur.ts";
import type { Contact } from "./contact.ts";
import { PAD } from "./finger-pad.ts";
import type { MasterPrint } from "./master-print.ts";
import { noiseField } from "./noise-field.ts";
import type { PrintDifficulty } from "./print-difficulty.ts";
import type { SensorProfile } from "./sensor-profile.ts";
import type { Touch } from "./touch.ts";

interface Scene {
  readonly sensor: SensorProfile;
  readonly difficulty: PrintDifficulty;
  readonly touch: Touch;
  readonly contact: Contact;
}

/** Skin places are computed at every this many pixels and interpolated between. */
const STEP = 8;
/** Distance from the middle of the contact (its rim at 1) at which nothing of the skin is seen. */
const AWAY = 1.12;
/** Height above which the skin touches in the driest, least pressed part of a print. */
const SLACKEST = 0.62;

/** The picture that a sensor takes of a finger's touch. */
export function renderImpression(master: MasterPrint, random: Random, scene: Scene): GreyImage {
  const { sensor } = scene;
  const ink = inkOf(master, random, scene);
  const pixels = develop(random, blurred(ink, sensor.width, sensor.height, blurOf(scene)), scene);
  return { width: sensor.width, height: sensor.height, pixels, dotsPerInch: sensor.dotsPerInch };
}

function blurOf({ sensor, touch }: Scene): number {
  return sensor.blur * touch.scale;
}

/** How much ridge touches at each pixel: 1 all, 0 none; below 0, to -1, where the skin is further and further away. */
function inkOf(master: MasterPrint, random: Random, scene: Scene): Float32Array {
  const { sensor, touch, contact } = scene;
  const { width, height } = sensor;
  const ink = new Float32Array(width * height).fill(-1);
  const field = (cellPixels: number) => noiseField(random, width, height, cellPixels * touch.scale);
  const [cloud, blot, patch, ridgeLike, grain] = [field(36), field(26), field(9), field(4.4), field(1.9)];
  const places = skinPlaces(touch, contact, width, height);
  // A hard touch makes ridges broad, a faint one thin; so do wetness and dryness.
  const lift = 0.1 - 0.38 * contact.pressure - 0.25 * contact.wetness + 0.3 * contact.dryness;
  const smudgeFrom = normalQuantile(1 - contact.smudges);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      places.at(x, y);
      const at = y * width + x;
      const outward = places.outward + 0.035 * cloud[at]! + 0.025 * patch[at]!;
      if (outward > AWAY) continue;
      const fading = Math.max(0, outward - 0.72) / 0.28;
      const dryness = Math.max(0, contact.dryness * (1 + 0.6 * cloud[at]!) + 0.5 * fading * fading);
      // Sweat stands in pools, in which ridges run together.
      const pool = smoothStep(blot[at]! - 1.9 + 2 * contact.wetness);
      // A finger that slides smears its ridges to an even grey with mottles of their size.
      const smudged = smoothStep(1.5 * (0.75 * cloud[at]! - 0.66 * blot[at]! - smudgeFrom) + 0.5);
      const slack =
        lift +
        (0.1 + 0.42 * contact.uneven) * cloud[at]! +
        (0.1 + 0.35 * dryness) * patch[at]! +
        0.25 * dryness -
        1.15 * contact.wetness * pool;
      // Within the contact the crests touch, however little; towards the rim nothing does.
      const threshold = Math.min(SLACKEST, slack) + 0.95 * fading ** 3 + Math.max(0, outward - 0.98) * 12;
      const relief = sample(master, places, contact) * (1 - 0.82 * smudged) + 0.4 * smudged * ridgeLike[at]!;
      const touching = relief - threshold + (0.16 + 0.62 * dryness) * grain[at]!;
      const away = smoothStep((outward - 0.8) / (AWAY - 0.8));
      // Where the skin hardly touches, ridges are faint as well as thin.
      const firmness = 1 - 0.45 * smoothStep(threshold / 0.9);
      ink[at] = touching <= -0.45 ? -away : firmness * smoothStep(0.5 + touching / 0.9) * (1 + away) - away;
    }
  }
  return ink;
}

/** Height of the skin: 1 the crest of a ridge, -1 a valley; lowered by pores and scars. */
function sample(master: MasterPrint, places: SkinPlaces, contact: Contact): number {
  const column = Math.floor(places.column);
  const row = Math.floor(places.row);
  if (column < 0 || row < 0 || column >= PAD.width - 1 || row >= PAD.height - 1) return -1;
  const fx = places.column - column;
  const fy = places.row - row;
  const at = row * PAD.width + column;
  const w00 = (1 - fx) * (1 - fy);
  const w10 = fx * (1 - fy);
  const w01 = (1 - fx) * fy;
  const w11 = fx * fy;
  const { ridges } = master;
  const { pores, scars } = master.marks;
  const [right, below, across] = [at + 1, at + PAD.width, at + PAD.width + 1];
  const ridge = w00 * ridges[at]! + w10 * ridges[right]! + w01 * ridges[below]! + w11 * ridges[across]!;
  const pore = w00 * pores[at]! + w10 * pores[right]! + w01 * pores[below]! + w11 * pores[across]!;
  const scar = w00 * scars[at]! + w10 * scars[right]! + w01 * scars[below]! + w11 * scars[across]!;
  return ridge / 127 - (contact.poresShow * pore) / 150 - (contact.scarsShow * scar) / 110;
}

interface SkinPlaces {
  column: number;
  row: number;
  outward: number;
  at(x: number, y: number): void;
}

/** The place of the skin under each pixel, from a grid. */
function skinPlaces(touch: Touch, contact: Contact, width: number, height: number): SkinPlaces {
  const columns = Math.ceil(width / STEP) + 2;
  const rows = Math.ceil(height / STEP) + 2;
  const grid = new Float32Array(3 * columns * rows);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const place = touch.toPad(column * STEP, row * STEP);
      grid.set([place.x, place.y, contact.outward(place.x, place.y)], 3 * (row * columns + column));
    }
  }
  const places: SkinPlaces = {
    column: 0,
    row: 0,
    outward: 0,
    at(x, y) {
      const at = 3 * ((y >> 3) * columns + (x >> 3));
      const below = at + 3 * columns;
      const fx = (x & 7) / STEP;
      const fy = (y & 7) / STEP;
      const w00 = (1 - fx) * (1 - fy);
      const w10 = fx * (1 - fy);
      const w01 = (1 - fx) * fy;
      const w11 = fx * fy;
      places.column = w00 * grid[at]! + w10 * grid[at + 3]! + w01 * grid[below]! + w11 * grid[below + 3]!;
      places.row =
        w00 * grid[at + 1]! + w10 * grid[at + 4]! + w01 * grid[below + 1]! + w11 * grid[below + 4]!;
      places.outward =
        w00 * grid[at + 2]! + w10 * grid[at + 5]! + w01 * grid[below + 2]! + w11 * grid[below + 5]!;
    },
  };
  return places;
}

/** From ink to grey: levels of the sensor, uneven light, noise. */
function develop(
  random: Random,
  ink: Float32Array,
  { sensor, difficulty, touch, contact }: Scene,
): Uint8Array {
  const { width, height } = sensor;
  const pixels = new Uint8Array(width * height);
  const shade = noiseField(random, width, height, 90 * touch.scale);
  const tone = noiseField(random, width, height, 14 * touch.scale);
  const columns = Float32Array.from({ length: width }, () => sensor.columnNoise * random.normal());
  const noise = noiseTable(random, sensor.noise * difficulty.noise);
  const depth = (sensor.valley - sensor.ridge) * (0.94 + 0.06 * contact.pressure);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = y * width + x;
      const value = ink[at]!;
      // Below 0 the skin does not reach, and the ground shows.
      const clear = value < 0 ? -value : 0;
      const ground = sensor.valley + clear * (sensor.background - sensor.valley);
      const grey =
        ground -
        Math.max(0, value) * depth * (0.9 + 0.1 * tone[at]!) +
        sensor.shading * shade[at]! +
        columns[x]! +
        noise();
      pixels[at] = grey < 0 ? 0 : grey > 255 ? 255 : grey + 0.5;
    }
  }
  return pixels;
}

/** Normal noise from a table: a picture has more pixels than it pays to draw for one by one. */
function noiseTable(random: Random, sigma: number): () => number {
  const table = Float32Array.from({ length: 4096 }, () => sigma * random.normal());
  return () => table[random.int(4096)]!;
}

/** 0 up to 0, 1 from 1 on, smooth between. */
function smoothStep(value: number): number {
  const t = Math.min(1, Math.max(0, value));
  return t * t * (3 - 2 * t);
}

/** The normal value that a share of draws stays below; by a logistic curve, true to 0.02 between 0.02 and 0.98. */
function normalQuantile(share: number): number {
  return share >= 1 ? Number.POSITIVE_INFINITY : Math.log(share / (1 - share)) / 1.702;
}
