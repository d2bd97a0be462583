/** The process is gone: the store answers no more, as `store.` errors do. */
export class Crash extends Error {
  readonly code = "store.gone";
}

/**
 * A store that dies at its n-th call: `crashAt` makes that one fail, once before it takes effect or once after, as a process
 * that is killed there would see it.
 */
export abstract class MortalStore {
  calls = 0;
  crashAt: { call: number; when: "before" | "after" } | undefined;
  dead = false;

  protected alive(): void {
    if (this.dead) throw new Crash();
  }

  protected call(effect: () => void): void {
    this.alive();
    const crash = this.crashAt?.call === this.calls++ ? this.crashAt : undefined;
    if (crash?.when === "before") {
      this.dead = true;
      throw new Crash();
    }
    effect();
    if (crash?.when === "after") {
      this.dead = true;
      throw new Crash();
    }
  }
}
