import { addEdge } from "../match/edges.ts";
import {
  centre,
  chooseMinutiae,
  complete,
  PIXELS_PER_CENTIMETRE_500_DPI,
  PreparedTemplate,
} from "../match/prepared.ts";
import type { Template } from "../template.ts";
import { INDEX_BINS, indexBin, indexSector, SECTOR_BITS } from "./structure-index.ts";

/** A finger of a subject; subjects are numbered by the caller, densely from 0. */
export interface GalleryEntry {
  readonly subject: number;
  readonly template: Template;
}

/** What a gallery is made of: flat arrays only, so that it can be shared between threads or saved as it is. */
export interface GalleryParts {
  /** Fingers in order of subject, then position. */
  readonly subject: Uint32Array;
  readonly position: Uint8Array;
  readonly quality: Uint8Array;
  /** Pixels per centimetre of each finger's coordinates. */
  readonly resolution: Uint16Array;
  /** Minutiae of finger f are those from start[f] to start[f + 1]. */
  readonly start: Uint32Array;
  readonly x: Uint16Array;
  readonly y: Uint16Array;
  readonly angle: Uint8Array;
  readonly kind: Uint8Array;
  /** Number of edges from each minutia to one further right, and their other ends, finding which is half the work of a comparison. */
  readonly edgeCount: Uint8Array;
  readonly edgeEnd: Uint8Array;
  /** Edges of finger f are those from edgeStart[f] to edgeStart[f + 1]. */
  readonly edgeStart: Uint32Array;
  /** Fingers of subject s are those from subjectStart[s] to subjectStart[s + 1]. */
  readonly subjectStart: Uint32Array;
  /** Number of edges of each finger in the index. */
  readonly edges: Uint16Array;
  /** Postings of position p and bin b are those from postingStart[p·bins + b] to the next: finger in the upper bits, sector in the lower. */
  readonly postingStart: Uint32Array;
  readonly posting: Uint32Array;
}

/** Finger positions, 0 (unknown) to 10. */
export const POSITIONS = 11;
const SUBJECT_LIMIT = 1 << 28;

/**
 * Fingers to search, in memory: about 6 bytes a minutia and 4 bytes an indexed edge. Built in bulk; does not change.
 */
export class Gallery {
  readonly parts: GalleryParts;

  /** From parts made by another gallery, without copying: in a worker, or read back from a file. */
  constructor(parts: GalleryParts) {
    this.parts = parts;
  }

  /**
   * Builds a gallery. Order of entries does not matter; a subject may have several fingers and several impressions of
   * one finger.
   *
   * @throws RangeError where a subject is not a whole number from 0 to 2^28 - 1
   */
  static build(entries: Iterable<GalleryEntry>): Gallery {
    return new Gallery(buildParts([...entries]));
  }

  get fingerCount(): number {
    return this.parts.subject.length;
  }

  /** One more than the highest subject. */
  get subjectCount(): number {
    return this.parts.subjectStart.length - 1;
  }

  get byteLength(): number {
    return Object.values(this.parts).reduce((sum, array) => sum + array.byteLength, 0);
  }

  /** The fingers of a subject as templates: the minutiae that are compared, without their qualities. */
  templatesOf(subject: number): Template[] {
    const { parts } = this;
    const templates: Template[] = [];
    for (
      let finger = parts.subjectStart[subject] ?? 0;
      finger < (parts.subjectStart[subject + 1] ?? 0);
      finger++
    ) {
      const from = parts.start[finger]!;
      const to = parts.start[finger + 1]!;
      const x = parts.x.slice(from, to);
      const y = parts.y.slice(from, to);
      templates.push({
        position: parts.position[finger]!,
        width: x.reduce((most, value) => Math.max(most, value + 1), 1),
        height: y.reduce((most, value) => Math.max(most, value + 1), 1),
        resolution: parts.resolution[finger]!,
        quality: parts.quality[finger]!,
        count: to - from,
        x,
        y,
        angle: parts.angle.slice(from, to),
        kind: parts.kind.slice(from, to),
        minutiaQuality: new Uint8Array(to - from),
      });
    }
    return templates;
  }

  /** Prepares a finger for comparison in the memory of `prepared`; allocates nothing. */
  prepareFinger(finger: number, prepared: PreparedTemplate): void {
    const { parts } = this;
    const from = parts.start[finger]!;
    layMinutiae(parts, finger, prepared);
    centre(prepared);
    const { count, x, y, angle, edges } = prepared;
    edges.count = 0;
    let at = parts.edgeStart[finger]!;
    for (let one = 0; one < count; one++) {
      for (let left = parts.edgeCount[from + one]!; left > 0; left--) {
        addEdge(x, y, angle, one, parts.edgeEnd[at++]!, edges);
      }
    }
  }
}

/** Copies a finger's minutiae at 500 dpi, y down. */
function layMinutiae(
  parts: Omit<GalleryParts, "edgeEnd" | "postingStart" | "posting">,
  finger: number,
  prepared: PreparedTemplate,
): void {
  const from = parts.start[finger]!;
  const count = parts.start[finger + 1]! - from;
  const scale = PIXELS_PER_CENTIMETRE_500_DPI / parts.resolution[finger]!;
  prepared.position = parts.position[finger]!;
  prepared.quality = parts.quality[finger]!;
  prepared.count = count;
  for (let index = 0; index < count; index++) {
    prepared.x[index] = parts.x[from + index]! * scale;
    prepared.y[index] = parts.y[from + index]! * scale;
    prepared.angle[index] = parts.angle[from + index]!;
    prepared.kind[index] = parts.kind[from + index]!;
    prepared.source[index] = index;
  }
}

function buildParts(entries: GalleryEntry[]): GalleryParts {
  for (const { subject } of entries) {
    if (!Number.isInteger(subject) || subject < 0 || subject >= SUBJECT_LIMIT) {
      throw new RangeError("a gallery's subjects are numbered densely from 0");
    }
  }
  entries.sort((a, b) => a.subject - b.subject || a.template.position - b.template.position);
  const chosen = entries.map((entry) => Uint8Array.from(chooseMinutiae(entry.template)));
  const fingers = entries.length;
  const minutiae = chosen.reduce((sum, indices) => sum + indices.length, 0);
  const subjects = (entries.at(-1)?.subject ?? -1) + 1;
  const parts = {
    subject: Uint32Array.from(entries, (entry) => entry.subject),
    position: Uint8Array.from(entries, (entry) => entry.template.position),
    quality: Uint8Array.from(entries, (entry) => entry.template.quality),
    resolution: Uint16Array.from(entries, (entry) => entry.template.resolution),
    start: new Uint32Array(fingers + 1),
    x: new Uint16Array(minutiae),
    y: new Uint16Array(minutiae),
    angle: new Uint8Array(minutiae),
    kind: new Uint8Array(minutiae),
    subjectStart: new Uint32Array(subjects + 1),
    edges: new Uint16Array(fingers),
    edgeCount: new Uint8Array(minutiae),
    edgeStart: new Uint32Array(fingers + 1),
  };
  let at = 0;
  for (const [finger, { subject, template }] of entries.entries()) {
    for (const source of chosen[finger]!) {
      parts.x[at] = template.x[source]!;
      parts.y[at] = template.y[source]!;
      parts.angle[at] = template.angle[source]!;
      parts.kind[at++] = template.kind[source]!;
    }
    parts.start[finger + 1] = at;
    parts.subjectStart[subject + 1]!++;
  }
  for (let subject = 0; subject < subjects; subject++)
    parts.subjectStart[subject + 1]! += parts.subjectStart[subject]!;
  const linked = { ...parts, edgeEnd: linkMinutiae(parts) };
  return { ...linked, ...buildIndex(linked) };
}

/** Finds each finger's edges; fills edgeCount and edgeStart, returns the ends. */
function linkMinutiae(parts: Omit<GalleryParts, "edgeEnd" | "postingStart" | "posting">): Uint8Array {
  const prepared = new PreparedTemplate();
  const ends: number[] = [];
  for (let finger = 0; finger < parts.subject.length; finger++) {
    layMinutiae(parts, finger, prepared);
    complete(prepared);
    const { count, from, to } = prepared.edges;
    const links = Array.from(
      { length: count },
      (_, edge) => [Math.min(from[edge]!, to[edge]!), Math.max(from[edge]!, to[edge]!)] as const,
    ).sort((a, b) => a[0] - b[0] || a[1] - b[1]);
    for (const [one, other] of links) {
      parts.edgeCount[parts.start[finger]! + one]!++;
      ends.push(other);
    }
    parts.edgeStart[finger + 1] = ends.length;
  }
  return Uint8Array.from(ends);
}

/** Inverted index by counting sort: one pass counts, one places. */
function buildIndex(
  parts: Omit<GalleryParts, "postingStart" | "posting">,
): Pick<GalleryParts, "postingStart" | "posting"> {
  const postingStart = new Uint32Array(POSITIONS * INDEX_BINS + 1);
  const prepared = new PreparedTemplate();
  const gallery = new Gallery({ ...parts, postingStart, posting: new Uint32Array(0) });
  const eachEdge = (visit: (slot: number, value: number) => void): void => {
    for (let finger = 0; finger < parts.subject.length; finger++) {
      gallery.prepareFinger(finger, prepared);
      let kept = 0;
      for (let edge = 0; edge < prepared.edges.count; edge++) {
        const bin = indexBin(prepared.edges, edge);
        if (bin < 0) continue;
        kept++;
        visit(
          parts.position[finger]! * INDEX_BINS + bin,
          (finger << SECTOR_BITS) | indexSector(prepared.edges, edge),
        );
      }
      parts.edges[finger] = kept;
    }
  };
  eachEdge((slot) => {
    postingStart[slot + 1]!++;
  });
  for (let slot = 0; slot < POSITIONS * INDEX_BINS; slot++) postingStart[slot + 1]! += postingStart[slot]!;
  const posting = new Uint32Array(postingStart[POSITIONS * INDEX_BINS]!);
  const next = postingStart.slice();
  eachEdge((slot, value) => {
    posting[next[slot]!++] = value;
  });
  return { postingStart, posting };
}
