import type { Template } from "../template.ts";
import { BendWeights } from "./bend-weights.ts";
import { EDGE_NEIGHBOURS, EdgeSet, findEdges } from "./edges.ts";
import { findHull, Hull } from "./hull.ts";

/** Most minutiae of an impression that are compared; of more, those of best quality. */
export const COMPARED_LIMIT = 96;
export const PIXELS_PER_CENTIMETRE_500_DPI = 500 / 2.54;

/**
 * An impression ready to compare: minutiae at 500 dpi about their centroid with y up, their edges and their hull.
 * Worth keeping where one impression is compared with many.
 */
export class PreparedTemplate {
  position = 0;
  quality = 0;
  count = 0;
  readonly x: Float32Array;
  readonly y: Float32Array;
  readonly angle: Uint8Array;
  readonly kind: Uint8Array;
  /** Index of each minutia in the template. */
  readonly source: Uint8Array;
  readonly edges: EdgeSet;
  readonly hull: Hull;
  readonly bendWeights = new BendWeights();
  /** Centroid in pixels at 500 dpi from the image's top left corner, y down. */
  centreX = 0;
  centreY = 0;

  constructor(capacity: number = COMPARED_LIMIT) {
    this.x = new Float32Array(capacity);
    this.y = new Float32Array(capacity);
    this.angle = new Uint8Array(capacity);
    this.kind = new Uint8Array(capacity);
    this.source = new Uint8Array(capacity);
    this.edges = new EdgeSet(capacity * EDGE_NEIGHBOURS);
    this.hull = new Hull(capacity * 2 + 1);
  }
}

/** Prepares a template for comparison; about 20 µs. */
export function prepare(template: Template): PreparedTemplate {
  const prepared = new PreparedTemplate(Math.min(template.count, COMPARED_LIMIT));
  const chosen = chooseMinutiae(template);
  const scale = PIXELS_PER_CENTIMETRE_500_DPI / template.resolution;
  prepared.position = template.position;
  prepared.quality = template.quality;
  prepared.count = chosen.length;
  for (const [index, source] of chosen.entries()) {
    prepared.x[index] = template.x[source]! * scale;
    prepared.y[index] = template.y[source]! * scale;
    prepared.angle[index] = template.angle[source]!;
    prepared.kind[index] = template.kind[source]!;
    prepared.source[index] = source;
  }
  complete(prepared);
  return prepared;
}

/** Centres what stands in x, y (500 dpi, y down, in order of x), turns y up, and finds edges and hull. Allocates nothing. */
export function complete(prepared: PreparedTemplate): void {
  centre(prepared);
  findEdges(prepared.count, prepared.x, prepared.y, prepared.angle, prepared.edges);
}

/** As {@link complete} but for the edges, which a gallery keeps. */
export function centre(prepared: PreparedTemplate): void {
  const { count, x, y } = prepared;
  let sumX = 0;
  let sumY = 0;
  for (let index = 0; index < count; index++) {
    sumX += x[index]!;
    sumY += y[index]!;
  }
  prepared.centreX = count === 0 ? 0 : sumX / count;
  prepared.centreY = count === 0 ? 0 : sumY / count;
  for (let index = 0; index < count; index++) {
    x[index] = x[index]! - prepared.centreX;
    y[index] = prepared.centreY - y[index]!;
  }
  findHull(count, x, y, prepared.hull);
  prepared.bendWeights.clear();
}

/** Indices of the minutiae that are compared, from left to right: {@link PreparedTemplate} must be filled in order of x. */
export function chooseMinutiae(template: Template): number[] {
  const all = Array.from({ length: template.count }, (_, index) => index);
  if (all.length > COMPARED_LIMIT) {
    all.sort((a, b) => template.minutiaQuality[b]! - template.minutiaQuality[a]! || a - b);
    all.length = COMPARED_LIMIT;
  }
  return all.sort((a, b) => template.x[a]! - template.x[b]! || template.y[a]! - template.y[b]! || a - b);
}
