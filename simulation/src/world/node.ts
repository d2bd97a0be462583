import type { ExchangeDriver, ExchangeNetwork, ExchangeStore, ExchangeWork, Message } from "@accord/exchange";
import { Ledger } from "@accord/ledger";
import type { NodeId, Terms } from "../model/agreements.ts";
import { exchangeStore, ledgerStorage } from "../model/exchange-store.ts";
import type { NodeParts } from "../model/node-parts.ts";
import { registryWork } from "../model/registry-work.ts";
import { Draft, SimulatedStore } from "../model/store.ts";
import { Disk, type Written } from "./disk.ts";
import type { Draw } from "./draw.ts";
import { type CallCounter, type FailingCall, machineOf, Process } from "./machine.ts";
import type { Schedule } from "./schedule.ts";

/** Virtual time at the beginning of a history, by a clock that is right. */
const BEGINNING = Date.parse("2026-06-01T08:00:00Z");

/** How often a node takes up what waits, as a serving node does. */
const UPKEEP_MILLISECONDS = 30_000;

/** The driver under test: the product's own, or one with a planted bug. */
export type DriverClass = typeof ExchangeDriver;

/** How a planted bug reaches in: ports that it wraps. What it leaves out is as it is. */
export interface Wrapping {
  store?(port: ExchangeStore<Draft>, parts: NodeParts): ExchangeStore<Draft>;
  work?(port: ExchangeWork<Draft>, parts: NodeParts): ExchangeWork<Draft>;
  network?(port: ExchangeNetwork, parts: NodeParts): ExchangeNetwork;
  driver?(driver: ExchangeDriver<Draft>, parts: NodeParts): ExchangeDriver<Draft>;
}

export interface NodeSurroundings {
  readonly schedule: Schedule;
  readonly draw: Draw;
  readonly terms: Terms;
  readonly pageSize: number;
  readonly driver: DriverClass;
  readonly wrapping: Wrapping;
  salt(): string;
  deliver(
    node: SimulatedNode,
    message: Message,
    suite: string | undefined,
  ): ReturnType<ExchangeNetwork["deliver"]>;
  onCommitted(node: SimulatedNode, written: Written): void;
  onBooted(node: SimulatedNode): void;
  onFailing(node: SimulatedNode, failing: FailingCall, call: string): void;
  onFault(node: SimulatedNode, fault: unknown): void;
  /** What a node does at each upkeep besides taking up exchanges: letters, agreements. */
  upkeep(node: SimulatedNode): Promise<void>;
}

/** One run of the node's program. */
export interface Running {
  readonly process: Process;
  readonly parts: NodeParts;
  readonly store: SimulatedStore;
  readonly driver: ExchangeDriver<Draft>;
}

/** A node: a disk that stays, and processes that come and go. */
export class SimulatedNode {
  readonly id: NodeId;
  readonly disk = new Disk();
  readonly counter: CallCounter = { calls: 0, failing: undefined, slowDisk: 0, names: new Map() };
  /** Milliseconds that the node's clock is ahead. */
  clockOffset = 0;
  running: Running | undefined;
  readonly #around: NodeSurroundings;

  constructor(id: NodeId, around: NodeSurroundings) {
    this.id = id;
    this.#around = around;
  }

  now(): string {
    return new Date(BEGINNING + this.#around.schedule.now + this.clockOffset).toISOString();
  }

  get up(): boolean {
    return this.running !== undefined;
  }

  /** The process is gone at once; what it had not synced may be too. */
  kill(reached: number): { readonly lost: number } {
    if (this.running !== undefined) this.running.process.alive = false;
    this.running = undefined;
    return this.disk.lose(reached);
  }

  async boot(): Promise<void> {
    if (this.running !== undefined) return;
    const { schedule, draw, terms, pageSize, wrapping } = this.#around;
    const process = new Process(schedule);
    const machine = machineOf({
      id: this.id,
      draw,
      disk: this.disk,
      process,
      counter: this.counter,
      onFailing: (failing, name) => this.#around.onFailing(this, failing, name),
      onCommitted: (written) => this.#around.onCommitted(this, written),
    });
    const store = new SimulatedStore(machine);
    const ledger = await Ledger.open(ledgerStorage(new Draft(store.tables)));
    const parts: NodeParts = {
      self: this.id,
      store,
      ledger,
      terms,
      pageSize,
      now: () => this.now(),
      salt: () => this.#around.salt(),
    };
    const deliver: ExchangeNetwork["deliver"] = async (_partner, message, suite) => {
      const delivery = await this.#around.deliver(this, message, suite);
      await process.pause(0);
      return delivery;
    };
    const network: ExchangeNetwork = { deliver, ask: deliver };
    const plain = exchangeStore(parts);
    const work = registryWork(parts);
    const made = new this.#around.driver<Draft>({
      self: this.id,
      store: wrapping.store?.(plain, parts) ?? plain,
      work: wrapping.work?.(work, parts) ?? work,
      network: wrapping.network?.(network, parts) ?? network,
      clock: { now: () => this.now(), sleep: (milliseconds) => process.pause(milliseconds) },
      suites: ["suite-a"],
      onFault: (_exchange, fault) => this.#around.onFault(this, fault),
    });
    const driver = wrapping.driver?.(made, parts) ?? made;
    this.running = { process, parts, store, driver };
    this.#around.onBooted(this);
    void this.#serve(this.running);
  }

  /** What a serving node does by itself, at once and every half a minute. */
  async #serve({ process, driver }: Running): Promise<void> {
    for (;;) {
      await driver.resumeAll().catch((fault: unknown) => this.#around.onFault(this, fault));
      await this.#around.upkeep(this);
      await process.pause(UPKEEP_MILLISECONDS);
    }
  }
}
