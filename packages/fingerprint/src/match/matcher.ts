import { Alignment } from "./alignment.ts";
import { EdgeTable } from "./edge-table.ts";
import { ALONE, Pairing } from "./pairing.ts";
import { COMPARED_LIMIT, PreparedTemplate } from "./prepared.ts";
import { similarityOf } from "./similarity.ts";
import type { MinutiaPair } from "./verification.ts";

/** Compares one probe with many references. Holds all scratch memory; `compare` allocates nothing. One per thread. */
export class Matcher {
  #probe = new PreparedTemplate(0);
  readonly #table = new EdgeTable();
  readonly #alignment = new Alignment();
  readonly #pairing = new Pairing();
  readonly #weights = new Float32Array(COMPARED_LIMIT);

  /** Sets the impression that the following references are compared with. */
  setProbe(probe: PreparedTemplate): void {
    this.#probe = probe;
    this.#table.fill(probe);
  }

  /** Similarity in nats, at least 0; not calibrated. */
  compare(reference: PreparedTemplate): number {
    return this.#best(reference, -1);
  }

  /** As {@link compare}, with the alignment and the pairs; indices are the templates' own. */
  explain(reference: PreparedTemplate): {
    similarity: number;
    rotation: number;
    shift: { x: number; y: number };
    pairs: MinutiaPair[];
  } {
    const probe = this.#probe;
    const pairing = this.#pairing;
    let similarity = this.#best(reference, -1);
    if (similarity > 0) similarity = this.#best(reference, this.#bestRank);
    const pairs: MinutiaPair[] = [];
    for (let theirs = 0; similarity > 0 && theirs < reference.count; theirs++) {
      const mine = pairing.ofReference[theirs]!;
      if (mine === ALONE) continue;
      pairs.push({
        probe: probe.source[mine]!,
        reference: reference.source[theirs]!,
        weight: this.#weights[theirs]!,
      });
    }
    return {
      similarity,
      rotation: similarity > 0 ? pairing.rotation : 0,
      shift: {
        x: similarity > 0 ? probe.centreX + pairing.shiftX - reference.centreX : 0,
        y: similarity > 0 ? probe.centreY - pairing.shiftY - reference.centreY : 0,
      },
      pairs,
    };
  }

  #bestRank = 0;

  /** Best similarity over the proposed alignments, or that of one of them. */
  #best(reference: PreparedTemplate, only: number): number {
    const alignment = this.#alignment;
    if (only < 0) alignment.propose(this.#probe, this.#table, reference);
    let best = 0;
    for (let rank = Math.max(only, 0); rank < (only < 0 ? alignment.count : only + 1); rank++) {
      this.#pairing.pair(
        this.#probe,
        reference,
        alignment.rotation[rank]!,
        alignment.shiftX[rank]!,
        alignment.shiftY[rank]!,
      );
      const similarity = similarityOf(this.#probe, reference, alignment, this.#pairing, this.#weights);
      if (similarity > best) {
        best = similarity;
        this.#bestRank = rank;
      }
    }
    return best;
  }
}
