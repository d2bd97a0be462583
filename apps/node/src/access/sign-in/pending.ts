import { newSecret } from "./secret.ts";

const LIFE_MILLISECONDS = 5 * 60_000;
const MOST = 10_000;

/**
 * Sign-ins that are half done, in this process alone: each is taken once, within five minutes. When there are too many
 * the oldest go, so that nobody fills the memory by beginning.
 */
export class Pending<Content> {
  readonly #begun = new Map<string, { readonly content: Content; readonly ends: number }>();
  readonly #now: () => number;

  constructor(nowMilliseconds: () => number) {
    this.#now = nowMilliseconds;
  }

  begin(content: Content, id = newSecret()): string {
    this.#begun.set(id, { content, ends: this.#now() + LIFE_MILLISECONDS });
    for (const [oldest, { ends }] of this.#begun) {
      if (this.#begun.size <= MOST && ends > this.#now()) break;
      this.#begun.delete(oldest);
    }
    return id;
  }

  take(id: string): Content | undefined {
    const found = this.#begun.get(id);
    this.#begun.delete(id);
    return found !== undefined && found.ends > this.#now() ? found.content : undefined;
  }
}
