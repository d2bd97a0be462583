import { type Agreement, agreementDigest } from "@accord/agreement";
import {
  type Acceptance,
  ConversationDriver,
  type ConversationMachine,
  type ConversationMessage,
  type ConversationState,
  type ConversationWork,
  type Delivery,
  type HeldAgreement,
} from "../src/index.ts";
import { type ConversationData, MemoryConversations } from "./memory-conversations.ts";
import { Crash } from "./mortal-store.ts";

export const ID = "0191e3a0-0000-7000-8000-00000000000a";

/** Two nodes that hold one kind of conversation, joined by a network in memory that loses and repeats as told. */
export class TwoParties<State extends ConversationState, Body, Act, Task, Result> {
  readonly wire: ConversationMessage<Body>[] = [];
  readonly faults: unknown[] = [];
  readonly stores: Readonly<Record<"iom" | "wfp", MemoryConversations<State, Body>>>;
  readonly drivers: Record<
    "iom" | "wfp",
    ConversationDriver<ConversationData<State, Body>, State, Body, Act, Task, Result>
  >;
  readonly digest: string;
  now = "2026-06-01T00:00:00.000Z";
  fault: (message: ConversationMessage<Body>) => "pass" | "lose" | "loseAnswer" | "repeat" = () => "pass";
  readonly #machine: ConversationMachine<State, Body, Act, Task, Result>;
  readonly #work: ConversationWork<ConversationData<State, Body>, State, Task, Result>;

  constructor(
    agreement: Agreement,
    machine: ConversationMachine<State, Body, Act, Task, Result>,
    work: ConversationWork<ConversationData<State, Body>, State, Task, Result>,
  ) {
    this.#machine = machine;
    this.#work = work;
    this.digest = agreementDigest(agreement);
    const held: HeldAgreement = { agreement, digest: this.digest, force: { inForce: true }, alongside: [] };
    this.stores = { iom: new MemoryConversations(), wfp: new MemoryConversations() };
    for (const store of Object.values(this.stores)) store.agreements.push(held);
    this.drivers = { iom: this.#driver("iom"), wfp: this.#driver("wfp") };
  }

  state(party: "iom" | "wfp"): State {
    const state = this.stores[party].committed.states.get(ID);
    if (state === undefined) throw new Error(`${party} has no such conversation`);
    return state;
  }

  steps(): readonly string[] {
    return [this.state("iom").step, this.state("wfp").step];
  }

  async settled(): Promise<void> {
    for (let quiet = 0; quiet < 8; quiet++) {
      const before = this.wire.length;
      await Promise.all(Object.values(this.drivers).map((driver) => driver.settled()));
      await new Promise((resolve) => setImmediate(resolve));
      if (this.wire.length !== before) quiet = 0;
    }
  }

  async resume(rounds = 4): Promise<void> {
    for (let round = 0; round < rounds; round++) {
      await Promise.all(Object.values(this.drivers).map((driver) => driver.resumeAll()));
      await this.settled();
    }
  }

  /** A node whose process was killed starts anew on what its store holds. */
  restart(party: "iom" | "wfp"): void {
    this.stores[party].dead = false;
    this.stores[party].crashAt = undefined;
    this.drivers[party] = this.#driver(party);
  }

  /** Does an act as staff would: again, where the process died under it before it was kept. */
  async staff(work: () => Promise<unknown>, isDone: () => boolean): Promise<void> {
    for (let attempt = 0; attempt < 3 && !isDone(); attempt++) {
      try {
        await work();
      } catch (error) {
        if (!(error instanceof Crash)) throw error;
      }
      await this.settled();
      for (const each of ["iom", "wfp"] as const) if (this.stores[each].dead) this.restart(each);
      await this.resume(2);
    }
  }

  #driver(self: "iom" | "wfp") {
    return new ConversationDriver({
      self,
      machine: this.#machine,
      store: this.stores[self],
      work: this.#work,
      network: { deliver: (to, message) => this.#deliver(to as "iom" | "wfp", message) },
      clock: { now: () => this.now, sleep: async () => undefined },
      onFault: (_id, fault) => {
        if (!(fault instanceof Crash)) this.faults.push(fault);
      },
    });
  }

  async #deliver(to: "iom" | "wfp", message: ConversationMessage<Body>): Promise<Delivery> {
    this.wire.push(message);
    const fault = this.fault(message);
    if (fault === "lose") return { kind: "unreachable", reason: "lost" };
    let answer: Acceptance;
    try {
      answer = await this.drivers[to].receive(structuredClone(message));
      if (fault === "repeat") answer = await this.drivers[to].receive(structuredClone(message));
    } catch (error) {
      if (!(error instanceof Crash)) throw error;
      return { kind: "unreachable", reason: "crashed" };
    }
    if (fault === "loseAnswer") return { kind: "unreachable", reason: "answer lost" };
    if (answer.kind === "accepted") return { kind: "accepted" };
    if (answer.kind === "outOfOrder") return { kind: "unreachable", reason: "out of order" };
    return { kind: "refused", code: answer.code, reason: answer.reason };
  }
}
