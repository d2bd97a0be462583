import type { Extraction } from "../extract/extract.ts";
import type { PatternClass } from "../extract/pattern-class.ts";
import { MINUTIAE_LIMIT, type Template } from "../template.ts";
import type { ExtendedBlock } from "./extended-data.ts";
import type { CaptureTime, QualityScore } from "./record.ts";

/**
 * One impression of one finger with all that any format says of it, in one set of units: pixels, and angles of 360/256
 * degrees also in {@link SingularPoints}. This is what conversion carries from one format to another.
 */
export interface Impression {
  readonly template: Template;
  /** Pixels per centimetre along y; along x it is the template's. */
  readonly resolutionY: number;
  readonly view: number;
  /** Impression type, see {@link FingerView}. */
  readonly impression: number;
  readonly qualities: readonly QualityScore[];
  readonly extended: readonly ExtendedBlock[];
  /** Henry's class where it is known; only our own form holds it. */
  readonly patternClass?: PatternClass;
  readonly captured?: CaptureTime;
  readonly technology: number;
  readonly deviceVendor: number;
  /** Capture device: 12 bits in the formats of 2004 and 2005, 16 later. */
  readonly deviceType: number;
  /** Capture equipment certified by appendix F of the FBI's EFTS. */
  readonly certified: boolean;
  readonly certifications: readonly { readonly authority: number; readonly scheme: number }[];
  readonly productOwner: number;
  readonly productType: number;
  readonly endingType: number;
}

/** "Vendor unknown" in IBIA's list of owners; ANSI/INCITS 378 wants one. */
const UNKNOWN_OWNER = 0x0103;

/** Impressions of templates of which nothing else is known: live plain; views of a finger numbered in their order. */
export function plainImpressions(templates: readonly Template[]): Impression[] {
  const seen = new Map<number, number>();
  return templates.map((template) => {
    const view = seen.get(template.position) ?? 0;
    seen.set(template.position, view + 1);
    return plainImpression(template, view);
  });
}

export function plainImpression(template: Template, view = 0): Impression {
  return {
    template,
    resolutionY: template.resolution,
    view,
    impression: 0,
    qualities: [{ score: template.quality, vendor: 0, algorithm: 0 }],
    extended: [],
    technology: 0,
    deviceVendor: 0,
    deviceType: 0,
    certified: false,
    certifications: [],
    productOwner: UNKNOWN_OWNER,
    productType: 0,
    endingType: 0,
  };
}

/** What was found in a picture, cores, deltas and class included; to be written with `recordOf`. */
export function extractedImpression({ template, singularPoints, patternClass }: Extraction): Impression {
  const { cores, deltas } = singularPoints;
  return {
    ...plainImpression(template),
    ...(patternClass === undefined ? {} : { patternClass }),
    extended: cores.length + deltas.length > 0 ? [singularPoints] : [],
  };
}

/** Only the first 255 minutiae fit a record. */
export function countOf(template: Template): number {
  return Math.min(template.count, MINUTIAE_LIMIT);
}
