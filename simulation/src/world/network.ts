import type { Acceptance, Delivery } from "@accord/exchange";
import type { NodeId } from "../model/agreements.ts";
import type { Draw } from "./draw.ts";
import type { Schedule } from "./schedule.ts";
import type { Trace } from "./trace.ts";

/** How bad the network is for a while: probabilities of one delivery's misfortunes. */
export interface Weather {
  readonly lost: number;
  readonly answerLost: number;
  readonly repeated: number;
  readonly delayed: number;
  /** A byte is changed on the way: the receiver's transport cannot open what came. */
  readonly corrupted: number;
}

export const FAIR: Weather = { lost: 0, answerLost: 0, repeated: 0, delayed: 0, corrupted: 0 };

/** Longest that a sender waits for an answer. */
const ANSWER_MILLISECONDS = 5_000;
/** How far two clocks may be apart before one takes the other's signed requests for replays. */
const SKEW_MILLISECONDS = 300_000;

interface Host {
  readonly id: NodeId;
  readonly up: () => boolean;
  readonly clockOffset: () => number;
}

interface Sent {
  readonly name: string;
  readonly from: Host;
  readonly to: Host;
  /** Takes what came; the answer comes when the receiver's process gives it, or never. */
  take(): Promise<Acceptance>;
}

/** What carries messages between two nodes: by the weather, lost, late, twice, in another order, cut off or changed. */
export class Network {
  weather: Weather = FAIR;
  cut = false;
  readonly #schedule: Schedule;
  readonly #draw: Draw;
  readonly #trace: Trace;

  constructor(schedule: Schedule, draw: Draw, trace: Trace) {
    this.#schedule = schedule;
    this.#draw = draw;
    this.#trace = trace;
  }

  send(sent: Sent): Promise<Delivery> {
    return new Promise((resolve) => {
      let answered = false;
      const answer = (delivery: Delivery) => {
        if (answered) return;
        answered = true;
        resolve(delivery);
      };
      const { weather } = this;
      const fate = (name: keyof Weather) => this.#draw.chance(`net.${name}`, weather[name]);
      const fates = {
        lost: fate("lost"),
        answerLost: fate("answerLost"),
        repeated: fate("repeated"),
        delayed: fate("delayed"),
        corrupted: fate("corrupted"),
      };
      const told = Object.entries(fates).flatMap(([name, holds]) => (holds ? [name] : []));
      if (told.length > 0) this.#tell(`${sent.name} is ${told.join(", ")}`);
      this.#schedule.after(ANSWER_MILLISECONDS, () => answer(unreachable("no answer in time")));
      const travel = () =>
        this.#draw.whole("net.latency", 5, 60) +
        (fates.delayed ? this.#draw.whole("net.late", 500, 20_000) : 0);
      if (fates.lost) return;
      this.#arrive(sent, travel(), fates.corrupted, fates.answerLost ? () => undefined : answer);
      if (fates.repeated) {
        this.#arrive(sent, travel() + this.#draw.whole("net.again", 1, 30_000), false, () => undefined);
      }
    });
  }

  #arrive(sent: Sent, after: number, corrupted: boolean, answer: (delivery: Delivery) => void): void {
    const back = (delivery: Delivery) =>
      this.#schedule.after(this.#draw.whole("net.back", 5, 60), () => {
        if (!this.cut) answer(delivery);
      });
    this.#schedule.after(after, () => {
      if (this.cut) return;
      if (!sent.to.up()) return back(unreachable("connection refused"));
      if (corrupted) return back(unreachable("the partner's node answered 400"));
      if (Math.abs(sent.from.clockOffset() - sent.to.clockOffset()) > SKEW_MILLISECONDS)
        return back(unreachable("the clocks are too far apart"));
      sent.take().then(
        (acceptance) => back(deliveryOf(acceptance)),
        () => back(unreachable("the partner's node answered 500")),
      );
    });
  }

  #tell(line: string): void {
    this.#trace.add(this.#schedule.now, line);
  }
}

const unreachable = (reason: string): Delivery => ({ kind: "unreachable", reason });

function deliveryOf(acceptance: Acceptance): Delivery {
  switch (acceptance.kind) {
    case "accepted":
    case "outOfOrder":
      return acceptance;
    case "refused":
      return { kind: "refused", code: acceptance.code, reason: acceptance.reason };
  }
}
