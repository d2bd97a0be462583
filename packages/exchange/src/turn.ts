import { type Agreement, planUnder } from "@accord/agreement";
import type { DisclosurePlan, Tier } from "@accord/vocabulary";
import type { Effect, LedgerNote } from "./effects.ts";
import type { HeldAgreement } from "./held-agreement.ts";
import type { MessageBody } from "./protocol.ts";
import type { ExchangeState, Step } from "./state.ts";
import type { BackgroundTask, StoreTask } from "./tasks.ts";
import { termsOf } from "./terms.ts";

/** What a transition may know besides state and event: the agreement, whether it is in force, and the time. */
export interface Context {
  readonly agreement: Agreement;
  readonly alongside: HeldAgreement["alongside"];
  readonly force: HeldAgreement["force"];
  /** ISO 8601 in UTC. */
  readonly at: string;
  /** Sealing suites that this node opens, the preferred first. */
  readonly suites: readonly string[];
  /** Finished exchanges under the agreement from which this node can send what changed, the newest first. */
  readonly bases: readonly string[];
  /** Records that other exchanges under this agreement sent and received today, and ever. */
  readonly today: { readonly sent: number; readonly received: number };
  /** Runs of the private set intersection that other exchanges under this agreement began today. */
  readonly overlapRunsToday: number;
  readonly total: { readonly sent: number; readonly received: number };
  /** Batches of a flow that may be under way before the partner acknowledges the first; `Infinity` for no limit. */
  readonly window: number;
}

/** One transition under way: the state so far and the effects asked for. It lives only inside `transition`. */
export class Turn {
  state: ExchangeState;
  readonly context: Context;
  readonly effects: Effect[] = [];

  constructor(state: ExchangeState, context: Context) {
    this.state = state;
    this.context = context;
  }

  update(change: Partial<ExchangeState>): void {
    this.state = { ...this.state, ...change };
  }

  enter(step: Step): void {
    this.update({ step, timeline: [...this.state.timeline, { step, at: this.context.at }] });
  }

  send(body: MessageBody): void {
    this.effects.push({ kind: "send", body });
    this.update({ nextSent: this.state.nextSent + 1 });
  }

  store(task: StoreTask): void {
    this.effects.push({ kind: "store", task });
  }

  work(task: BackgroundTask): void {
    this.effects.push({ kind: "work", task });
    this.update({ working: [...this.state.working.filter((other) => other.kind !== task.kind), task] });
  }

  worked(kind: BackgroundTask["kind"]): void {
    this.update({ working: this.state.working.filter((task) => task.kind !== kind) });
  }

  record(note: LedgerNote): void {
    this.effects.push({ kind: "record", note });
  }

  /** Stops the exchange for good and tells the partner, unless it was the partner who said so. */
  halt(code: string, reason: string, remedy: string, by: string = this.state.self): void {
    if (this.state.standing.kind === "halted") return;
    this.update({ standing: { kind: "halted", code, reason, remedy, by }, working: [] });
    if (this.state.overlap !== undefined) this.store({ kind: "forgetOverlap" });
    this.record({ kind: "halt", code });
    if (by === this.state.self) this.send({ kind: "halt", code, reason });
  }

  /** Refuses what the partner sent: the refusal stands in the ledger, and the exchange stops for good. */
  refuse(code: string, reason: string, remedy: string): void {
    if (this.state.standing.kind === "halted") return;
    this.record({ kind: "refusal", code });
    this.halt(code, reason, remedy);
  }

  /** Holds the exchange for a member of staff: nothing goes on until the circuit breaker is overridden. */
  hold(code: string, reason: string, remedy: string): void {
    this.update({ standing: { kind: "held", code, reason, remedy, by: this.state.self } });
    this.record({ kind: "halt", code });
    this.send({ kind: "notice", code, reason });
  }

  /** Begins another round of links and reconciliation after the exchange was done. */
  startRound(round: number): void {
    this.update({
      round,
      outgoing: {},
      incoming: {},
      decisionsWaiting: false,
      receiptSent: false,
      askedSince: undefined,
      ownCheckpoint: undefined,
      cosignature: undefined,
      reportSent: false,
      reportReceived: false,
    });
    this.enter("adjudicate");
  }

  /** Records of today under the agreement, this exchange's and others'. */
  recordsToday(direction: "sent" | "received"): number {
    const own = this.state.daily[this.context.at.slice(0, 10)]?.[direction] ?? 0;
    return own + this.context.today[direction];
  }

  /** Records under the agreement since it began, this exchange's and others'. */
  recordsInTotal(direction: "sent" | "received"): number {
    const own = Object.values(this.state.daily).reduce((sum, day) => sum + day[direction], 0);
    return own + this.context.total[direction];
  }

  countToday(direction: "sent" | "received", records: number): void {
    const day = this.context.at.slice(0, 10);
    const standing = this.state.daily[day] ?? { sent: 0, received: 0 };
    this.update({
      daily: { ...this.state.daily, [day]: { ...standing, [direction]: standing[direction] + records } },
    });
  }

  planFrom(from: string, tier: Tier): DisclosurePlan {
    return planUnder(termsOf(this.context, this.state), { from, tier });
  }
}
