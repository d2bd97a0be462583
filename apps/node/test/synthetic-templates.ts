import { extract, readImage, writeTemplates } from "@accord/fingerprint";
import { syntheticImage } from "./synthetic-images.ts";

/** ISO/IEC 19794-2 records of two touches of one finger, and of another finger. */
export function syntheticTemplates(): { enrolled: Uint8Array; again: Uint8Array; other: Uint8Array } {
  const template = (finger: number, touch: number) =>
    writeTemplates([extract(readImage(syntheticImage(finger, touch))).template]);
  return { enrolled: template(1, 1), again: template(1, 2), other: template(2, 1) };
}
