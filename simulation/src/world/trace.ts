import { createHash } from "node:crypto";

/** All that happens in a history, in order: hashed, so that two runs can be compared, and kept in words where a story is wanted. */
export class Trace {
  readonly lines: string[] = [];
  readonly #hash = createHash("sha256");
  readonly #keep: boolean;
  events = 0;

  constructor(options: { readonly story: boolean }) {
    this.#keep = options.story;
  }

  /** @param at milliseconds since the history began */
  add(at: number, line: string): void {
    this.events += 1;
    this.#hash.update(`${at} ${line}\n`);
    if (this.#keep) this.lines.push(`${timeOf(at)}  ${line}`);
  }

  /** The hash of all that happened, 16 hexadecimal digits; to be asked once, at the end. */
  digest(): string {
    return this.#hash.digest("hex").slice(0, 16);
  }
}

/** `hours:minutes:seconds.milliseconds` since the history began. */
export function timeOf(milliseconds: number): string {
  const part = (value: number, width: number) => String(Math.floor(value)).padStart(width, "0");
  const seconds = milliseconds / 1000;
  return `${part(seconds / 3600, 2)}:${part((seconds / 60) % 60, 2)}:${part(seconds % 60, 2)}.${part(milliseconds % 1000, 3)}`;
}
