import { type GreyImage, MINUTIAE_LIMIT, type Template, templateOf } from "@accord/fingerprint";
import type { Random } from "../random.ts";
import { type Contact, drawContact } from "./contact.ts";
import type { MasterPrint } from "./master-print.ts";
import { PRINT_DIFFICULTIES, type PrintDifficulty, type PrintDifficultyName } from "./print-difficulty.ts";
import { renderImpression } from "./render-impression.ts";
import { SENSORS, type SensorName, type SensorProfile } from "./sensor-profile.ts";
import { drawTouch, type Touch } from "./touch.ts";

export interface PrintConditions {
  readonly sensor: SensorName | SensorProfile;
  readonly difficulty: PrintDifficultyName | PrintDifficulty;
}

/** A minutia of the finger, where it comes to lie on an image: pixels (perhaps beyond the image), radians. */
export interface TrueMinutia {
  readonly x: number;
  readonly y: number;
  readonly direction: number;
  readonly kind: number;
  /** On the image and well within the contact. */
  readonly visible: boolean;
}

export interface SyntheticImpression {
  readonly image: GreyImage;
  readonly truth: {
    /** Every minutia of the finger, in the master's order. */
    readonly minutiae: readonly TrueMinutia[];
    /** The visible ones as an extractor without fault would give them; quality 100. */
    readonly template: Template;
  };
}

/** Nearer to the rim of the contact than this a minutia cannot be told from the rim. */
const VISIBLE_OUTWARD = 0.9;
const RIM_PIXELS = 4;

/**
 * One touch of a finger on a sensor. The truth goes through the same turn, shift and distortion as the picture.
 *
 * @param random draws this impression's condition; the same stream gives the same picture
 */
export function impress(
  master: MasterPrint,
  random: Random,
  conditions: PrintConditions,
): SyntheticImpression {
  const sensor = typeof conditions.sensor === "string" ? SENSORS[conditions.sensor] : conditions.sensor;
  const difficulty =
    typeof conditions.difficulty === "string"
      ? PRINT_DIFFICULTIES[conditions.difficulty]
      : conditions.difficulty;
  const touch = drawTouch(random, sensor, difficulty);
  const contact = drawContact(random, difficulty);
  const minutiae = master.minutiae.map((minutia) => carried(minutia, touch, contact, sensor));
  return {
    image: renderImpression(master, random, { sensor, difficulty, touch, contact }),
    truth: { minutiae, template: visibleTemplate(master.position, sensor, minutiae) },
  };
}

function carried(
  minutia: MasterPrint["minutiae"][number],
  touch: Touch,
  contact: Contact,
  sensor: SensorProfile,
): TrueMinutia {
  const { column, row, direction, kind } = minutia;
  const { x, y } = touch.toImage(column, row);
  const ahead = touch.toImage(column + 6 * Math.cos(direction), row - 6 * Math.sin(direction));
  const rim = RIM_PIXELS * touch.scale;
  return {
    x,
    y,
    direction: Math.atan2(y - ahead.y, ahead.x - x),
    kind,
    visible:
      x >= rim &&
      y >= rim &&
      x < sensor.width - rim &&
      y < sensor.height - rim &&
      contact.outward(column, row) < VISIBLE_OUTWARD,
  };
}

function visibleTemplate(
  position: number,
  sensor: SensorProfile,
  minutiae: readonly TrueMinutia[],
): Template {
  return templateOf(
    {
      position,
      width: sensor.width,
      height: sensor.height,
      resolution: Math.round(sensor.dotsPerInch / 2.54),
      quality: 100,
    },
    minutiae
      .filter((minutia) => minutia.visible)
      .slice(0, MINUTIAE_LIMIT)
      .map(({ x, y, direction, kind }) => ({
        x: Math.round(x),
        y: Math.round(y),
        angle: (Math.round((direction * 128) / Math.PI) + 256) % 256,
        kind,
        quality: 100,
      })),
  );
}
