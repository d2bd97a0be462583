import type { Alignment } from "./alignment.ts";
import { angleBetween } from "./direction.ts";
import {
  EDGE_PROMISE,
  LEAST_PROMISE,
  LEAST_PROMISE_BY_MINUTIA,
  MINUTIA_PROMISE,
  PAIRED_LIMIT,
  ROTATION_MOST,
  ROTATION_PROMISE,
  ROTATION_UNIT,
  RUNNER_UP_MARGIN,
} from "./measures.ts";
import type { Occupancy } from "./occupancy.ts";
import type { PreparedTemplate } from "./prepared.ts";

/**
 * Which proposed alignments are worth pairing, best first: what each promises is told at the price of one look a
 * minutia. A third of all comparisons of different fingers end here; of the others, one or two proposals are paired.
 */
export class Prospects {
  count = 0;
  /** Ranks of the alignment's proposals. */
  readonly rank = new Uint8Array(PAIRED_LIMIT);
  readonly #promise = new Float64Array(PAIRED_LIMIT);

  choose(
    alignment: Alignment,
    occupancy: Occupancy,
    probe: PreparedTemplate,
    reference: PreparedTemplate,
  ): void {
    const least = LEAST_PROMISE + LEAST_PROMISE_BY_MINUTIA * Math.min(probe.count, reference.count);
    const promise = this.#promise;
    this.count = 0;
    for (let rank = 0; rank < alignment.count; rank++) {
      const { rotation, shiftX, shiftY, support } = alignment;
      const turn = angleBetween(rotation[rank]!, 0) / ROTATION_UNIT;
      const value =
        MINUTIA_PROMISE * occupancy.count(reference, rotation[rank]!, shiftX[rank]!, shiftY[rank]!) +
        EDGE_PROMISE * support[rank]! -
        ROTATION_PROMISE * Math.min(ROTATION_MOST, 0.5 * turn * turn);
      if (value < least) continue;
      let slot =
        this.count < PAIRED_LIMIT ? this.count++ : value > promise[PAIRED_LIMIT - 1]! ? PAIRED_LIMIT - 1 : -1;
      if (slot < 0) continue;
      for (; slot > 0 && promise[slot - 1]! < value; slot--) {
        promise[slot] = promise[slot - 1]!;
        this.rank[slot] = this.rank[slot - 1]!;
      }
      promise[slot] = value;
      this.rank[slot] = rank;
    }
    while (this.count > 1 && promise[this.count - 1]! < promise[0]! - RUNNER_UP_MARGIN) this.count--;
  }
}
