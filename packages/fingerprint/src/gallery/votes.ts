import { type RotationPeaks, rotationPeaks } from "../kernel/rotation-peaks.ts";
import type { PreparedTemplate } from "../match/prepared.ts";
import { type Gallery, POSITIONS } from "./gallery.ts";
import { INDEX_BINS, probeBins, SECTOR_BITS, SECTORS } from "./structure-index.ts";

/** Keeps fingers with few edges, which win by chance, from the top. */
const EDGE_PRIOR = 20;

/**
 * First stage of a search: edges of the probe that a gallery finger also has vote for it, for each rotation apart.
 * Holds one counter a finger and sector.
 */
export class Votes {
  readonly #gallery: Gallery;
  readonly #fingers: number;
  readonly #peaks: RotationPeaks;
  #total = 0;
  readonly #bins = new Uint16Array(16);
  readonly #directions = new Uint8Array(16);

  constructor(gallery: Gallery) {
    this.#gallery = gallery;
    this.#fingers = 16 * Math.ceil(gallery.fingerCount / 16);
    this.#peaks = rotationPeaks(this.#fingers, SECTORS);
  }

  /** Adds to `bySubject` each subject's best vote for this probe finger. Positions agree where equal or one is unknown (0). */
  add(probe: PreparedTemplate, bySubject: Float32Array): void {
    this.#total = 0;
    if (probe.position === 0) {
      for (let position = 0; position < POSITIONS; position++) this.#vote(probe, position);
    } else {
      this.#vote(probe, probe.position);
      this.#vote(probe, 0);
    }
    this.#collect(probe, bySubject);
  }

  #vote(probe: PreparedTemplate, position: number): void {
    const { postingStart, posting } = this.#gallery.parts;
    const count = this.#peaks.counters;
    const fingers = this.#fingers;
    const base = position * INDEX_BINS;
    if (postingStart[base] === postingStart[base + INDEX_BINS]) return;
    for (let edge = 0; edge < probe.edges.count; edge++) {
      const found = probeBins(probe.edges, edge, this.#bins, this.#directions);
      for (let index = 0; index < found; index++) {
        const slot = base + this.#bins[index]!;
        const sector = this.#directions[index]! >> 3;
        const end = postingStart[slot + 1]!;
        this.#total += end - postingStart[slot]!;
        for (let at = postingStart[slot]!; at < end; at++) {
          const entry = posting[at]!;
          const counter = ((sector - entry) & (SECTORS - 1)) * fingers + (entry >>> SECTOR_BITS);
          const votes = count[counter]!;
          if (votes < 255) count[counter] = votes + 1;
        }
      }
    }
  }

  #collect(probe: PreparedTemplate, bySubject: Float32Array): void {
    const { subject, edges, position } = this.#gallery.parts;
    this.#peaks.take();
    const peaks = this.#peaks.peaks;
    const fingers = subject.length;
    const any = probe.position === 0;
    const rate = this.#chance(probe);
    for (let finger = 0; finger < fingers; ) {
      const who = subject[finger]!;
      let best = 0;
      for (; finger < fingers && subject[finger] === who; finger++) {
        const at = position[finger]!;
        if (!any && at !== 0 && at !== probe.position) continue;
        const most = peaks[finger]!;
        const expected = rate * (edges[finger]! + EDGE_PRIOR);
        if (most <= expected) continue;
        const strength = most * Math.log(most / expected) - (most - expected);
        if (strength > best) best = strength;
      }
      bySubject[who] = bySubject[who]! + best;
    }
  }

  /** Votes that an edge of an unrelated finger gives to two sectors by chance: total votes over total edges. */
  #chance(probe: PreparedTemplate): number {
    const { edges, position } = this.#gallery.parts;
    let all = 1;
    for (let finger = 0; finger < edges.length; finger++) {
      if (probe.position === 0 || position[finger] === 0 || position[finger] === probe.position)
        all += edges[finger]!;
    }
    return (2 * (this.#total + 1)) / (SECTORS * all);
  }
}
