import type { Template } from "../template.ts";
import { buildSegment, type GalleryEntry } from "./build-segment.ts";
import { FingerprintGalleryError } from "./gallery-error.ts";
import type { Segment } from "./segment.ts";

/** Fingers that one segment holds at most, but for the last subject's: about 130 MB. */
const SEGMENT_FINGERS = 1 << 17;
const SUBJECT_LIMIT = 1 << 28;
/** A segment with a greater share of deleted fingers is made anew when the gallery is compacted. */
const DEAD_SHARE = 0.1;

/** A finger of a gallery. */
export interface FingerAt {
  readonly segment: Segment;
  readonly finger: number;
}

/**
 * Fingers to search, in memory: about 1 KB each with their index. Made of segments that do not change, so that threads
 * and files take them as they are: appended persons come into small segments, which are joined when they are as many as
 * those before; deleted ones are marked and go when their segment is made anew.
 */
export class Gallery {
  #segments: Segment[] = [];
  #subjects = 0;
  /** Goes up with each change, for those who keep what they read off the gallery. */
  version = 0;

  /**
   * Builds a gallery. Order of entries does not matter; a subject may have several fingers and several impressions of
   * one finger.
   *
   * @throws FingerprintGalleryError where a subject is not a whole number from 0 to 2^28 - 1
   */
  static build(entries: Iterable<GalleryEntry>): Gallery {
    const gallery = new Gallery();
    gallery.append(entries);
    return gallery;
  }

  /** From the segments of another gallery, without copying: in another thread, or read from a file. */
  static of(segments: readonly Segment[]): Gallery {
    const gallery = new Gallery();
    gallery.#segments = [...segments];
    gallery.#subjects = segments.reduce((most, { last, fingerCount }) => {
      return fingerCount === 0 ? most : Math.max(most, last + 1);
    }, 0);
    return gallery;
  }

  get segments(): readonly Segment[] {
    return this.#segments;
  }

  /** Fingers that are not deleted. */
  get fingerCount(): number {
    return this.#segments.reduce((sum, { livingCount }) => sum + livingCount, 0);
  }

  /** One more than the highest subject that was ever put in. */
  get subjectCount(): number {
    return this.#subjects;
  }

  get byteLength(): number {
    return this.#segments.reduce((sum, { buffer }) => sum + buffer.byteLength, 0);
  }

  /**
   * Adds fingers, of new subjects or of such as are in the gallery. A hundred thousand take seconds, one a millisecond,
   * and now and then as long as joining small segments takes.
   *
   * @throws FingerprintGalleryError where a subject is not a whole number from 0 to 2^28 - 1; nothing is added then
   */
  append(entries: Iterable<GalleryEntry>): void {
    const ordered = [...entries];
    for (const { subject } of ordered) {
      if (!Number.isInteger(subject) || subject < 0 || subject >= SUBJECT_LIMIT)
        throw new FingerprintGalleryError(
          "fingerprint.gallery.subject",
          "a gallery's subjects are numbered densely from 0",
          "subject",
          "Number the persons 0, 1, 2 … and keep the list of who has which number.",
        );
    }
    if (ordered.length === 0) return;
    ordered.sort((a, b) => a.subject - b.subject);
    for (const part of partsOf(ordered)) this.#segments.push(buildSegment(part));
    this.#subjects = Math.max(this.#subjects, ordered.at(-1)!.subject + 1);
    this.#joinSmall();
    this.version++;
  }

  /** Deletes all fingers of these subjects; threads that search a shared gallery see it at once. */
  delete(subjects: Iterable<number>): void {
    for (const subject of subjects)
      for (const { segment, finger } of this.fingersOf(subject)) segment.arrays.size[finger] = 0;
    this.version++;
  }

  /** Frees the memory of deleted fingers and joins what was appended. Afterwards the gallery searches as one built anew. */
  compact(): void {
    const isWhole = (segment: Segment): boolean =>
      segment.livingCount >= (1 - DEAD_SHARE) * segment.fingerCount &&
      segment.fingerCount >= SEGMENT_FINGERS / 2;
    const whole = this.#segments.filter(isWhole);
    const rest = this.#segments.filter((segment) => !isWhole(segment)).flatMap(entriesOf);
    rest.sort((a, b) => a.subject - b.subject);
    this.#segments = [...whole, ...partsOf(rest).map(buildSegment)];
    this.version++;
  }

  /** The fingers of a subject that are not deleted. */
  fingersOf(subject: number): FingerAt[] {
    const found: FingerAt[] = [];
    for (const segment of this.#segments)
      segment.fingersOf(subject, (finger) => found.push({ segment, finger }));
    return found;
  }

  /** The fingers of a subject as templates: the minutiae that are compared, without their qualities. */
  templatesOf(subject: number): Template[] {
    return this.fingersOf(subject).map(({ segment, finger }) => segment.templateOf(finger));
  }

  /** The last segment is joined with the one before as long as that is not much larger: each finger is moved log N times. */
  #joinSmall(): void {
    for (;;) {
      const last = this.#segments.at(-1);
      const before = this.#segments.at(-2);
      if (last === undefined || before === undefined) return;
      const fingers = last.fingerCount + before.fingerCount;
      if (fingers > SEGMENT_FINGERS || before.fingerCount > 2 * last.fingerCount) return;
      this.#segments.splice(-2, 2, buildSegment([...entriesOf(before), ...entriesOf(last)]));
    }
  }
}

function entriesOf(segment: Segment): GalleryEntry[] {
  const { subject, size } = segment.arrays;
  return Array.from(subject, (of, finger) => ({ of, finger })).flatMap(({ of, finger }) =>
    size[finger] === 0 ? [] : [{ subject: of, template: segment.templateOf(finger) }],
  );
}

/** Cuts entries in order of subject so that a subject's fingers stay together. */
function partsOf(ordered: readonly GalleryEntry[]): GalleryEntry[][] {
  const parts: GalleryEntry[][] = [];
  for (let from = 0; from < ordered.length; ) {
    let to = Math.min(ordered.length, from + SEGMENT_FINGERS);
    while (to < ordered.length && ordered[to]!.subject === ordered[to - 1]!.subject) to++;
    parts.push(ordered.slice(from, to));
    from = to;
  }
  return parts;
}
