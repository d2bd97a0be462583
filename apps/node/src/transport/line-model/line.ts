import type { VirtualClock } from "./virtual-clock.ts";

export interface LineOptions {
  readonly bitsASecond: number;
  /** From one end to the other and back, without waiting in a queue. */
  readonly roundTripMilliseconds: number;
  /** Share of packets that are lost, each by itself; of answers as well. */
  readonly loss: number;
  /** Packets that wait for the line at most; further ones are dropped. */
  readonly queuePackets: number;
  /** 0 to 1; the same draws give the same run. */
  readonly random: () => number;
}

/**
 * A line with a rate, a delay, a queue that drops what does not fit and packets that are lost at random, as a satellite link
 * is in `tc netem`: loss after the queue, so that a lost packet has used the line. The way back has the same delay and loss,
 * and a rate of its own that answers never fill.
 */
export class Line {
  readonly #clock: VirtualClock;
  readonly #options: LineOptions;
  #freeAt = 0;
  #waiting = 0;
  /** Bytes that the line carried, headers and lost packets included. */
  carriedBytes = 0;

  constructor(clock: VirtualClock, options: LineOptions) {
    this.#clock = clock;
    this.#options = options;
  }

  get roundTripMilliseconds(): number {
    return this.#options.roundTripMilliseconds;
  }

  /** Sends a packet of so many bytes; `arrive` is called when it comes, and never where it is lost. */
  send(bytes: number, arrive: () => void): void {
    const { bitsASecond, roundTripMilliseconds, loss, queuePackets, random } = this.#options;
    if (this.#waiting >= queuePackets) return;
    this.#waiting += 1;
    const begins = Math.max(this.#clock.now, this.#freeAt);
    this.#freeAt = begins + (bytes * 8 * 1000) / bitsASecond;
    const isLost = random() < loss;
    this.#clock.after(this.#freeAt - this.#clock.now, () => {
      this.#waiting -= 1;
      this.carriedBytes += bytes;
      if (!isLost) this.#clock.after(roundTripMilliseconds / 2, arrive);
    });
  }

  /** An acknowledgement on the way back. */
  answer(arrive: () => void): void {
    if (this.#options.random() < this.#options.loss) return;
    this.#clock.after(this.#options.roundTripMilliseconds / 2, arrive);
  }
}
