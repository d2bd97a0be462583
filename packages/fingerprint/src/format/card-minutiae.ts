import type { Template } from "../template.ts";
import { toSixBits } from "./angle-units.ts";
import { countOf } from "./impression.ts";
import type { MinutiaColumns } from "./minutia-columns.ts";

/** Units a centimetre and the largest coordinate: 163.83 mm in the normal format, 25.5 mm in the compact one. */
const CARD_UNITS = {
  "iso-card-normal": { perCentimetre: 1000, most: 0x3fff },
  "iso-card-compact": { perCentimetre: 100, most: 255 },
} as const;

/**
 * Minutiae as a card takes them. Where the image is larger than the format reaches, all are moved towards the origin, since
 * cards compare positions to each other only; where they are still too far apart, those farthest from their centre of mass
 * are left out (ISO/IEC 19794-2:2011 clause 9.3.2, which takes them off in this order).
 */
export function cardMinutiaeOf(template: Template, format: keyof typeof CARD_UNITS): MinutiaColumns {
  const { perCentimetre, most } = CARD_UNITS[format];
  const units = (pixels: number) => Math.round((pixels * perCentimetre) / template.resolution);
  const kept = within(template, Math.floor((most * template.resolution) / perCentimetre));
  const originX = offset(
    kept.map((at) => units(template.x[at]!)),
    most,
  );
  const originY = offset(
    kept.map((at) => units(template.y[at]!)),
    most,
  );
  return {
    count: kept.length,
    x: Uint16Array.from(kept, (at) => Math.min(most, units(template.x[at]!) - originX)),
    y: Uint16Array.from(kept, (at) => Math.min(most, units(template.y[at]!) - originY)),
    angle: Uint8Array.from(kept, (at) =>
      format === "iso-card-compact" ? toSixBits(template.angle[at]!) : template.angle[at]!,
    ),
    kind: Uint8Array.from(kept, (at) => template.kind[at]!),
  };
}

/** Indices, in the template's order, of minutiae no farther apart than `reach` pixels along x and y. */
function within(template: Template, reach: number): number[] {
  let kept = Array.from({ length: countOf(template) }, (_, at) => at);
  const centreX = kept.reduce((sum, at) => sum + template.x[at]!, 0) / kept.length;
  const centreY = kept.reduce((sum, at) => sum + template.y[at]!, 0) / kept.length;
  const distance = (at: number) => (template.x[at]! - centreX) ** 2 + (template.y[at]! - centreY) ** 2;
  const farthestFirst = kept.toSorted((one, other) => distance(other) - distance(one));
  for (const farthest of farthestFirst) {
    if (extent(kept, template.x) <= reach && extent(kept, template.y) <= reach) break;
    kept = kept.filter((at) => at !== farthest);
  }
  return kept;
}

function extent(kept: readonly number[], column: Uint16Array): number {
  const values = kept.map((at) => column[at]!);
  return kept.length === 0 ? 0 : Math.max(...values) - Math.min(...values);
}

/** Nothing where all fit as they are. */
function offset(values: readonly number[], most: number): number {
  return values.some((value) => value > most) ? Math.min(...values) : 0;
}
