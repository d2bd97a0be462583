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
  /** See {@link AccordRecord}. */
  readonly patternClass: number;
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
    patternClass: 0,
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

/** Only the first 255 minutiae fit a record. */
export function countOf(template: Template): number {
  return Math.min(template.count, MINUTIAE_LIMIT);
}
