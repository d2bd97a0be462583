import type { Random } from "../random.ts";
import { PAD } from "./finger-pad.ts";
import type { PrintDifficulty } from "./print-difficulty.ts";
import type { SensorProfile } from "./sensor-profile.ts";

/** Where the skin of a finger comes to lie on a sensor. Image places are pixels, x right, y down, from the top left. */
export interface Touch {
  /** Image pixels for a pixel at 500 dpi. */
  readonly scale: number;
  /** The place on the pad's raster that touches a place of the image. */
  toPad(x: number, y: number): Place;
  /** The place on the image where a place of the pad's raster comes to lie; perhaps beyond the image. */
  toImage(column: number, row: number): Place;
}

interface Place {
  readonly x: number;
  readonly y: number;
}

/** A place of the skin is found on the image to this part of a pixel. */
const NEAR_ENOUGH = 0.01;
const MOST_STEPS = 100;
const LONGEST = 20;

/**
 * Draws how a finger is laid on: turned, shifted, dragged. Skin distorts after Cappelli, Maio and Maltoni
 * ("Modelling plastic distortion in fingerprint images", ICAPR 2001): the middle of the contact sticks to the
 * sensor, the finger moves and turns on, and the skin between follows more and more the further out it is. A slow
 * wave on top stands for the roll of the finger, and on a sweep sensor for its uneven speed.
 */
export function drawTouch(random: Random, sensor: SensorProfile, difficulty: PrintDifficulty): Touch {
  const scale = sensor.dotsPerInch / 500;
  const rotation = difficulty.rotationSigma * random.normal();
  const shiftX = difficulty.shiftSigma * random.normal();
  const shiftY = difficulty.shiftSigma * random.normal();
  const cosine = Math.cos(rotation);
  const sine = Math.sin(rotation);
  const skin = drawSkin(random, difficulty.distortion);
  const sweep = drawSweep(random, sensor.sweep, sensor.height / scale);

  const toPad = (x: number, y: number): Place => {
    const [swept, row] = sweep((x - sensor.width / 2) / scale, (y - sensor.height / 2) / scale);
    const [qx, qy] = skin(swept - shiftX, row - shiftY);
    return { x: PAD.centreColumn + cosine * qx - sine * qy, y: PAD.centreRow + sine * qx + cosine * qy };
  };
  const toImage = (column: number, row: number): Place => {
    // Undistorted guess, then Newton's steps by differences over a pixel; never farther than LONGEST at once.
    const [px, py] = [column - PAD.centreColumn, row - PAD.centreRow];
    let x = sensor.width / 2 + scale * (shiftX + cosine * px + sine * py);
    let y = sensor.height / 2 + scale * (shiftY - sine * px + cosine * py);
    for (let step = 0; step < MOST_STEPS; step++) {
      const there = toPad(x, y);
      const [missX, missY] = [column - there.x, row - there.y];
      if (Math.hypot(missX, missY) < NEAR_ENOUGH) break;
      const right = toPad(x + 1, y);
      const down = toPad(x, y + 1);
      const [a, b, c, d] = [right.x - there.x, down.x - there.x, right.y - there.y, down.y - there.y];
      const area = a * d - b * c;
      const [stepX, stepY] = [(d * missX - b * missY) / area, (a * missY - c * missX) / area];
      const bounded = Math.min(1, (LONGEST * scale) / Math.hypot(stepX, stepY));
      x += bounded * stepX;
      y += bounded * stepY;
    }
    return { x, y };
  };
  return { scale, toPad, toImage };
}

type Bend = (x: number, y: number) => readonly [x: number, y: number];

/** @param strength 0 none; 1 a drag of about half a millimetre and a turn of 5 degrees (standard deviations) */
function drawSkin(random: Random, strength: number): Bend {
  const dragX = 11 * strength * random.normal();
  const dragY = 11 * strength * random.normal();
  const turn = 0.09 * strength * random.normal();
  const [stickX, stickY] = [45 + 20 * random.next(), 60 + 20 * random.next()];
  const reach = 1.1 + 0.5 * random.next();
  const waves = Array.from({ length: 3 }, () => ({
    x: 1.6 * strength * random.normal(),
    y: 1.6 * strength * random.normal(),
    kx: (random.next() - 0.5) * 0.045,
    ky: (random.next() - 0.5) * 0.045,
    phase: 2 * Math.PI * random.next(),
  }));
  const bend =
    (share: number): Bend =>
    (x, y) => {
      const out = Math.hypot(x / stickX, y / stickY) - 1;
      const follow = out <= 0 ? 0 : out >= reach ? 1 : 0.5 - 0.5 * Math.cos((Math.PI * out) / reach);
      let qx = x - share * follow * (dragX - turn * y);
      let qy = y - share * follow * (dragY + turn * x);
      for (const wave of waves) {
        const swing = Math.sin(wave.kx * x + wave.ky * y + wave.phase);
        qx += wave.x * swing;
        qy += wave.y * swing;
      }
      return [qx, qy];
    };
  let share = 1;
  while (share > 0.1 && folds(bend(share))) share *= 0.9;
  return bend(share);
}

/** Distance of the places that are looked at, pixels: the bend is slow. */
const GRID = 24;
/** Skin may be pressed together to so little of its area; less would lay it in folds. */
const LEAST_AREA = 0.2;

/** Whether a bend lays skin over itself anywhere on the pad, where one place of the image would be two of the skin. */
function folds(bend: Bend): boolean {
  for (let y = -PAD.centreRow; y < PAD.height - PAD.centreRow; y += GRID)
    for (let x = -PAD.centreColumn; x < PAD.width - PAD.centreColumn; x += GRID) {
      const [x0, y0] = bend(x, y);
      const [x1, y1] = bend(x + 1, y);
      const [x2, y2] = bend(x, y + 1);
      if ((x1 - x0) * (y2 - y0) - (x2 - x0) * (y1 - y0) < LEAST_AREA) return true;
    }
  return false;
}

/** A finger drawn over a line of cells: the rows come at uneven speed and drift sideways. */
function drawSweep(random: Random, strength: number, heightPixels: number): Bend {
  if (strength === 0) return (x, y) => [x, y];
  const phase = 2 * Math.PI * random.next();
  const rate = (2 * Math.PI * (0.6 + random.next())) / heightPixels;
  const speed = 6 * strength * random.normal();
  const drift = 4 * strength * random.normal();
  const lean = 0.05 * strength * random.normal();
  return (x, y) => [
    x + lean * y + drift * Math.cos(rate * y + phase),
    y + speed * Math.sin(rate * y + phase),
  ];
}
