import { type RotationPeaks, rotationPeaks } from "../kernel/rotation-peaks.ts";
import type { PreparedTemplate } from "../match/prepared.ts";
import { SIZE_CLASSES, SIZE_STEP } from "./block-index.ts";
import { BLOCK_FINGERS } from "./build-segment.ts";
import type { Block, Field } from "./frequencies.ts";
import { ProbeBins } from "./probe-bins.ts";
import { POSTING_SKIP } from "./segment-layout.ts";
import { BIN_BITS, SECTOR_BITS, SECTORS } from "./triangle-bins.ts";

/** Keeps fingers with few triangles, which win by chance, from the top. */
const TRIANGLE_PRIOR = 30;
const PEAKS = 256;
/** Strength below this, in nats, says nothing and is taken for none, so that most fingers are passed over at one look. */
const LEAST_STRENGTH = 1;
/** Bins looked up before their postings are counted. */
const AHEAD = 32;

/**
 * First stage of a search: triangles of the probe that a gallery finger also has vote for it, for each rotation apart.
 * Fingers are taken a block at a time, whose counters stay in the processor's cache.
 */
export class Votes {
  readonly #bins = new ProbeBins();
  readonly #peaks: RotationPeaks = rotationPeaks(BLOCK_FINGERS, SECTORS);
  /** Strength by size class and votes; -1 where it was not asked for yet. */
  readonly #strength = new Float32Array(SIZE_CLASSES * PEAKS);
  #rate = 0;
  readonly #start = new Uint32Array(AHEAD);
  readonly #end = new Uint32Array(AHEAD);
  /** Postings read since this was made. */
  postings = 0;
  /** What was read ahead; kept only so that the reading is not left out. */
  ahead = 0;

  /**
   * Writes to `best` the strength of each subject's best finger for this probe finger, where it is more than what
   * chance gives, and adds it to `total`: the log likelihood ratio of that many votes against as many as expected.
   * Subjects from `below` on get none, and cost nothing.
   */
  add(
    probe: PreparedTemplate,
    field: Field,
    isSparse: boolean,
    best: Float32Array,
    total: Float32Array,
    below = Number.POSITIVE_INFINITY,
  ): void {
    if (field.fingers === 0) return;
    const bins = this.#bins;
    bins.find(probe, field.frequency, field.counted, isSparse);
    // Expected votes for two sectors, for each triangle of an unrelated finger.
    this.#rate = (2 * bins.expected * field.counted) / (SECTORS * Math.max(1, field.triangles));
    this.#strength.fill(-1);
    for (const block of field.blocks) {
      const fingers = fingersBelow(block, below);
      if (fingers === 0) continue;
      this.#vote(block, fingers);
      this.#peaks.take(fingers);
      this.#collect(block, fingers, best, total);
    }
  }

  #vote(block: Block, fingers: number): void {
    for (let from = 0; from < this.#bins.count; from += AHEAD) {
      const to = Math.min(this.#bins.count, from + AHEAD);
      this.#lookUp(block, from, to);
      this.#count(block, fingers, from, to);
    }
  }

  /**
   * Finds where the postings of some bins stand, and reads the first of each: these reads wait for nothing, so that the
   * processor does many at once, while those of {@link #count} would each wait for a far memory.
   */
  #lookUp({ segment, block }: Block, from: number, to: number): void {
    const { slot, posting, blockSlot, blockBits } = segment.arrays;
    const bins = this.#bins.bin;
    const starts = this.#start;
    const ends = this.#end;
    const shift = BIN_BITS - blockBits[block]!;
    const slots = blockSlot[block]!;
    for (let index = from; index < to; index++) {
      const bin = slots + (bins[index]! >> shift);
      starts[index - from] = slot[bin]!;
      ends[index - from] = slot[bin + 1]!;
    }
    let touched = 0;
    for (let index = 0; index < to - from; index++) {
      touched ^= posting[starts[index]!]! ^ posting[(starts[index]! + ends[index]!) >>> 1]!;
    }
    this.ahead = touched;
  }

  #count({ segment }: Block, fingers: number, from: number, to: number): void {
    const { posting } = segment.arrays;
    const { turn: turns, weight: weights } = this.#bins;
    const { counters } = this.#peaks;
    const starts = this.#start;
    const ends = this.#end;
    // In variables, so that the innermost loop, half the price of a search, reads no more from memory than it must.
    const furtherBits = POSTING_SKIP;
    const sectorBits = 0xffff - POSTING_SKIP;
    const cellsASectorUnit = BLOCK_FINGERS >> (16 - SECTOR_BITS);
    let read = 0;
    for (let index = from; index < to; index++) {
      const start = starts[index - from]!;
      const end = ends[index - from]!;
      const turn = turns[index]!;
      const weight = weights[index]!;
      let finger = 0;
      read += end - start;
      for (let at = start; at < end; at++) {
        const entry = posting[at]!;
        const further = entry & furtherBits;
        finger = (finger + further) | 0;
        if (finger >= fingers) break; // postings are in order of finger
        if (further === furtherBits) continue;
        const cell = Math.imul((entry + turn) & sectorBits, cellsASectorUnit) + finger;
        counters[cell] = Math.min(counters[cell]! + weight, 255);
      }
    }
    this.postings += read;
  }

  #collect({ segment, block }: Block, fingers: number, best: Float32Array, total: Float32Array): void {
    const { subject, size, blockFinger } = segment.arrays;
    const { peaks } = this.#peaks;
    const strengths = this.#strength;
    const first = blockFinger[block]!;
    const floor = this.#floor();
    for (let finger = 0; finger < fingers; finger++) {
      if (peaks[finger]! < floor) continue;
      const at = size[first + finger]! * PEAKS + peaks[finger]!;
      let strength = strengths[at]!;
      if (strength < 0) strength = strengths[at] = this.#strengthOf(size[first + finger]!, peaks[finger]!);
      if (strength === 0) continue;
      const who = subject[first + finger]!;
      const before = best[who]!;
      if (strength <= before) continue;
      best[who] = strength;
      total[who] = total[who]! + strength - before;
    }
  }

  /** The fewest votes that make any finger strong enough: one with the fewest triangles. */
  #floor(): number {
    let votes = 0;
    while (votes < PEAKS - 1 && this.#strengthOf(1, votes) === 0) votes++;
    return votes;
  }

  #strengthOf(size: number, votes: number): number {
    if (size === 0) return 0;
    const expected = this.#rate * (SIZE_STEP * (size - 0.5) + TRIANGLE_PRIOR);
    if (votes <= expected) return 0;
    const strength = votes * Math.log(votes / expected) - (votes - expected);
    return strength < LEAST_STRENGTH ? 0 : strength;
  }
}

/** How many fingers of a block, which are in order of subject, are of subjects below a bound. */
function fingersBelow({ segment, block, fingers }: Block, below: number): number {
  const { subject, blockFinger } = segment.arrays;
  const first = blockFinger[block]!;
  let low = 0;
  let high = fingers;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (subject[first + middle]! < below) low = middle + 1;
    else high = middle;
  }
  return low;
}
