import { EventEmitter } from "node:events";
import type { ExchangeState, Progress } from "@accord/exchange";

export type FeedEvent =
  | {
      readonly kind: "state";
      readonly step: string;
      readonly standing: ExchangeState["standing"];
      readonly round: number;
    }
  | {
      readonly kind: "batch";
      readonly flow: string;
      readonly direction: "sent" | "received";
      readonly index: number;
    }
  | {
      readonly kind: "progress";
      readonly what: string;
      readonly done: number;
      readonly total: number | undefined;
    }
  | { readonly kind: "waits"; readonly reason: string };

/** What happens in exchanges, as it happens, for progress on screens; nothing here is needed for the outcome. */
export class ExchangeFeed {
  readonly #emitter = new EventEmitter().setMaxListeners(0);
  readonly #last = new Map<string, ExchangeState>();

  changed(state: ExchangeState): void {
    const before = this.#last.get(state.exchange);
    this.#last.set(state.exchange, state);
    for (const direction of ["outgoing", "incoming"] as const) {
      for (const [flow, now] of Object.entries(state[direction])) {
        const standing = before?.[direction][flow as keyof ExchangeState["outgoing"]];
        if (now !== undefined && now.nextIndex !== standing?.nextIndex) {
          this.#emit(state.exchange, {
            kind: "batch",
            flow,
            direction: direction === "outgoing" ? "sent" : "received",
            index: now.nextIndex,
          });
        }
      }
    }
    for (const { direction, part, batches } of overlapBatches(before?.overlap, state.overlap)) {
      this.#emit(state.exchange, { kind: "batch", flow: `overlap ${part}`, direction, index: batches });
    }
    if (before?.step !== state.step || before.standing.kind !== state.standing.kind) {
      this.#emit(state.exchange, {
        kind: "state",
        step: state.step,
        standing: state.standing,
        round: state.round,
      });
    }
  }

  progressed({ exchange, what, done, total }: Progress): void {
    this.#emit(exchange, { kind: "progress", what, done, total });
  }

  waits(exchange: string, reason: string): void {
    this.#emit(exchange, { kind: "waits", reason });
  }

  /** Calls `listener` with what happens from now on; answers how to stop. */
  follow(exchange: string, listener: (event: FeedEvent) => void): () => void {
    this.#emitter.on(exchange, listener);
    return () => this.#emitter.off(exchange, listener);
  }

  #emit(exchange: string, event: FeedEvent): void {
    this.#emitter.emit(exchange, event);
  }
}

type Overlap = ExchangeState["overlap"];

/** Which parts of a private set intersection have got further, by batches. */
function* overlapBatches(
  before: Overlap,
  now: Overlap,
): Generator<{ readonly direction: "sent" | "received"; readonly part: string; readonly batches: number }> {
  if (now === undefined) return;
  for (const part of ["set", "answer"] as const) {
    const sent = now.sending[part]?.acknowledged ?? 0;
    if (sent > 0 && sent !== before?.sending[part]?.acknowledged)
      yield { direction: "sent", part, batches: sent };
    const received = now.received[part];
    if (received > 0 && received !== before?.received[part])
      yield { direction: "received", part, batches: received };
  }
}
