import type { Disk, Written } from "./disk.ts";
import type { Draw } from "./draw.ts";
import type { Schedule } from "./schedule.ts";

/** A call to the store that is to fail: the how-many-th of this node, and how. */
export interface FailingCall {
  readonly call: number;
  readonly when: "before" | "after";
  /** The process dies there, or the call throws as a lost connection does. */
  readonly how: "dies" | "throws";
}

class StoreFailed extends Error {
  readonly code = "store.failed";

  constructor() {
    super("The database refused a statement (08006).");
  }
}

const never = new Promise<never>(() => undefined);

/** One run of a node's process on its disk: once it is dead, nothing that it awaits ever comes. */
export class Process {
  alive = true;
  frozenUntil = 0;
  readonly #schedule: Schedule;

  constructor(schedule: Schedule) {
    this.#schedule = schedule;
  }

  /** Waits in virtual time; a frozen process goes on when it is thawed, a dead one never. */
  async pause(milliseconds: number): Promise<void> {
    await this.#schedule.wait(milliseconds);
    while (this.alive && this.#schedule.now < this.frozenUntil) {
      await this.#schedule.wait(this.frozenUntil - this.#schedule.now);
    }
    if (!this.alive) await never;
  }
}

/** Calls to a node's store over all its processes, and what is to befall one of them. */
export interface CallCounter {
  calls: number;
  failing: FailingCall | undefined;
  /** Milliseconds that each sync takes longer. */
  slowDisk: number;
  readonly names: Map<string, number>;
}

export interface MachineParts {
  readonly id: string;
  readonly draw: Draw;
  readonly disk: Disk;
  readonly process: Process;
  readonly counter: CallCounter;
  onFailing(call: FailingCall, name: string): void;
  onCommitted(written: Written): void;
}

/** What the store of a process meets on its machine. */
export function machineOf(parts: MachineParts) {
  const { id, draw, disk, process, counter } = parts;
  const label = `${id}.sync`;

  async function fail(failing: FailingCall, name: string): Promise<void> {
    counter.failing = undefined;
    parts.onFailing(failing, name);
    if (failing.how === "dies") await never;
    throw new StoreFailed();
  }

  return {
    disk,
    async call(name: string): Promise<{ done(): Promise<void> }> {
      if (!process.alive) await never;
      // Now and then other work comes between.
      if (draw.chance(`${id}.between`, 0.04)) await process.pause(1 + Math.floor(draw.unit(label) * 5));
      const number = counter.calls++;
      counter.names.set(name, (counter.names.get(name) ?? 0) + 1);
      const failing = counter.failing?.call === number ? counter.failing : undefined;
      if (failing?.when === "before") await fail(failing, name);
      return {
        done: async () => {
          if (!process.alive) await never;
          if (failing?.when === "after") await fail(failing, name);
        },
      };
    },
    async syncing(): Promise<void> {
      await process.pause(1 + Math.floor(draw.unit(label) * 12) + counter.slowDisk);
    },
    conflicts: (): boolean => draw.chance(`${id}.conflict`, 0.02),
    committed: (written: Written): void => parts.onCommitted(written),
  };
}
