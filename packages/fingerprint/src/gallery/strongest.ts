/**
 * Indices of the `count` greatest positive values, greatest first; of equal ones those with the lowest index. By a small
 * heap, so that most values are looked at once.
 */
export function strongest(values: Float32Array, count: number): number[] {
  if (count <= 0) return [];
  const heap: number[] = [];
  const isBelow = (one: number, other: number): boolean => {
    const difference = values[one]! - values[other]!;
    return difference < 0 || (difference === 0 && one > other);
  };
  let bar = Number.MIN_VALUE;
  for (let index = 0; index < values.length; index++) {
    if (values[index]! < bar) continue;
    if (heap.length < count) {
      heap.push(index);
      rise(heap, isBelow);
    } else if (isBelow(heap[0]!, index)) {
      heap[0] = index;
      sink(heap, isBelow);
      bar = values[heap[0]!]!;
    }
  }
  return heap.sort((one, other) => (isBelow(one, other) ? 1 : -1));
}

type Below = (one: number, other: number) => boolean;

function rise(heap: number[], isBelow: Below): void {
  for (let slot = heap.length - 1; slot > 0; ) {
    const parent = (slot - 1) >> 1;
    if (!isBelow(heap[slot]!, heap[parent]!)) break;
    [heap[parent], heap[slot]] = [heap[slot]!, heap[parent]!];
    slot = parent;
  }
}

function sink(heap: number[], isBelow: Below): void {
  for (let slot = 0; ; ) {
    let least = slot;
    for (const child of [2 * slot + 1, 2 * slot + 2])
      if (child < heap.length && isBelow(heap[child]!, heap[least]!)) least = child;
    if (least === slot) break;
    [heap[least], heap[slot]] = [heap[slot]!, heap[least]!];
    slot = least;
  }
}
