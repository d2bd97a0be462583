interface Event {
  readonly at: number;
  readonly order: number;
  readonly happen: () => void;
}

/** Time that goes on by itself from event to event, in milliseconds: nothing waits, and nothing depends on the machine. */
export class VirtualClock {
  now = 0;
  readonly #heap: Event[] = [];
  #order = 0;

  after(milliseconds: number, happen: () => void): void {
    this.#push({ at: this.now + Math.max(0, milliseconds), order: this.#order++, happen });
  }

  sleep(milliseconds: number): Promise<void> {
    return new Promise((resolve) => this.after(milliseconds, resolve));
  }

  /** Lets time go on until `work` is done; what promises do between two events takes no time. */
  async run<T>(work: Promise<T>): Promise<T> {
    let isDone = false;
    const done = work.finally(() => {
      isDone = true;
    });
    done.catch(() => undefined); // it is thrown to who awaits the answer
    for (;;) {
      await new Promise((resolve) => setImmediate(resolve));
      if (isDone) return done;
      const first = this.#heap[0];
      if (first === undefined) throw new Error("nothing happens any more, and the work is not done");
      // Events of one moment happen together.
      while (this.#heap[0]?.at === first.at) {
        const event = this.#pop();
        this.now = event.at;
        event.happen();
      }
    }
  }

  #push(event: Event): void {
    const heap = this.#heap;
    let slot = heap.push(event) - 1;
    while (slot > 0) {
      const parent = (slot - 1) >> 1;
      if (!isBefore(heap[slot]!, heap[parent]!)) return;
      [heap[slot], heap[parent]] = [heap[parent]!, heap[slot]!];
      slot = parent;
    }
  }

  #pop(): Event {
    const heap = this.#heap;
    const first = heap[0]!;
    const last = heap.pop()!;
    if (heap.length === 0) return first;
    heap[0] = last;
    for (let slot = 0; ; ) {
      let least = slot;
      for (const child of [2 * slot + 1, 2 * slot + 2])
        if (child < heap.length && isBefore(heap[child]!, heap[least]!)) least = child;
      if (least === slot) return first;
      [heap[slot], heap[least]] = [heap[least]!, heap[slot]!];
      slot = least;
    }
  }
}

const isBefore = (one: Event, other: Event): boolean =>
  one.at < other.at || (one.at === other.at && one.order < other.order);
