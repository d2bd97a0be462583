import { type CompareKernel, compareMemory } from "../kernel/compare.ts";
import { FIRST_SIGHT, PROBE, REFERENCE } from "../kernel/compare-layout.ts";
import { Alignment } from "./alignment.ts";
import { EdgeTable } from "./edge-table.ts";
import { EVIDENCE, EVIDENCE_COUNT, type EvidenceName, sharesOfPairs, weighEvidence } from "./evidence.ts";
import { COMPARED_LIMIT, LEAST_PAIRS } from "./measures.ts";
import { Occupancy } from "./occupancy.ts";
import { ALONE, Pairing } from "./pairing.ts";
import { PreparedTemplate } from "./prepared.ts";
import { Prospects } from "./prospects.ts";
import { StagedFinger } from "./staged-finger.ts";
import type { EvidenceShares, MinutiaPair, Verification } from "./verification.ts";
import { EVIDENCE_WEIGHTS } from "./weights.ts";

/** Minutiae this near, in pixels, to where one is laid count as possible partners at first sight. */
const OCCUPANCY_REACH = 18;
const WEIGHTS = Float64Array.from(EVIDENCE, (name) => EVIDENCE_WEIGHTS[name]);

const NOTHING: Omit<Verification, "score"> = {
  similarity: 0,
  rotation: 0,
  shift: { x: 0, y: 0 },
  pairs: [],
  evidence: { pairs: 0, unmatched: 0, coverage: 0, alignment: 0, base: 0 },
};

/**
 * Compares one probe with many references. Holds all scratch memory; `compare` allocates nothing. One per thread.
 *
 * Scores are made by a kernel where the engine has SIMD, in less than half the time. The same steps stand here in
 * TypeScript: for other engines, for explanations, and to test the kernel against.
 */
export class Matcher {
  /** Lies in the comparison's own memory: a reference that is laid out here is compared without being copied. */
  readonly reference: PreparedTemplate;
  /** Where a gallery's finger is put for {@link layStaged}; undefined where there is no kernel to lay it out. */
  readonly staged: StagedFinger | undefined;
  readonly #kernel: CompareKernel | undefined;
  readonly #probeBytes: Uint8Array;
  #probe = new PreparedTemplate(0);
  readonly #table: EdgeTable;
  readonly #alignment = new Alignment();
  readonly #occupancy: Occupancy;
  readonly #prospects = new Prospects();
  readonly #pairing: Pairing;
  #best = -1;
  /** The alignment that was weighed last, whose pairing and evidence stand. */
  #weighed = -1;
  readonly #evidence = new Float64Array(EVIDENCE_COUNT);

  constructor() {
    const { memory, kernel } = compareMemory();
    this.#kernel = kernel;
    this.#probeBytes = new PreparedTemplate(COMPARED_LIMIT, memory, PROBE).bytes;
    this.reference = new PreparedTemplate(COMPARED_LIMIT, memory, REFERENCE);
    this.staged = kernel === undefined ? undefined : new StagedFinger(memory);
    this.#table = new EdgeTable(memory);
    this.#occupancy = new Occupancy(OCCUPANCY_REACH, 1, memory, FIRST_SIGHT);
    this.#pairing = new Pairing(memory);
  }

  /** Sets the impression that the following references are compared with; it must not change while they are. */
  setProbe(probe: PreparedTemplate): void {
    this.#probe = probe;
    this.#table.fill(probe);
    this.#occupancy.fill(probe);
    this.#pairing.setProbe(probe);
    this.#probeBytes.set(probe.bytes);
    this.#kernel?.setProbe(probe.capacity, probe.count, probe.hull.sides, probe.hull.inner);
  }

  /** Similarity in nats, at least 0; not calibrated. */
  compare(reference: PreparedTemplate): number {
    if (this.#kernel === undefined) return this.comparePlainly(reference);
    const { capacity, count, edges, hull } = this.#lay(reference);
    return this.#kernel.compare(capacity, count, edges.count, hull.sides, hull.inner);
  }

  /**
   * Lays {@link reference} out from what is staged; its directions, kinds and numbers of minutiae and edges are set
   * before. The hull, which a glance does not need, is not found.
   *
   * @param scale from the finger's pixels to those at 500 dpi
   */
  layStaged(scale: number): void {
    this.#kernel?.layStaged(this.reference.capacity, this.reference.count, scale);
  }

  #lay(reference: PreparedTemplate): PreparedTemplate {
    if (reference !== this.reference) this.reference.bytes.set(reference.bytes);
    return reference;
  }

  /** As {@link compare}, without the kernel. */
  comparePlainly(reference: PreparedTemplate): number {
    const prospects = this.#prospects;
    this.#alignment.propose(this.#table, reference);
    prospects.choose(this.#alignment, this.#occupancy, this.#probe, reference);
    let most = Number.NEGATIVE_INFINITY;
    this.#best = -1;
    for (let index = 0; index < prospects.count; index++) {
      const rank = prospects.rank[index]!;
      const similarity = this.#weigh(reference, rank);
      if (similarity > most) {
        most = similarity;
        this.#best = rank;
      }
    }
    return Math.max(0, most);
  }

  /** Similarity under one proposed alignment; may be negative. */
  #weigh(reference: PreparedTemplate, rank: number): number {
    const { rotation, shiftX, shiftY } = this.#alignment;
    const pairing = this.#pairing;
    this.#weighed = rank;
    const found = pairing.pairRigidly(this.#probe, reference, rotation[rank]!, shiftX[rank]!, shiftY[rank]!);
    if (found < LEAST_PAIRS) return Number.NEGATIVE_INFINITY;
    pairing.pairElastically(this.#probe, reference);
    if (pairing.count < LEAST_PAIRS) return Number.NEGATIVE_INFINITY;
    weighEvidence(this.#probe, reference, this.#alignment, pairing, this.#evidence);
    let similarity = EVIDENCE_WEIGHTS.base;
    for (let index = 0; index < EVIDENCE_COUNT; index++)
      similarity += WEIGHTS[index]! * this.#evidence[index]!;
    return similarity;
  }

  /** How well edges agree on one motion, in units of what chance gives: a cheap look before {@link compare}; about 0.5 for unrelated fingers. */
  glance(reference: PreparedTemplate): number {
    if (this.#kernel === undefined) return this.glancePlainly(reference);
    const { capacity, count, edges, hull } = this.#lay(reference);
    return this.#kernel.survey(capacity, count, edges.count, hull.sides, hull.inner);
  }

  /** As {@link glance}, without the kernel. */
  glancePlainly(reference: PreparedTemplate): number {
    return this.#alignment.survey(this.#table, reference);
  }

  /** As {@link compare}, with the alignment, the pairs and what each kind of evidence gave; indices are the templates' own. */
  explain(reference: PreparedTemplate): Omit<Verification, "score"> {
    if (this.compare(reference) === 0) return NOTHING;
    const similarity = this.comparePlainly(reference);
    if (this.#weighed !== this.#best) this.#weigh(reference, this.#best);
    const probe = this.#probe;
    const pairing = this.#pairing;
    const shares = new Float64Array(reference.count);
    sharesOfPairs(probe, reference, pairing, EVIDENCE_WEIGHTS, shares);
    const pairs: MinutiaPair[] = [];
    for (let theirs = 0; theirs < reference.count; theirs++) {
      const mine = pairing.ofReference[theirs]!;
      if (mine === ALONE) continue;
      pairs.push({
        probe: probe.source[mine]!,
        reference: reference.source[theirs]!,
        weight: shares[theirs]!,
      });
    }
    return {
      similarity,
      rotation: pairing.motion.rotation % 256,
      shift: {
        x: probe.centreX + pairing.motion.shiftX - reference.centreX,
        y: probe.centreY - pairing.motion.shiftY - reference.centreY,
      },
      pairs,
      evidence: this.#shares(),
    };
  }

  #share(...names: EvidenceName[]): number {
    return names.reduce(
      (sum, name) => sum + EVIDENCE_WEIGHTS[name] * this.#evidence[EVIDENCE.indexOf(name)]!,
      0,
    );
  }

  #shares(): EvidenceShares {
    return {
      pairs: this.#share("nearness", "turned", "sameKind", "edges"),
      unmatched: this.#share("brokenEdges", "unmatched"),
      coverage: this.#share("shareInCommon", "shareOfAll"),
      alignment: this.#share("rotation", "prominence"),
      base: EVIDENCE_WEIGHTS.base,
    };
  }

  /** The evidence itself ({@link EVIDENCE}) under the best alignment, for learning the weights; undefined where none was worth pairing. */
  evidenceOf(reference: PreparedTemplate): Float64Array | undefined {
    this.comparePlainly(reference);
    return this.#best < 0 || this.#weigh(reference, this.#best) === Number.NEGATIVE_INFINITY
      ? undefined
      : this.#evidence.slice();
  }
}
