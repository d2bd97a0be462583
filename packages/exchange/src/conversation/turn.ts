import { planUnder } from "@accord/agreement";
import type { DisclosurePlan, Tier } from "@accord/vocabulary";
import type {
  ConversationContext,
  ConversationEffect,
  ConversationNote,
  ConversationState,
  Wait,
} from "./conversation.ts";

/** One transition under way: the state so far and the effects asked for. It lives only inside a machine's `transition`. */
export class ConversationTurn<State extends ConversationState, Body, Task> {
  state: State;
  readonly context: ConversationContext;
  readonly effects: ConversationEffect<Body, Task>[] = [];

  constructor(state: State, context: ConversationContext) {
    this.state = state;
    this.context = context;
  }

  update(change: Partial<State>): void {
    this.state = { ...this.state, ...change };
  }

  /** Enters a step; whoever waits for nobody any more waits for nothing. */
  enter(step: State["step"], by: string, waits?: Omit<Wait, "overdue">): void {
    const entry = { step, at: this.context.at, by };
    this.update({
      step,
      waits: waits === undefined ? undefined : { ...waits, overdue: false },
      timeline: [...this.state.timeline, entry],
    } as unknown as Partial<State>);
  }

  send(body: Body): void {
    this.effects.push({ kind: "send", body });
    this.update({ nextSent: this.state.nextSent + 1 } as Partial<State>);
  }

  store(task: Task): void {
    this.effects.push({ kind: "store", task });
  }

  record(note: ConversationNote): void {
    this.effects.push({ kind: "record", note });
  }

  planFrom(from: string, tier: Tier): DisclosurePlan {
    return planUnder(this.context, { from, tier });
  }

  /** `hours` after now, ISO 8601 in UTC. */
  after(hours: number): string {
    return new Date(Date.parse(this.context.at) + hours * 3_600_000).toISOString();
  }
}
