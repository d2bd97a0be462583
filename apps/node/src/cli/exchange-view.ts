import type { FeedEvent } from "../exchange/exchange-feed.ts";
import { stepWords } from "./exchange-report.ts";
import { type ProgressView, progressView } from "./progress.ts";
import { count, duration, harmless, remark, styled } from "./terminal.ts";

const UNITS: Readonly<Record<string, string>> = { fingerprints: "comparisons" };

/** Shows an exchange's steps as they pass, and within a step what is done and how fast. */
export class ExchangeView {
  #step: string | undefined;
  #began = Date.now();
  #batches = 0;
  #work: string | undefined;
  #progress: ProgressView | undefined;
  #lastWait = "";

  show(event: FeedEvent): void {
    switch (event.kind) {
      case "state":
        this.step(event.step);
        break;
      case "batch":
        this.#batches += 1;
        this.#count(`${event.flow} batches ${event.direction}`, "batches", event.index, undefined);
        break;
      case "progress":
        this.#count(event.what, UNITS[event.what] ?? "", event.done, event.total);
        break;
      case "waits":
        this.wait(event.reason);
        break;
    }
  }

  answer({ step }: { readonly step: string }): void {
    this.step(step);
  }

  /** The exchange is in this step now; one that it was in is over. */
  step(step: string): void {
    if (step === this.#step) return;
    this.#endWork();
    if (this.#step !== undefined) {
      const sent = this.#batches === 0 ? "" : `, ${count(this.#batches)} batches`;
      remark(
        `${styled("green", "✓", process.stderr)} ${this.#step.padEnd(10)} ${stepWords(this.#step)}  (${duration(Date.now() - this.#began)}${sent})`,
      );
    }
    this.#step = step;
    this.#began = Date.now();
    this.#batches = 0;
    this.#lastWait = "";
  }

  /** Says once what the exchange waits for. */
  wait(reason: string): void {
    if (reason === this.#lastWait) return;
    this.#lastWait = reason;
    this.#endWork();
    remark(`${styled("yellow", "…", process.stderr)} waits for ${harmless(reason)}`);
  }

  end(): void {
    this.#endWork();
  }

  #count(what: string, unit: string, done: number, total: number | undefined): void {
    if (what !== this.#work) {
      this.#endWork();
      this.#work = what;
      this.#progress = progressView(`  ${harmless(what)}`, unit);
    }
    this.#progress?.update(done, total);
  }

  #endWork(): void {
    this.#progress?.stop();
    this.#progress = undefined;
    this.#work = undefined;
  }
}
