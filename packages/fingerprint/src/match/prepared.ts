import { ANGLE_AT, IMPRESSION_BYTES, KIND_AT, SOURCE_AT, X_AT, Y_AT } from "../kernel/compare-layout.ts";
import type { Template } from "../template.ts";
import { EdgeSet, findEdges } from "./edges.ts";
import { findHull, Hull } from "./hull.ts";
import { COMPARED_LIMIT } from "./measures.ts";

export const PIXELS_PER_CENTIMETRE_500_DPI = 500 / 2.54;

/** Room is made for so many minutiae at a time, so that arrays of whatever width stand at multiples of it. */
const ROOM_STEP = 8;

/**
 * An impression ready to compare: minutiae at 500 dpi about their centroid with y up, their edges and their hull.
 * Worth keeping where one impression is compared with many. All arrays lie in one stretch of memory
 * (`kernel/compare-layout.ts`), so that a kernel is handed them at the price of one copy: 101 bytes a minutia.
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
  /** Centroid in pixels at 500 dpi from the image's top left corner, y down. */
  centreX = 0;
  centreY = 0;

  /** Minutiae that there is room for, a multiple of {@link ROOM_STEP}. */
  readonly capacity: number;
  /** The arrays as they lie in memory. */
  readonly bytes: Uint8Array;

  /**
   * @param limit minutiae that it must hold
   * @param memory where it is to lie, with room for {@link IMPRESSION_BYTES} times its capacity from byte `at` on
   */
  constructor(limit: number = COMPARED_LIMIT, memory?: ArrayBuffer, at: number = 0) {
    const capacity = ROOM_STEP * Math.ceil(limit / ROOM_STEP);
    const buffer = memory ?? new ArrayBuffer(IMPRESSION_BYTES * capacity);
    this.capacity = capacity;
    this.bytes = new Uint8Array(buffer, at, IMPRESSION_BYTES * capacity);
    this.x = new Float32Array(buffer, at + X_AT * capacity, capacity);
    this.y = new Float32Array(buffer, at + Y_AT * capacity, capacity);
    this.angle = new Uint8Array(buffer, at + ANGLE_AT * capacity, capacity);
    this.kind = new Uint8Array(buffer, at + KIND_AT * capacity, capacity);
    this.source = new Uint8Array(buffer, at + SOURCE_AT * capacity, capacity);
    this.edges = new EdgeSet(buffer, at, capacity);
    this.hull = new Hull(buffer, at, capacity);
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
