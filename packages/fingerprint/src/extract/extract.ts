import type { SingularPoints } from "../format/singular-points.ts";
import type { GreyImage } from "../image/grey-image.ts";
import { assessQuality } from "../quality/assess-quality.ts";
import { type Minutia, type Template, templateOf } from "../template.ts";
import { CELL } from "./grid.ts";
import { candidateOf, type MinutiaCandidate } from "./minutia-candidate.ts";
import { withoutOpposites } from "./opposites.ts";
import { type PatternClass, patternClassOf } from "./pattern-class.ts";
import { type Stages, stagesOf } from "./stages.ts";
import { MARGIN } from "./working-image.ts";

/** Minutiae less likely to be found again than this are left out. */
const LEAST_RELIABILITY = 0.6;
/** Most minutiae of a template: the most reliable. */
const MOST = 100;
/** Resolution assumed where neither the caller nor the file gives one: that of nearly all live scanners. */
const USUAL_DOTS_PER_INCH = 500;
const CENTIMETRES_AN_INCH = 2.54;

/** Changes whenever the same picture would give another template. */
export const EXTRACTOR_VERSION = "2";

export interface ExtractOptions {
  /** Finger position, ISO/IEC 19794-2:2005 table 2; 0, unknown, by default. */
  readonly position?: number;
  /** Dots an inch, 50 to 5000: wins over what the image says. 500 where neither says. */
  readonly dotsPerInch?: number;
}

/** What one picture of a finger shows. */
export interface Extraction {
  /** In pixels of the picture as given and at its resolution; without minutiae where the picture shows no ridges. */
  readonly template: Template;
  /**
   * Cores and deltas where the picture shows them, in its pixels and in units of 360/256 degrees, as the extended data of
   * ISO/IEC 19794-2 have them. A core's angle points to the open side of its loop.
   */
  readonly singularPoints: SingularPoints;
  /** Henry's class where cores and deltas tell it. */
  readonly patternClass?: PatternClass;
}

/** An extraction with what lies between picture and template. */
export interface ExplainedExtraction extends Extraction {
  readonly stages: Stages;
  /** All dislocations of the ridge wave, most of them no minutiae. */
  readonly candidates: readonly MinutiaCandidate[];
}

/**
 * Finds the minutiae of a fingerprint: dark ridges on a light ground, at any shade, size and resolution. The same picture
 * gives the same template on every machine. About 30 ms for 388 × 374 pixels.
 *
 * @throws FingerprintImageError where size or resolution cannot be
 */
export function extract(image: GreyImage, options: ExtractOptions = {}): Extraction {
  const { stages: _, candidates: __, ...extraction } = explainExtraction(image, options);
  return extraction;
}

/** As {@link extract}, keeping all stages, to look at. */
export function explainExtraction(image: GreyImage, options: ExtractOptions = {}): ExplainedExtraction {
  const dotsPerInch = options.dotsPerInch ?? image.dotsPerInch ?? USUAL_DOTS_PER_INCH;
  const stages = stagesOf(image, dotsPerInch);
  const stays = withoutOpposites(stages.dislocations);
  const candidates = stages.dislocations.map((_, index) => candidateOf(index, stages));
  const minutiae = candidates
    .filter((candidate, index) => stays[index] === 1 && candidate.reliability >= LEAST_RELIABILITY)
    .sort((a, b) => b.reliability - a.reliability || a.y - b.y || a.x - b.x)
    .slice(0, MOST)
    .map((candidate) => minutiaOf(candidate, stages, image));
  const impression = {
    position: options.position ?? 0,
    width: image.width,
    height: image.height,
    resolution: Math.round(dotsPerInch / CENTIMETRES_AN_INCH),
    quality: 0,
  };
  const unrated = templateOf(impression, minutiae);
  const { quality } = assessQuality({ ...image, dotsPerInch }, unrated);
  const patternClass = patternClassOf(stages, areaOf(stages));
  return {
    template: { ...unrated, quality },
    singularPoints: singularPointsOf(stages, image),
    ...(patternClass === undefined ? {} : { patternClass }),
    stages,
    candidates,
  };
}

function areaOf({ mask }: Stages): number {
  return mask.reduce((cells, cell) => cells + cell, 0) * CELL * CELL;
}

function singularPointsOf({ singularPoints, working }: Stages, image: GreyImage): SingularPoints {
  const placed = singularPoints.map(({ kind, x, y, angles }) => ({
    kind,
    x: onImage(x, working.scaleX, image.width),
    y: onImage(y, working.scaleY, image.height),
    angles: angles.map((angle) => Math.round(angle) & 255),
  }));
  return {
    kind: "singular-points",
    cores: placed
      .filter(({ kind }) => kind === "core")
      .map(({ x, y, angles }) => ({ x, y, angle: angles[0]! })),
    deltas: placed
      .filter(({ kind }) => kind === "delta")
      .map(({ x, y, angles }) => ({ x, y, angles: [angles[0]!, angles[1]!, angles[2]!] })),
  };
}

/** Pixel centres lie half a pixel from pixel edges at either resolution. */
function onImage(at: number, scale: number, size: number): number {
  return Math.max(0, Math.min(size - 1, Math.round((at - MARGIN + 0.5) * scale - 0.5)));
}

function minutiaOf(candidate: MinutiaCandidate, { working }: Stages, image: GreyImage): Minutia {
  return {
    x: onImage(candidate.x, working.scaleX, image.width),
    y: onImage(candidate.y, working.scaleY, image.height),
    angle: candidate.direction,
    kind: candidate.kind,
    quality: Math.max(1, Math.round(100 * candidate.reliability)),
  };
}
