import { addEdge } from "../match/edges.ts";
import type { Matcher } from "../match/matcher.ts";
import { centre, PIXELS_PER_CENTIMETRE_500_DPI, type PreparedTemplate } from "../match/prepared.ts";
import type { Template } from "../template.ts";
import { readCounts, type SegmentArrays, segmentArrays } from "./segment-layout.ts";

/**
 * A part of a gallery that is made once: fingers with their index, in one stretch of memory that threads share and
 * files hold as it is. Only marks of deletion change in it.
 */
export class Segment {
  readonly buffer: ArrayBufferLike;
  readonly arrays: SegmentArrays;
  /** Lowest and highest subject. */
  readonly first: number;
  readonly last: number;

  /** @throws RangeError where the bytes are no segment; files are checked before */
  constructor(buffer: ArrayBufferLike) {
    const counts = readCounts(buffer);
    if (counts === undefined) throw new RangeError("not a gallery segment");
    this.buffer = buffer;
    this.arrays = segmentArrays(buffer, counts);
    let first = 0xffffffff;
    let last = 0;
    for (const subject of this.arrays.subject) {
      if (subject < first) first = subject;
      if (subject > last) last = subject;
    }
    this.first = first;
    this.last = last;
  }

  get fingerCount(): number {
    return this.arrays.subject.length;
  }

  get blockCount(): number {
    return this.arrays.blockSlot.length;
  }

  /** Fingers that are not deleted. */
  get livingCount(): number {
    return this.arrays.size.reduce((sum, size) => (size === 0 ? sum : sum + 1), 0);
  }

  /** Visits the fingers of a subject that are not deleted. */
  fingersOf(subject: number, visit: (finger: number) => void): void {
    if (subject < this.first || subject > this.last) return;
    const { subject: subjects, blockFinger, size } = this.arrays;
    for (let block = 0; block < this.blockCount; block++) {
      const end = blockFinger[block + 1]!;
      let finger = blockFinger[block]!;
      for (let past = end; finger < past; ) {
        const middle = (finger + past) >> 1;
        if (subjects[middle]! < subject) finger = middle + 1;
        else past = middle;
      }
      for (; finger < end && subjects[finger] === subject; finger++) if (size[finger] !== 0) visit(finger);
    }
  }

  /** A finger as a template: the minutiae that are compared, without their qualities. */
  templateOf(finger: number): Template {
    const { arrays } = this;
    const from = arrays.start[finger]!;
    const to = arrays.start[finger + 1]!;
    const x = arrays.x.slice(from, to);
    const y = arrays.y.slice(from, to);
    return {
      position: arrays.position[finger]!,
      width: x.reduce((most, value) => Math.max(most, value + 1), 1),
      height: y.reduce((most, value) => Math.max(most, value + 1), 1),
      resolution: arrays.resolution[finger]!,
      quality: arrays.quality[finger]!,
      count: to - from,
      x,
      y,
      angle: arrays.angle.slice(from, to),
      kind: arrays.kind.slice(from, to),
      minutiaQuality: new Uint8Array(to - from),
    };
  }

  /** Lays a finger out as the matcher's reference, for a glance: its hull is not found. Allocates nothing. */
  layFor(finger: number, matcher: Matcher): void {
    const { reference, staged } = matcher;
    if (staged === undefined) return this.prepareFinger(finger, reference);
    const { start, edgeStart, x, y, angle, kind, edgeCount, edgeEnd, resolution } = this.arrays;
    const from = start[finger]!;
    const count = start[finger + 1]! - from;
    for (let index = 0; index < count; index++) {
      staged.x[index] = x[from + index]!;
      staged.y[index] = y[from + index]!;
      staged.edgeCount[index] = edgeCount[from + index]!;
      reference.angle[index] = angle[from + index]!;
      reference.kind[index] = kind[from + index]!;
    }
    const firstEdge = edgeStart[finger]!;
    const edges = edgeStart[finger + 1]! - firstEdge;
    for (let edge = 0; edge < edges; edge++) staged.edgeEnd[edge] = edgeEnd[firstEdge + edge]!;
    reference.position = this.arrays.position[finger]!;
    reference.quality = this.arrays.quality[finger]!;
    reference.count = count;
    reference.edges.count = edges;
    matcher.layStaged(PIXELS_PER_CENTIMETRE_500_DPI / resolution[finger]!);
  }

  /** Prepares a finger for comparison in the memory of `prepared`; allocates nothing. */
  prepareFinger(finger: number, prepared: PreparedTemplate): void {
    const { arrays } = this;
    const from = arrays.start[finger]!;
    layMinutiae(arrays, finger, prepared);
    centre(prepared);
    const { count, x, y, angle, edges } = prepared;
    edges.count = 0;
    let at = arrays.edgeStart[finger]!;
    for (let one = 0; one < count; one++) {
      for (let left = arrays.edgeCount[from + one]!; left > 0; left--) {
        addEdge(x, y, angle, one, arrays.edgeEnd[at++]!, edges);
      }
    }
  }
}

type Minutiae = Pick<
  SegmentArrays,
  "start" | "resolution" | "position" | "quality" | "x" | "y" | "angle" | "kind"
>;

/** Copies a finger's minutiae at 500 dpi, y down. */
export function layMinutiae(arrays: Minutiae, finger: number, prepared: PreparedTemplate): void {
  const from = arrays.start[finger]!;
  const count = arrays.start[finger + 1]! - from;
  const scale = PIXELS_PER_CENTIMETRE_500_DPI / arrays.resolution[finger]!;
  prepared.position = arrays.position[finger]!;
  prepared.quality = arrays.quality[finger]!;
  prepared.count = count;
  for (let index = 0; index < count; index++) {
    prepared.x[index] = arrays.x[from + index]! * scale;
    prepared.y[index] = arrays.y[from + index]! * scale;
    prepared.angle[index] = arrays.angle[from + index]!;
    prepared.kind[index] = arrays.kind[from + index]!;
    prepared.source[index] = index;
  }
}
