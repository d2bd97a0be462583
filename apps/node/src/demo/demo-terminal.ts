import type { FeedEvent } from "../exchange/exchange-feed.ts";
import type { Followed } from "./sharing.ts";

const STEPS: Readonly<Record<string, string>> = {
  hello: "nodes meet",
  snapshot: "deduplicate own registry, pin persons in scope",
  match: "find who is the same person",
  adjudicate: "decisions",
  reconcile: "bring linked persons in step",
  receipt: "receipts, ledgers cosigned",
  report: "report",
  done: "done",
};

const live = process.stdout.isTTY === true && process.env.CI === undefined;
const paint = (code: number, text: string): string =>
  live && process.env.NO_COLOR === undefined ? `\u001b[${code}m${text}\u001b[0m` : text;
const seconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(1)} s`;

/** The demo's lines: a step with its time, and what is going on in it where the terminal can show that. */
export class DemoTerminal {
  title({ people, seed }: { people: number; seed: number }): void {
    this.print(
      `\n  ${paint(1, "Accord")}  two registries, one agreement, ${people.toLocaleString("en")} people (seed ${seed})\n`,
    );
  }

  print(text: string): void {
    process.stdout.write(`${text}\n`);
  }

  problem(outcome: Followed): void {
    const { standing, waitsFor } = outcome;
    this.print(paint(31, `\n  The exchange did not end (step ${outcome.step}).`));
    if (standing.kind !== "running") this.print(`  ${standing.reason}\n  ${standing.remedy}`);
    else if (waitsFor !== undefined) this.print(`  It waits for ${waitsFor}.`);
  }

  async step<T>(what: string, work: (tell: (detail: string) => void) => Promise<T>): Promise<T> {
    const began = Date.now();
    let last = "";
    this.#show(`  … ${what}`);
    const result = await work((detail) => {
      last = detail;
      this.#show(`  … ${what}  ${paint(2, detail)}`);
    });
    this.#settle(
      `  ${paint(32, "✓")} ${what}  ${paint(2, [last, seconds(Date.now() - began)].filter(Boolean).join(" · "))}`,
    );
    return result;
  }

  /** Shows an exchange's steps as they pass; within a step, what is done and how fast. */
  async follow(
    what: string,
    follow: (tell: (event: FeedEvent) => void) => Promise<Followed>,
  ): Promise<Followed> {
    let step = "hello";
    let began = Date.now();
    let workBegan = Date.now();
    let work = "";
    const close = () =>
      this.#settle(
        `  ${paint(32, "✓")} ${what}: ${STEPS[step] ?? step}  ${paint(2, seconds(Date.now() - began))}`,
      );
    const outcome = await follow((event) => {
      if (event.kind === "state" && event.step !== step) {
        close();
        step = event.step;
        began = Date.now();
      } else if (event.kind === "progress") {
        if (event.what !== work) {
          work = event.what;
          workBegan = Date.now();
        }
        this.#show(
          `  … ${what}: ${STEPS[step] ?? step}  ${paint(2, `${event.what} ${progress(event.done, event.total, Date.now() - workBegan)}`)}`,
        );
      } else if (event.kind === "batch") {
        this.#show(
          `  … ${what}: ${STEPS[step] ?? step}  ${paint(2, `${event.flow} batch ${event.index} ${event.direction}`)}`,
        );
      } else if (event.kind === "waits") {
        this.#show(`  … ${what}: ${STEPS[step] ?? step}  ${paint(33, event.reason)}`);
      }
    });
    if (outcome.step === "done" && step !== "done") close();
    return outcome;
  }

  #show(text: string): void {
    if (live) process.stdout.write(`\u001b[2K\r${text}`);
  }

  #settle(text: string): void {
    process.stdout.write(live ? `\u001b[2K\r${text}\n` : `${text}\n`);
  }
}

function progress(done: number, total: number | undefined, milliseconds: number): string {
  if (total === undefined) return done === 0 ? "" : done.toLocaleString("en");
  const rate = milliseconds > 0 ? (done / milliseconds) * 1000 : 0;
  const left =
    rate > 0
      ? ` · ${Math.round(rate).toLocaleString("en")}/s · ${Math.ceil((total - done) / rate)} s left`
      : "";
  return `${done.toLocaleString("en")} of ${total.toLocaleString("en")}${left}`;
}
