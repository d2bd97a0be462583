/** One piece of work at a time for each id, in the order in which they were asked for; those of others go on beside. */
export class Turns {
  readonly #last = new Map<string, Promise<unknown>>();

  take<T>(id: string, work: () => Promise<T>): Promise<T> {
    const before = this.#last.get(id) ?? Promise.resolve();
    const mine = before.then(work, work);
    this.#last.set(id, mine);
    const forget = () => {
      if (this.#last.get(id) === mine) this.#last.delete(id);
    };
    mine.then(forget, forget);
    return mine;
  }

  /** What is under way or waits for its turn. */
  underWay(): readonly Promise<unknown>[] {
    return [...this.#last.values()];
  }
}
