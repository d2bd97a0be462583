interface Due {
  readonly at: number;
  readonly order: number;
  readonly work: () => void;
}

/**
 * Lets every promise that can go on go on: what a node does is made of promises alone, so after this it waits for the
 * schedule. Ticks come only when no microtask is left, and cost no turn of the event loop.
 */
const promisesDone = (): Promise<void> => new Promise((resolve) => process.nextTick(resolve));

/**
 * Virtual time. Everything that takes time in a history waits here; one thing happens at a time, in the order of its
 * time and then of its asking, so that a history is the same whenever and wherever it runs.
 */
export class Schedule {
  /** Milliseconds since the history began. */
  now = 0;
  #order = 0;
  readonly #heap: Due[] = [];

  after(milliseconds: number, work: () => void): void {
    this.#push({ at: this.now + Math.max(0, milliseconds), order: this.#order++, work });
  }

  wait(milliseconds: number): Promise<void> {
    return new Promise((resolve) => this.after(milliseconds, resolve));
  }

  /** Runs what is due until `until` milliseconds, or until `stop` says so after a step. */
  async run(until: number, stop: () => boolean): Promise<void> {
    for (let next = this.#heap[0]; next !== undefined && next.at <= until; next = this.#heap[0]) {
      this.#pop();
      this.now = next.at;
      next.work();
      await promisesDone();
      if (stop()) return;
    }
    this.now = until;
  }

  #push(due: Due): void {
    const heap = this.#heap;
    let at = heap.push(due) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!before(due, heap[parent]!)) break;
      heap[at] = heap[parent]!;
      at = parent;
    }
    heap[at] = due;
  }

  #pop(): void {
    const heap = this.#heap;
    const last = heap.pop()!;
    if (heap.length === 0) return;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && before(heap[child + 1]!, heap[child]!)) child += 1;
      if (!before(heap[child]!, last)) break;
      heap[at] = heap[child]!;
      at = child;
    }
    heap[at] = last;
  }
}

const before = (a: Due, b: Due): boolean => a.at < b.at || (a.at === b.at && a.order < b.order);
