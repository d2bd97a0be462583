/** An edge between two records with its log2 odds that they are one person. */
export interface Edge {
  readonly left: number;
  readonly right: number;
  readonly bits: number;
}

/** One certain edge must not outvote many doubtful ones: bits beyond this count no further in a mean. */
const MOST_BITS = 12;

const clamp = (bits: number) => Math.max(-MOST_BITS, Math.min(MOST_BITS, bits));

/** Sum and number of the edges between two clusters. */
interface Between {
  sum: number;
  count: number;
}

interface Merge {
  readonly mean: number;
  readonly one: number;
  readonly other: number;
  readonly version: number;
}

/** A binary heap of merges, the best first; at equal means the lower clusters. */
class MergeQueue {
  readonly #heap: Merge[] = [];

  #before(a: Merge, b: Merge): boolean {
    return (
      a.mean > b.mean || (a.mean === b.mean && (a.one < b.one || (a.one === b.one && a.other < b.other)))
    );
  }

  push(merge: Merge): void {
    const heap = this.#heap;
    let at = heap.push(merge) - 1;
    while (at > 0) {
      const up = (at - 1) >> 1;
      if (!this.#before(merge, heap[up] as Merge)) break;
      heap[at] = heap[up] as Merge;
      at = up;
    }
    heap[at] = merge;
  }

  pop(): Merge | undefined {
    const heap = this.#heap;
    const top = heap[0];
    const last = heap.pop();
    if (top === undefined || last === undefined || heap.length === 0) return top;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && this.#before(heap[child + 1] as Merge, heap[child] as Merge)) child++;
      if (!this.#before(heap[child] as Merge, last)) break;
      heap[at] = heap[child] as Merge;
      at = child;
    }
    heap[at] = last;
    return top;
  }
}

/**
 * Average-linkage clustering of a sparse graph: two clusters become one while the mean odds of the pairs between them
 * are over `least` bits. Pairs without an edge count as `absentBits`, so that one chance edge does not chain two groups
 * of records together.
 *
 * @returns clusters of two and more records, each in ascending order, the clusters by their lowest record.
 */
export function agglomerate(edges: readonly Edge[], least: number, absentBits: number): number[][] {
  const numbers = new Map<number, number>();
  const records: number[] = [];
  const numberOf = (record: number) => {
    const known = numbers.get(record);
    if (known !== undefined) return known;
    numbers.set(record, records.length);
    return records.push(record) - 1;
  };
  const ordered = [...edges].sort((a, b) => a.left - b.left || a.right - b.right);
  const members: (number[] | undefined)[] = [];
  const between: Map<number, Between>[] = [];
  const versions: number[] = [];
  for (const { left, right, bits } of ordered) {
    const [one, other] = [numberOf(left), numberOf(right)];
    for (const at of [one, other]) {
      members[at] ??= [at];
      between[at] ??= new Map();
      versions[at] ??= 0;
    }
    between[one]?.set(other, { sum: clamp(bits), count: 1 });
    between[other]?.set(one, { sum: clamp(bits), count: 1 });
  }
  const queue = new MergeQueue();
  const offer = (a: number, b: number) => {
    const [one, other] = a < b ? [a, b] : [b, a];
    const edge = between[one]?.get(other);
    const pairs = (members[one]?.length ?? 0) * (members[other]?.length ?? 0);
    if (edge === undefined || pairs === 0) return;
    const mean = (edge.sum + (pairs - edge.count) * absentBits) / pairs;
    if (mean > least)
      queue.push({ mean, one, other, version: (versions[one] ?? 0) + (versions[other] ?? 0) });
  };
  for (const [one, others] of between.entries())
    for (const other of others.keys()) if (one < other) offer(one, other);
  for (let merge = queue.pop(); merge !== undefined; merge = queue.pop()) {
    const { one, other, version } = merge;
    const [ours, theirs] = [members[one], members[other]];
    if (ours === undefined || theirs === undefined) continue;
    if ((versions[one] ?? 0) + (versions[other] ?? 0) !== version) continue;
    members[one] = [...ours, ...theirs];
    members[other] = undefined;
    versions[one] = (versions[one] ?? 0) + (versions[other] ?? 0) + 1;
    for (const [third, edge] of between[other] ?? []) {
      between[third]?.delete(other);
      if (third === one) continue;
      const known = between[one]?.get(third);
      const sum = (known?.sum ?? 0) + edge.sum;
      const count = (known?.count ?? 0) + edge.count;
      between[one]?.set(third, { sum, count });
      between[third]?.set(one, { sum, count });
    }
    between[other] = new Map();
    for (const third of between[one]?.keys() ?? []) offer(one, third);
  }
  return members
    .filter((own): own is number[] => own !== undefined && own.length > 1)
    .map((own) => own.map((at) => records[at] ?? 0).sort((a, b) => a - b))
    .sort((a, b) => (a[0] ?? 0) - (b[0] ?? 0));
}
