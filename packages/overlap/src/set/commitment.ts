import { createHash, type Hash } from "node:crypto";
import type { Group } from "./group.ts";
import type { SlotFacts } from "./key-set.ts";

/**
 * The commitment to a blinded set, in hexadecimal: SHA-256 over what is told of it and its elements in order. Blinded
 * elements are as good as random to who has not the scalar, so that it needs no salt.
 */
export class SetCommitment {
  readonly #hash: Hash;

  constructor(told: { readonly groups: readonly Group[]; readonly slots: readonly SlotFacts[] }) {
    const groups = told.groups.map(({ name, persons }) => [name, persons]);
    const slots = told.slots.map(({ held, unique, twins }) => [held, unique, twins]);
    this.#hash = createHash("sha256").update(`accord overlap set 1\n${JSON.stringify([groups, slots])}\n`);
  }

  add(points: Uint8Array): this {
    this.#hash.update(points);
    return this;
  }

  digest(): string {
    return this.#hash.digest("hex");
  }
}
