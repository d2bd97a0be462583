import type { ExchangeReport } from "@accord/exchange";
import type { FeedEvent } from "../exchange/exchange-feed.ts";
import { STEP_NAMES, stepWords } from "./exchange-report.ts";
import { count, duration, harmless } from "./terminal.ts";

/** What the board shows of an exchange: how it stands, and what is at work in the step. */
export type BoardAnswer = Pick<
  ExchangeReport,
  "exchange" | "step" | "match" | "sides" | "millisecondsByStep"
> & {
  readonly partner: string;
  readonly waitsFor?: string | undefined;
};

const BAR = 24;
const UNITS: Readonly<Record<string, string>> = { fingerprints: "comparisons" };

interface Work {
  readonly what: string;
  readonly since: number;
  readonly first: number;
  readonly done: number;
  readonly total: number | undefined;
}

/**
 * The live view of an exchange as lines of plain text: every step with what became of it, the work under way with rate
 * and time left, the funnel of pairs, and what waits for whom. Signs and words carry it all; colours are not needed.
 */
export class ExchangeBoard {
  readonly #now: () => number;
  readonly #began: number;
  #answer: BoardAnswer | undefined;
  #step: string | undefined;
  #stepSince: number;
  #work: Work | undefined;
  readonly #batches = { sent: 0, received: 0 };
  #waits: string | undefined;

  constructor(nowMilliseconds: () => number = Date.now) {
    this.#now = nowMilliseconds;
    this.#began = nowMilliseconds();
    this.#stepSince = this.#began;
  }

  show(event: FeedEvent): void {
    if (event.kind === "batch") this.#batches[event.direction] += 1;
    if (event.kind === "waits") this.#waits = event.reason;
    if (event.kind === "state") this.#enter(event.step);
    if (event.kind === "progress") {
      const { what, done, total } = event;
      const before = this.#work?.what === what ? this.#work : undefined;
      this.#work = { what, since: before?.since ?? this.#now(), first: before?.first ?? done, done, total };
    }
  }

  answer(answer: BoardAnswer): void {
    this.#answer = answer;
    this.#waits = answer.waitsFor;
    this.#enter(answer.step);
  }

  wait(reason: string): void {
    this.#waits = reason;
  }

  /** @param columns of the terminal: no line is longer */
  lines(columns: number): readonly string[] {
    const { exchange = "", partner = "" } = this.#answer ?? {};
    return [
      `Exchange ${exchange.slice(0, 8)} with ${harmless(partner)}, ${duration(this.#now() - this.#began)}`,
      ...STEP_NAMES.filter((step) => step !== "done").flatMap((step) => this.#stepLines(step)),
      this.#funnel(),
      `waits for: ${this.#waits === undefined ? "nothing" : harmless(this.#waits)}`,
    ].map((line) => [...line].slice(0, Math.max(20, columns - 1)).join(""));
  }

  #enter(step: string): void {
    if (step === this.#step) return;
    this.#step = step;
    this.#stepSince = this.#now();
    this.#work = undefined;
    this.#batches.sent = 0;
    this.#batches.received = 0;
  }

  #stepLines(step: string): readonly string[] {
    const at = STEP_NAMES.indexOf(this.#step ?? "");
    const own = STEP_NAMES.indexOf(step);
    const title = `${step.padEnd(11)}${stepWords(step)}`;
    if (own > at) return [`  [ ] ${title}`];
    const took = this.#answer?.millisecondsByStep[step as keyof BoardAnswer["millisecondsByStep"]];
    if (own < at) return [`  [x] ${title}${took === undefined ? "" : `, ${duration(took)}`}`];
    return [`  [>] ${title}, ${duration(this.#now() - this.#stepSince)}`, ...this.#workLines()];
  }

  #workLines(): readonly string[] {
    const lines: string[] = [];
    if (this.#work !== undefined) lines.push(`        ${this.#workLine(this.#work)}`);
    const { sent, received } = this.#batches;
    if (sent + received > 0) lines.push(`        batches: ${count(sent)} sent, ${count(received)} received`);
    return lines;
  }

  #workLine({ what, since, first, done, total }: Work): string {
    const seconds = Math.max(0.001, (this.#now() - since) / 1000);
    const rate = (done - first) / seconds;
    const unit = UNITS[what] ?? "";
    const speed = rate > 0 ? `, ${count(Math.round(rate))} ${unit}`.trimEnd() + "/s" : "";
    if (total === undefined || total === 0)
      return `${harmless(what)}: ${count(done)} ${unit}`.trimEnd() + speed;
    const filled = Math.min(BAR, Math.round((done / total) * BAR));
    const left = rate > 0 ? `, ${duration(((total - done) / rate) * 1000)} left` : "";
    const bar = `[${"#".repeat(filled)}${"-".repeat(BAR - filled)}] ${Math.floor((done / total) * 100)}%`;
    return `${harmless(what)} ${bar}, ${count(done)} of ${count(total)}${speed}${left}`;
  }

  #funnel(): string {
    const { match, sides = {} } = this.#answer ?? {};
    const persons = Object.entries(sides).map(
      ([agency, side]) => `${harmless(agency)} ${count(side.persons)}`,
    );
    const pairs =
      match === undefined
        ? []
        : [
            `${count(match.candidatePairs)} pairs compared`,
            `${count(match.linked)} linked`,
            `${count(match.waiting)} wait for a person`,
            `${count(match.conflicts)} in conflict`,
          ];
    return `  persons: ${persons.join(", ") || "not yet pinned"}${pairs.length === 0 ? "" : ` > ${pairs.join(" > ")}`}`;
  }
}
