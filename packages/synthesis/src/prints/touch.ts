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
    // Undistorted guess, then the miss is walked back; the distortion is slow, so that this closes in.
    const [px, py] = [column - PAD.centreColumn, row - PAD.centreRow];
    let x = sensor.width / 2 + scale * (shiftX + cosine * px + sine * py);
    let y = sensor.height / 2 + scale * (shiftY - sine * px + cosine * py);
    for (let step = 0; step < 12; step++) {
      const there = toPad(x, y);
      const [missX, missY] = [column - there.x, row - there.y];
      x += scale * (cosine * missX + sine * missY);
      y += scale * (-sine * missX + cosine * missY);
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
  return (x, y) => {
    const out = Math.hypot(x / stickX, y / stickY) - 1;
    const follow = out <= 0 ? 0 : out >= reach ? 1 : 0.5 - 0.5 * Math.cos((Math.PI * out) / reach);
    let qx = x - follow * (dragX - turn * y);
    let qy = y - follow * (dragY + turn * x);
    for (const wave of waves) {
      const swing = Math.sin(wave.kx * x + wave.ky * y + wave.phase);
      qx += wave.x * swing;
      qy += wave.y * swing;
    }
    return [qx, qy];
  };
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
