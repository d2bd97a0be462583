/**
 * Hybrid logical clock (Kulkarni et al., "Logical Physical Clocks", 2014): wall time in milliseconds with a counter,
 * never going back, as text that sorts: `<ms, 9 digits base 36>-<counter, 4 digits base 36>-<node>`.
 */
export class HybridClock {
  #milliseconds = 0;
  #counter = 0;
  readonly #node: string;
  readonly #now: () => number;

  constructor(node: string, now: () => number) {
    this.#node = node;
    this.#now = now;
  }

  tick(): string {
    const wall = this.#now();
    if (wall > this.#milliseconds) {
      this.#milliseconds = wall;
      this.#counter = 0;
    } else {
      this.#counter += 1;
    }
    return this.#text();
  }

  /** Moves past a clock value that was received, so that what is said next sorts after it. */
  witness(other: string): void {
    const [time, counter] = other.split("-");
    const milliseconds = Number.parseInt(time ?? "", 36);
    const count = Number.parseInt(counter ?? "", 36);
    if (Number.isNaN(milliseconds) || Number.isNaN(count)) return;
    if (milliseconds > this.#milliseconds || (milliseconds === this.#milliseconds && count > this.#counter)) {
      this.#milliseconds = milliseconds;
      this.#counter = count;
    }
  }

  #text(): string {
    const time = this.#milliseconds.toString(36).padStart(9, "0");
    return `${time}-${this.#counter.toString(36).padStart(4, "0")}-${this.#node}`;
  }
}
