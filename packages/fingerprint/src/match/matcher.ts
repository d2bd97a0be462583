import { Alignment } from "./alignment.ts";
import { EdgeTable } from "./edge-table.ts";
import { ALONE, Pairing } from "./pairing.ts";
import { COMPARED_LIMIT, PreparedTemplate } from "./prepared.ts";
import { similarityOf } from "./similarity.ts";
import type { MinutiaPair } from "./verification.ts";

/** Fewer pairs than this prove nothing. */
const LEAST_PAIRS = 3;

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
    const alignment = this.#alignment;
    const pairing = this.#pairing;
    alignment.propose(this.#probe, this.#table, reference);
    let best = -1;
    let most = LEAST_PAIRS - 1;
    let last = -1;
    for (let rank = 0; rank < alignment.count; rank++) {
      const pairs = this.#pairRigidly(reference, rank);
      last = rank;
      if (pairs > most) {
        most = pairs;
        best = rank;
      }
    }
    if (best < 0) return 0;
    if (best !== last) this.#pairRigidly(reference, best);
    pairing.pairElastically(this.#probe, reference);
    return similarityOf(this.#probe, reference, alignment, pairing, this.#weights);
  }

  #pairRigidly(reference: PreparedTemplate, rank: number): number {
    const { rotation, shiftX, shiftY } = this.#alignment;
    return this.#pairing.pairRigidly(this.#probe, reference, rotation[rank]!, shiftX[rank]!, shiftY[rank]!);
  }

  /** How well edges agree on one motion, in units of what chance gives: a cheap look before {@link compare}; about 0.5 for unrelated fingers. */
  glance(reference: PreparedTemplate): number {
    return this.#alignment.survey(this.#probe, this.#table, reference);
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
    const similarity = this.compare(reference);
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
}
