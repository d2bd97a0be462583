import { writePng } from "@accord/fingerprint";
import { impress, MasterCache, randomOf } from "@accord/synthesis";

const fingers = new MasterCache(8);

/** A PNG of one touch of a synthetic finger; the same numbers give the same picture. */
export function syntheticImage(finger: number, touch: number): Uint8Array {
  const { image } = impress(fingers.finger(finger), randomOf(finger, "touch", touch), {
    sensor: "optical",
    difficulty: "easy",
  });
  return writePng(image);
}
