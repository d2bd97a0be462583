import {
  type Agreement,
  agreementDigest,
  draftAgreement,
  generateSigningKey,
  type Party,
} from "@accord/agreement";
import {
  type Acceptance,
  type Delivery,
  ExchangeDriver,
  type ExchangeState,
  type HeldAgreement,
  type Message,
} from "../src/index.ts";
import { type MemoryPerson, MemoryRegistry } from "./memory-registry.ts";
import { MemoryStore, type MemoryTransaction } from "./memory-store.ts";
import { Crash } from "./mortal-store.ts";

export const EXCHANGE = "0191e3a0-0000-7000-8000-000000000001";

/** Decides what the network does to a message: passes it, loses it before or after it arrived, or repeats it. */
export type Fault = (message: Message) => "pass" | "lose" | "loseAnswer" | "repeat";

export interface MemoryNode {
  readonly id: string;
  readonly store: MemoryStore;
  driver: ExchangeDriver<MemoryTransaction>;
}

const party = (id: string): Party => ({
  id,
  name: id.toUpperCase(),
  kind: "internationalOrganisation",
  role: "controller",
  signing: { required: 1, signatories: [] },
  signingKey: generateSigningKey().publicKey,
  contact: { dataProtection: "office", breach: "office" },
});

export function agreementOf(change: (draft: Agreement) => Agreement = (draft) => draft): Agreement {
  return change(
    draftAgreement({
      parties: [party("iom"), party("wfp")],
      scope: { places: ["SS"] },
      validFrom: "2026-01-01",
      impactAssessment: { reference: "DPIA-1", completedOn: "2025-12-01" },
      terms: {
        circuitBreaker: { expectedOverlap: { minimum: 0, maximum: 1 }, maximumDuplicateShare: 1 },
        minimumOverlapTold: 2,
      },
    }),
  );
}

/** Two nodes joined by a network in memory, with everything that crosses it kept for the test to look at. */
export class TwoNodes {
  readonly wire: Message[] = [];
  /** Numbers of messages of IOM's that were asked to be brought over ahead of their turn. */
  readonly prepared: number[] = [];
  readonly nodes: Readonly<Record<string, MemoryNode>>;
  /** What went wrong that no test asked for. */
  readonly faults: unknown[] = [];
  fault: Fault = () => "pass";
  readonly registries: Readonly<Record<string, MemoryRegistry>>;

  /** The suite that the driver asked for, of each message on the wire. */
  readonly sealedWith: (string | undefined)[] = [];
  /** Sealing suites of each node, the preferred first. */
  suites: Readonly<Record<string, readonly string[]>> = {
    iom: ["suite-b", "suite-a"],
    wfp: ["suite-a", "suite-b"],
  };

  /** Batches of a flow under way at a time; the protocol's own bound where undefined. */
  readonly #window: number | undefined;

  constructor(
    persons: Readonly<Record<"iom" | "wfp", readonly MemoryPerson[]>>,
    agreement: Agreement = agreementOf(),
    { window, personsPerBatch }: { window?: number; personsPerBatch?: number } = {},
  ) {
    this.#window = window;
    this.registries = {
      iom: new MemoryRegistry("iom", persons.iom, personsPerBatch),
      wfp: new MemoryRegistry("wfp", persons.wfp, personsPerBatch),
    };
    const held: HeldAgreement = {
      agreement,
      digest: agreementDigest(agreement),
      force: { inForce: true },
      alongside: [],
    };
    this.nodes = { iom: this.#node("iom", held), wfp: this.#node("wfp", held) };
  }

  get digest(): string {
    return this.nodes.iom!.store.held[0]!.digest;
  }

  state(id: string): ExchangeState {
    const state = this.nodes[id]!.store.committed.exchanges.get(EXCHANGE);
    if (state === undefined) throw new Error(`${id} has no exchange`);
    return state;
  }

  /** A node whose process was killed starts anew on what its store holds. */
  async restart(id: string): Promise<void> {
    const node = this.nodes[id]!;
    node.store.dead = false;
    node.store.crashAt = undefined;
    node.driver = this.#driver(id, node.store);
    await node.driver.resumeAll();
  }

  async run(): Promise<void> {
    await this.nodes.iom!.driver.propose({ exchange: EXCHANGE, agreement: this.digest });
    await this.settled();
  }

  /** Waits until neither node has anything under way for a while of turns of the event loop. */
  async settled(): Promise<void> {
    for (let quiet = 0; quiet < 20; quiet++) {
      const before = this.wire.length;
      await Promise.all(Object.values(this.nodes).map((node) => node.driver.settled()));
      await new Promise((resolve) => setImmediate(resolve));
      if (this.wire.length !== before) quiet = 0;
    }
  }

  async resume(): Promise<void> {
    for (let round = 0; round < 12; round++) {
      await Promise.all(Object.values(this.nodes).map((node) => node.driver.resumeAll()));
      await this.settled();
    }
  }

  #node(id: string, held: HeldAgreement): MemoryNode {
    const store = new MemoryStore();
    store.held = [held];
    return { id, store, driver: this.#driver(id, store) };
  }

  #driver(id: string, store: MemoryStore): ExchangeDriver<MemoryTransaction> {
    const registry = this.registries[id]!;
    const window = this.#window;
    return new ExchangeDriver({
      self: id,
      store,
      work: {
        perform: (transaction, state, held, task) => registry.perform(transaction, state, held, task),
        work: (state, held, task) => {
          registry.readStaged(store.committed.staged);
          registry.overlap.kept = store.overlap;
          return registry.work(state, held, task);
        },
      },
      network: {
        deliver: (to, message, suite) => this.#deliver(to, message, suite),
        prepare: async (_to, message) => {
          if (message.from === "iom") this.prepared.push(message.number);
        },
        ...(window === undefined ? {} : { window: () => window }),
      },
      onFault: (_exchange, fault) => {
        if (!(fault instanceof Crash)) this.faults.push(fault);
      },
      suites: this.suites[id] ?? [],
      clock: { now: () => "2026-06-01T00:00:00Z", sleep: async () => undefined },
    });
  }

  async #deliver(to: string, message: Message, suite: string | undefined): Promise<Delivery> {
    this.wire.push(message);
    this.sealedWith.push(suite);
    const fault = this.fault(message);
    if (fault === "lose") return { kind: "unreachable", reason: "lost" };
    const receiver = this.nodes[to]!;
    let answer: Acceptance;
    try {
      answer = await receiver.driver.receive(structuredClone(message), suite ?? "suite-a");
      if (fault === "repeat")
        answer = await receiver.driver.receive(structuredClone(message), suite ?? "suite-a");
    } catch (error) {
      if (!(error instanceof Crash)) throw error;
      return { kind: "unreachable", reason: "crashed" };
    }
    if (fault === "loseAnswer") return { kind: "unreachable", reason: "answer lost" };
    if (answer.kind !== "refused") return answer;
    return { kind: "refused", code: answer.code, reason: answer.reason };
  }
}
