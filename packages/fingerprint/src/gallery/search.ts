import { scoreOf } from "../calibration/calibration.ts";
import { fuseScores } from "../calibration/fusion.ts";
import { type ComparedFinger, matchWeight } from "../calibration/match-weight.ts";
import { CALIBRATION } from "../calibration/table.ts";
import { Matcher } from "../match/matcher.ts";
import { PreparedTemplate, prepare } from "../match/prepared.ts";
import type { Template } from "../template.ts";
import type { Candidate } from "./candidate.ts";
import type { Gallery } from "./gallery.ts";
import { Votes } from "./votes.ts";

export interface IdentifyOptions {
  /** Most candidates returned, default 10. */
  readonly limit?: number;
  /** Subjects never returned, as the person's own registration. */
  readonly exclude?: ReadonlySet<number>;
  /** Subjects that the index hands to exact comparison, default 10; Infinity compares with all. */
  readonly consider?: number;
}

const LIMIT = 10;
const CONSIDER = 10;
/** So many times more subjects get a glance (edges only, half the price of a comparison) than are compared. */
const GLANCES_A_COMPARISON = 4;
/** Where one subject stands out, those with less than this share of its strength are not looked at. */
const WEAK_SHARE = 0.25;

/** Searches one gallery again and again; holds the scratch memory for it (16 bytes a finger). One per thread. */
export class Search {
  readonly #gallery: Gallery;
  readonly #votes: Votes;
  readonly #strength: Float32Array;
  readonly #matcher = new Matcher();
  readonly #reference = new PreparedTemplate();

  constructor(gallery: Gallery) {
    this.#gallery = gallery;
    this.#votes = new Votes(gallery);
    this.#strength = new Float32Array(gallery.subjectCount);
  }

  /** See {@link identify}. */
  identify(probe: readonly Template[], options: IdentifyOptions = {}): Candidate[] {
    const prepared = probe.map(prepare);
    const considered = this.#glance(
      prepared,
      this.#shortlist(prepared, options),
      options.consider ?? CONSIDER,
    );
    const compared = considered.map(() => new Map<number, Compared>());
    // By probe finger first: setting a probe costs as much as a comparison.
    for (const [index, finger] of prepared.entries()) {
      this.#matcher.setProbe(finger);
      for (const [rank, subject] of considered.entries())
        this.#compare(finger, index, subject, compared[rank]!);
    }
    const candidates = considered.flatMap((subject, index) => candidateOf(subject, compared[index]!));
    candidates.sort((a, b) => b.score - a.score || b.weight - a.weight || a.subject - b.subject);
    return candidates.slice(0, options.limit ?? LIMIT);
  }

  #shortlist(prepared: readonly PreparedTemplate[], options: IdentifyOptions): number[] {
    const { exclude, consider = CONSIDER } = options;
    const subjects = this.#gallery.subjectCount;
    if (consider >= subjects) {
      return Array.from({ length: subjects }, (_, subject) => subject).filter(
        (subject) => !exclude?.has(subject),
      );
    }
    const strength = this.#strength.fill(0);
    for (const finger of prepared) this.#votes.add(finger, strength);
    if (exclude !== undefined) for (const subject of exclude) if (subject < subjects) strength[subject] = 0;
    return strongest(strength, GLANCES_A_COMPARISON * Math.max(1, Math.floor(consider)));
  }

  /** Of the shortlist, the subjects whose edges agree best on one motion a finger. */
  #glance(prepared: readonly PreparedTemplate[], shortlist: number[], consider: number): number[] {
    if (shortlist.length <= consider) return shortlist;
    const { subjectStart } = this.#gallery.parts;
    const prominence = new Float32Array(shortlist.length);
    for (const finger of prepared) {
      this.#matcher.setProbe(finger);
      for (const [index, subject] of shortlist.entries()) {
        let best = 0;
        for (let other = subjectStart[subject]!; other < subjectStart[subject + 1]!; other++) {
          if (!this.#agree(finger, other)) continue;
          this.#gallery.prepareFinger(other, this.#reference);
          best = Math.max(best, this.#matcher.glance(this.#reference));
        }
        prominence[index] = prominence[index]! + best * best;
      }
    }
    return strongest(prominence, consider).map((index) => shortlist[index]!);
  }

  #agree(finger: PreparedTemplate, other: number): boolean {
    const position = this.#gallery.parts.position[other]!;
    return position === finger.position || position === 0 || finger.position === 0;
  }

  /** Impressions of one position count as one finger; each impression of unknown position as a finger of its own. */
  #compare(finger: PreparedTemplate, index: number, subject: number, compared: Map<number, Compared>): void {
    const { position, quality, subjectStart } = this.#gallery.parts;
    const key = finger.position === 0 ? -1 - index : finger.position;
    for (let other = subjectStart[subject]!; other < subjectStart[subject + 1]!; other++) {
      if (!this.#agree(finger, other)) continue;
      this.#gallery.prepareFinger(other, this.#reference);
      const score = scoreOf(this.#matcher.compare(this.#reference), CALIBRATION);
      const lower = Math.min(finger.quality, quality[other]!);
      const at = finger.position === 0 ? position[other]! : finger.position;
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

interface Compared {
  position: number;
  score: number;
  quality: number;
  comparisons: number;
}

function candidateOf(subject: number, compared: Map<number, Compared>): Candidate[] {
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

/** Indices of the `count` greatest positive values, in no order, without those far below the greatest: by a small heap. */
function strongest(values: Float32Array, count: number): number[] {
  let greatest = 0;
  for (let index = 0; index < values.length; index++)
    if (values[index]! > greatest) greatest = values[index]!;
  const least = WEAK_SHARE * greatest;
  const heap: number[] = [];
  const value = (slot: number): number => values[heap[slot]!]!;
  for (let index = 0; index < values.length; index++) {
    if (values[index]! <= least || (heap.length === count && values[index]! <= value(0))) continue;
    if (heap.length < count) {
      heap.push(index);
      for (let slot = heap.length - 1; slot > 0; ) {
        const parent = (slot - 1) >> 1;
        if (value(parent) <= value(slot)) break;
        [heap[parent], heap[slot]] = [heap[slot]!, heap[parent]!];
        slot = parent;
      }
      continue;
    }
    heap[0] = index;
    for (let slot = 0; ; ) {
      let least = slot;
      for (const child of [2 * slot + 1, 2 * slot + 2])
        if (child < count && value(child) < value(least)) least = child;
      if (least === slot) break;
      [heap[least], heap[slot]] = [heap[slot]!, heap[least]!];
      slot = least;
    }
  }
  return heap;
}
