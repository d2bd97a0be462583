import type { Line } from "./line.ts";
import type { VirtualClock } from "./virtual-clock.ts";

/** Payload of a packet (1,500 bytes less IP's and TCP's headers with timestamps), and those headers. */
const SEGMENT = 1448;
const HEADERS = 52;
/** RFC 6928, RFC 6298 (2.4), RFC 5681 (3.2, as SACK counts it: so many later ones were acknowledged). */
const FIRST_WINDOW = 10;
const LEAST_TIMEOUT = 1000;
const LATER_ACKNOWLEDGED = 3;

interface UnderWay {
  readonly order: number;
  readonly at: number;
  readonly isAgain: boolean;
}

/**
 * One direction of a TCP connection with selective acknowledgements (RFC 2018) and Reno's congestion control (RFC 5681):
 * slow start, one more segment a round trip after that, half the window where a packet is lost, one segment after a
 * timeout, whose length follows RFC 6298. Every segment is acknowledged at once. It is kept between requests, with its window.
 */
export class Connection {
  readonly #clock: VirtualClock;
  readonly #line: Line;
  #isOpen = false;
  #window = FIRST_WINDOW;
  #threshold = Number.POSITIVE_INFINITY;
  #order = 0;
  /** Losses of packets sent before this one belong to the reduction that was made already. */
  #reducedAt = -1;
  readonly #unsent: number[] = [];
  readonly #again: number[] = [];
  readonly #underWay = new Map<number, UnderWay>();
  readonly #arrived = new Set<number>();
  #segments = 0;
  #smoothed = 0;
  #variation = 0;
  #timeout = 3 * LEAST_TIMEOUT;
  #timer = 0;
  #whole: (() => void) | undefined;

  constructor(clock: VirtualClock, line: Line) {
    this.#clock = clock;
    this.#line = line;
  }

  /** Carries a request of so many bytes over and its answer back; one at a time. */
  async request(bytes: number): Promise<void> {
    // TCP's and TLS 1.3's handshakes take a round trip each before the first byte.
    if (!this.#isOpen) await this.#clock.sleep(2 * this.#line.roundTripMilliseconds);
    this.#isOpen = true;
    const from = this.#segments;
    this.#segments += Math.ceil(bytes / SEGMENT);
    for (let segment = from; segment < this.#segments; segment++) this.#unsent.push(segment);
    const whole = new Promise<void>((resolve) => {
      this.#whole = resolve;
    });
    this.#send();
    await whole;
    await this.#answered();
  }

  /** The answer is one packet; where it is lost it comes a timeout later. */
  #answered(): Promise<void> {
    return new Promise((resolve) => {
      let isThere = false;
      const attempt = (timeout: number): void => {
        this.#line.answer(() => {
          isThere = true;
          resolve();
        });
        this.#clock.after(timeout, () => {
          if (!isThere) attempt(2 * timeout);
        });
      };
      attempt(Math.max(LEAST_TIMEOUT, this.#timeout));
    });
  }

  #send(): void {
    while (this.#underWay.size < Math.floor(this.#window)) {
      const again = this.#again.shift();
      const segment = again ?? this.#unsent.shift();
      if (segment === undefined) break;
      const order = this.#order++;
      this.#underWay.set(segment, { order, at: this.#clock.now, isAgain: again !== undefined });
      this.#line.send(SEGMENT + HEADERS, () => this.#arrive(segment));
    }
    this.#setTimer();
  }

  #arrive(segment: number): void {
    this.#arrived.add(segment);
    this.#line.answer(() => this.#acknowledged());
    if (this.#arrived.size === this.#segments) {
      this.#whole?.();
      this.#whole = undefined;
    }
  }

  /** An acknowledgement names all that has arrived, so that one that is lost is made good by the next. */
  #acknowledged(): void {
    let latest = -1;
    let sample: UnderWay | undefined;
    for (const [segment, sent] of this.#underWay) {
      if (!this.#arrived.has(segment)) continue;
      this.#underWay.delete(segment);
      this.#window += this.#window < this.#threshold ? 1 : 1 / this.#window;
      if (sent.order > latest) {
        latest = sent.order;
        sample = sent;
      }
    }
    if (sample === undefined) return;
    if (!sample.isAgain) this.#measure(this.#clock.now - sample.at);
    for (const [segment, sent] of this.#underWay)
      if (sent.order <= latest - LATER_ACKNOWLEDGED) this.#lost(segment, sent.order);
    this.#send();
  }

  #lost(segment: number, order: number): void {
    this.#underWay.delete(segment);
    this.#again.push(segment);
    if (order <= this.#reducedAt) return;
    this.#reducedAt = this.#order - 1;
    this.#threshold = Math.max(2, this.#window / 2);
    this.#window = this.#threshold;
  }

  #measure(roundTrip: number): void {
    if (this.#smoothed === 0) {
      this.#smoothed = roundTrip;
      this.#variation = roundTrip / 2;
    } else {
      this.#variation = 0.75 * this.#variation + 0.25 * Math.abs(this.#smoothed - roundTrip);
      this.#smoothed = 0.875 * this.#smoothed + 0.125 * roundTrip;
    }
    this.#timeout = Math.max(LEAST_TIMEOUT, this.#smoothed + 4 * this.#variation);
  }

  #setTimer(): void {
    const timer = ++this.#timer;
    if (this.#underWay.size === 0) return;
    this.#clock.after(this.#timeout, () => {
      if (timer !== this.#timer) return;
      for (const segment of this.#underWay.keys()) if (!this.#arrived.has(segment)) this.#again.push(segment);
      // What arrived while its acknowledgements were lost is known by the next one.
      this.#underWay.clear();
      this.#reducedAt = this.#order - 1;
      this.#threshold = Math.max(2, this.#window / 2);
      this.#window = 1;
      this.#timeout = Math.min(60_000, 2 * this.#timeout);
      this.#send();
    });
  }
}
