import { scoreOf } from "../calibration/calibration.ts";
import { fuseScores } from "../calibration/fusion.ts";
import { type ComparedFinger, matchWeight } from "../calibration/match-weight.ts";
import { CALIBRATION } from "../calibration/table.ts";
import { findHull } from "../match/hull.ts";
import { Matcher } from "../match/matcher.ts";
import { type PreparedTemplate, prepare } from "../match/prepared.ts";
import type { Template } from "../template.ts";
import type { Candidate } from "./candidate.ts";
import { type Field, fieldOf } from "./frequencies.ts";
import type { FingerAt, Gallery } from "./gallery.ts";
import { strongest } from "./strongest.ts";
import { Votes } from "./votes.ts";

export interface IdentifyOptions {
  /** Most candidates returned, default 10. */
  readonly limit?: number;
  /** Subjects never returned, as the person's own registration. */
  readonly exclude?: ReadonlySet<number>;
  /** Only subjects of a lower number are searched, and only they cost anything; all where left out. */
  readonly below?: number;
  /** Subjects that the index hands to exact comparison, default 10 (and half as many more); Infinity compares with all. */
  readonly consider?: number;
}

const LIMIT = 10;
const CONSIDER = 10;
/** So many subjects get a glance (edges only, half the price of a comparison) for each that is compared, or this share of all where that is more. */
const GLANCES_A_COMPARISON = 10;
const GLANCED_SHARE = 0.0015;
/**
 * A probe of fewer minutiae a finger than the first is sparse: its votes say less, and the deeper is looked the fewer it
 * has, as the sixth power of what it lacks of the second, so many times as deep at most.
 */
const SPARSE_MINUTIAE = 32;
const ENOUGH_MINUTIAE = 36;
const DEEPER_AT_MOST = 10;
/** All fingers of so many subjects a comparison are looked at; of the others those whose fingers so far are the most prominent, so many a comparison or a share. */
const GLANCED_WHOLE = 2;
const KEPT_A_COMPARISON = 5;
const KEPT_SHARE = 0.1;
/** Beside the most prominent are compared so many of those looked at first, as a share: the deeper is looked, the more strangers are prominent. */
const STRONG_SHARE = 0.5;
/**
 * Sum of squared prominences over fingers that no stranger has (of 300 for each of 420 probes by two fingers at most 8.6):
 * where one has it, others are looked at only if not much weaker than the strongest.
 */
const PLAIN = 12;
const WEAK_SHARE = 0.4;

/** Searches one gallery again and again; holds the scratch memory for it (8 bytes a subject). One per thread. */
export class Search {
  readonly #gallery: Gallery;
  #version = -1;
  readonly #fields = new Map<number, Field>();
  readonly #votes = new Votes();
  #best = new Float32Array(0);
  #total = new Float32Array(0);
  /** One for each finger of a probe, so that each is set once a search. */
  readonly #matchers: Matcher[] = [];
  /** Subjects that the index let through to a glance since this was made. */
  glanced = 0;

  constructor(gallery: Gallery) {
    this.#gallery = gallery;
  }

  /** See {@link identify}. */
  identify(probe: readonly Template[], options: IdentifyOptions = {}): Candidate[] {
    const prepared = probe.map(prepare);
    this.#setProbe(prepared);
    const shortlist = this.#shortlist(prepared, options).map((subject) => ({
      subject,
      fingers: this.#gallery.fingersOf(subject),
      compared: new Map<number, Compared>(),
    }));
    const considered = this.#glance(prepared, shortlist, options.consider ?? CONSIDER);
    for (const [index, finger] of prepared.entries())
      for (const person of considered) this.#compare(finger, index, person);
    const candidates = considered.flatMap(candidateOf);
    candidates.sort((a, b) => b.score - a.score || b.weight - a.weight || a.subject - b.subject);
    return candidates.slice(0, options.limit ?? LIMIT);
  }

  #setProbe(prepared: readonly PreparedTemplate[]): void {
    for (const [index, finger] of prepared.entries()) {
      this.#matchers[index] ??= new Matcher();
      this.#matchers[index]!.setProbe(finger);
    }
  }

  #shortlist(prepared: readonly PreparedTemplate[], options: IdentifyOptions): number[] {
    const { exclude, consider = CONSIDER } = options;
    const subjects = Math.min(this.#gallery.subjectCount, options.below ?? Number.POSITIVE_INFINITY);
    if (consider >= subjects) {
      return Array.from({ length: subjects }, (_, subject) => subject).filter(
        (subject) => !exclude?.has(subject),
      );
    }
    this.#vote(prepared, subjects);
    if (exclude !== undefined)
      for (const subject of exclude) if (subject < subjects) this.#total[subject] = 0;
    const compared = Math.max(1, Math.floor(consider));
    const glances = Math.ceil(Math.max(GLANCES_A_COMPARISON * compared, GLANCED_SHARE * subjects));
    return strongest(this.#total, Math.round(glances * depthFor(meanMinutiae(prepared))));
  }

  /** Fills the strength of each subject over all fingers of the probe. */
  #vote(prepared: readonly PreparedTemplate[], below: number): void {
    if (this.#version !== this.#gallery.version) {
      this.#fields.clear();
      this.#best = new Float32Array(this.#gallery.subjectCount);
      this.#total = new Float32Array(this.#gallery.subjectCount);
      this.#version = this.#gallery.version;
    }
    this.#total.fill(0);
    const isSparse = meanMinutiae(prepared) < SPARSE_MINUTIAE;
    for (const finger of prepared) {
      let field = this.#fields.get(finger.position);
      if (field === undefined) {
        field = fieldOf(this.#gallery.segments, finger.position);
        this.#fields.set(finger.position, field);
      }
      this.#best.fill(0);
      this.#votes.add(finger, field, isSparse, this.#best, this.#total, below);
    }
  }

  /**
   * Of the shortlist (strongest first), the subjects whose edges agree best on one motion a finger. All fingers of the
   * strongest are looked at; of the others only those whose fingers so far stand out.
   */
  #glance(prepared: readonly PreparedTemplate[], shortlist: Person[], consider: number): Person[] {
    if (shortlist.length <= consider) return shortlist;
    const prominence = new Float32Array(shortlist.length);
    const look = (at: number, index: number): void => {
      const seen = this.#prominenceOf(prepared[index]!, index, shortlist[at]!);
      prominence[at] = prominence[at]! + seen * seen;
    };
    const whole = Math.min(shortlist.length, GLANCED_WHOLE * consider);
    for (let at = 0; at < whole; at++) for (const index of prepared.keys()) look(at, index);
    const least = prominence.some((seen) => seen >= PLAIN)
      ? WEAK_SHARE * this.#total[shortlist[0]!.subject]!
      : 0;
    let left = Array.from({ length: shortlist.length - whole }, (_, rank) => whole + rank).filter(
      (at) => this.#total[shortlist[at]!.subject]! >= least,
    );
    this.glanced += whole + left.length;
    for (const index of prepared.keys()) {
      for (const at of left) look(at, index);
      const kept = Math.max(KEPT_A_COMPARISON * consider, Math.ceil(left.length * KEPT_SHARE));
      const prominent = new Set(strongest(prominence, whole + kept));
      left = left.filter((at) => prominent.has(at));
    }
    const chosen = new Set(strongest(prominence, consider));
    for (const at of strongest(prominence.subarray(0, whole), Math.ceil(consider * STRONG_SHARE)))
      chosen.add(at);
    return [...chosen].map((at) => shortlist[at]!);
  }

  /** Of the subject's fingers that agree in position with a probe's the greatest prominence. */
  #prominenceOf(finger: PreparedTemplate, index: number, { fingers }: Person): number {
    const matcher = this.#matchers[index]!;
    let best = 0;
    for (const other of fingers)
      if (take(finger, other, matcher)) best = Math.max(best, matcher.glance(matcher.reference));
    return best;
  }

  /** Impressions of one position count as one finger; each impression of unknown position as a finger of its own. */
  #compare(finger: PreparedTemplate, index: number, { fingers, compared }: Person): void {
    const key = finger.position === 0 ? -1 - index : finger.position;
    const matcher = this.#matchers[index]!;
    const { reference } = matcher;
    for (const other of fingers) {
      if (!take(finger, other, matcher)) continue;
      findHull(reference.count, reference.x, reference.y, reference.hull);
      const score = scoreOf(matcher.compare(reference), CALIBRATION);
      const lower = Math.min(finger.quality, reference.quality);
      const at = finger.position === 0 ? reference.position : finger.position;
      const before = compared.get(key);
      if (before === undefined) {
        compared.set(key, { position: at, score, quality: lower, comparisons: 1 });
        continue;
      }
      before.comparisons++;
      before.quality = Math.max(before.quality, lower);
      if (score > before.score) {
        before.score = score;
        before.position = at;
      }
    }
  }
}

function meanMinutiae(prepared: readonly PreparedTemplate[]): number {
  return prepared.reduce((sum, { count }) => sum + count, 0) / Math.max(1, prepared.length);
}

/** How many times as deep as usual the index's order is followed for a probe of so many minutiae a finger. */
function depthFor(minutiae: number): number {
  if (minutiae >= SPARSE_MINUTIAE) return 1;
  const lack = ENOUGH_MINUTIAE / Math.max(1, minutiae);
  const cube = lack * lack * lack;
  return Math.min(DEEPER_AT_MOST, cube * cube);
}

/** Lays a gallery's finger out for comparison with the probe's, where their positions agree. */
function take(finger: PreparedTemplate, { segment, finger: other }: FingerAt, matcher: Matcher): boolean {
  const position = segment.arrays.position[other]!;
  if (position !== finger.position && position !== 0 && finger.position !== 0) return false;
  segment.layFor(other, matcher);
  return true;
}

/** A subject of the gallery on the way to becoming a candidate. */
interface Person {
  readonly subject: number;
  readonly fingers: readonly FingerAt[];
  /** By position, or by the probe's finger where that is unknown. */
  readonly compared: Map<number, Compared>;
}

interface Compared {
  position: number;
  score: number;
  quality: number;
  comparisons: number;
}

function candidateOf({ subject, compared }: Person): Candidate[] {
  if (compared.size === 0) return [];
  const fingers = [...compared.values()]
    .sort((a, b) => a.position - b.position)
    .map(({ position, score, comparisons, quality }) => ({
      position,
      // The best of several impressions had several chances to match falsely (Bonferroni).
      score: Math.max(0, score - 10 * Math.log10(comparisons)),
      quality,
    }));
  return [
    {
      subject,
      score: fuseScores(fingers.map((finger) => finger.score)),
      weight: matchWeight(fingers satisfies ComparedFinger[]),
      fingers: fingers.map(({ position, score }) => ({ position, score })),
    },
  ];
}
