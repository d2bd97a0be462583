import { COMPARED_LIMIT } from "../match/measures.ts";
import type { PreparedTemplate } from "../match/prepared.ts";

/** Sides of a triangle in pixels at 500 dpi: minutiae nearer than that are often one seen twice, farther ones bend apart. */
const SIDE_SHORTEST = 8;
const SIDE_LONGEST = 120;
const NEIGHBOURS_LIMIT = 6;
const TRIANGLES_LIMIT = (COMPARED_LIMIT * NEIGHBOURS_LIMIT * (NEIGHBOURS_LIMIT - 1)) / 2;

/**
 * Triangles of minutiae that lie near each other: a minutia and two of its nearest neighbours. What the index is made
 * of, because three sides and three directions tell fingers apart far better than the one side and two directions of an
 * edge, and depend neither on how the finger was turned nor on where it lay.
 *
 * @see R. S. Germain, A. Califano, S. Colville, Fingerprint matching using transformation parameter clustering, IEEE
 * Computational Science and Engineering 4(4), 1997; B. Bhanu, X. Tan, Fingerprint indexing based on novel features of
 * minutiae triplets, IEEE TPAMI 25(5), 2003
 */
export class Triangles {
  count = 0;
  /** Corners counter-clockwise as indices of minutiae: those of triangle t are 3t, 3t + 1 and 3t + 2. */
  readonly corner = new Uint8Array(3 * TRIANGLES_LIMIT);
  /** Sides in pixels at 500 dpi, each from the corner of the same index to the next. */
  readonly side = new Float32Array(3 * TRIANGLES_LIMIT);
  readonly #neighbour = new Uint8Array(COMPARED_LIMIT * NEIGHBOURS_LIMIT);
  readonly #neighbours = new Uint8Array(COMPARED_LIMIT);
  readonly #distance = new Float32Array(NEIGHBOURS_LIMIT);
  /** Whether b is among the neighbours of a, at 96·a + b. */
  readonly #near = new Uint8Array(COMPARED_LIMIT * COMPARED_LIMIT);

  /**
   * Finds the triangles of an impression, each once. Allocates nothing.
   *
   * @param neighbours how many nearest neighbours of each minutia are joined, at most 6
   */
  find(impression: PreparedTemplate, neighbours: number): void {
    this.count = 0;
    for (let index = 0; index < impression.count; index++)
      this.#findNeighbours(impression, index, neighbours);
    for (let root = 0; root < impression.count; root++) this.#joinNeighbours(impression, root);
    for (let root = 0; root < impression.count; root++) this.#mark(root, 0);
  }

  #findNeighbours({ count, x, y }: PreparedTemplate, root: number, limit: number): void {
    const base = root * NEIGHBOURS_LIMIT;
    const distance = this.#distance;
    const neighbour = this.#neighbour;
    let found = 0;
    let reach = SIDE_LONGEST * SIDE_LONGEST;
    for (let other = 0; other < count; other++) {
      const dx = x[other]! - x[root]!;
      const dy = y[other]! - y[root]!;
      const squared = dx * dx + dy * dy;
      if (squared >= reach || squared < SIDE_SHORTEST * SIDE_SHORTEST) continue;
      let slot = found < limit ? found++ : found - 1;
      while (slot > 0 && distance[slot - 1]! > squared) {
        distance[slot] = distance[slot - 1]!;
        neighbour[base + slot] = neighbour[base + slot - 1]!;
        slot--;
      }
      distance[slot] = squared;
      neighbour[base + slot] = other;
      if (found === limit) reach = distance[found - 1]!;
    }
    this.#neighbours[root] = found;
    this.#mark(root, 1);
  }

  #mark(root: number, value: number): void {
    const base = root * NEIGHBOURS_LIMIT;
    for (let rank = 0; rank < this.#neighbours[root]!; rank++)
      this.#near[root * COMPARED_LIMIT + this.#neighbour[base + rank]!] = value;
  }

  #joinNeighbours(impression: PreparedTemplate, root: number): void {
    const base = root * NEIGHBOURS_LIMIT;
    for (let first = 0; first < this.#neighbours[root]!; first++) {
      const one = this.#neighbour[base + first]!;
      for (let second = first + 1; second < this.#neighbours[root]!; second++) {
        const other = this.#neighbour[base + second]!;
        // The same three are also found from another corner; the first in order keeps them.
        if ((one < root && this.#joins(one, root, other)) || (other < root && this.#joins(other, root, one)))
          continue;
        this.#add(impression, root, one, other);
      }
    }
  }

  #joins(corner: number, one: number, other: number): boolean {
    const base = corner * COMPARED_LIMIT;
    return this.#near[base + one] === 1 && this.#near[base + other] === 1;
  }

  #add({ x, y }: PreparedTemplate, a: number, b: number, c: number): void {
    const turnsLeft = (x[b]! - x[a]!) * (y[c]! - y[a]!) - (y[b]! - y[a]!) * (x[c]! - x[a]!) >= 0;
    const second = turnsLeft ? b : c;
    const third = turnsLeft ? c : b;
    const opposite = between(x, y, second, third);
    if (opposite < SIDE_SHORTEST || opposite >= SIDE_LONGEST) return;
    const at = 3 * this.count++;
    this.corner[at] = a;
    this.corner[at + 1] = second;
    this.corner[at + 2] = third;
    this.side[at] = between(x, y, a, second);
    this.side[at + 1] = opposite;
    this.side[at + 2] = between(x, y, third, a);
  }
}

function between(x: Float32Array, y: Float32Array, one: number, other: number): number {
  const dx = x[other]! - x[one]!;
  const dy = y[other]! - y[one]!;
  return Math.sqrt(dx * dx + dy * dy);
}
