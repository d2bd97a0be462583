import { AccordError } from "@accord/vocabulary";

/** A key that wraps data keys: 32 bytes, with the name under which rows say that it wrapped them. */
export interface WrappingKey {
  readonly id: string;
  readonly key: Uint8Array;
}

/**
 * The keys that wrap the store's data keys: the current one, under which new data keys are wrapped, and former ones,
 * which still open what they wrapped until it is wrapped anew. Shared by the sessions of a store, so that a rotation
 * and the kill switch take effect for all of them at once.
 */
export class StoreKeys {
  #current = "";
  #keys: Map<string, Uint8Array> | undefined;

  /** @throws AccordError `keys.bad_wrapping_key` unless each key has 32 bytes */
  constructor(current: WrappingKey, former: readonly WrappingKey[] = []) {
    this.replace(current, former);
  }

  /** @throws AccordError `keys.sealed` once dropped */
  get current(): WrappingKey {
    return { id: this.#current, key: this.key(this.#current) };
  }

  /** @throws AccordError `keys.sealed` once dropped, `keys.wrapping_key_gone` where no key has this name */
  key(id: string): Uint8Array {
    if (this.#keys === undefined) {
      throw new AccordError("keys.sealed", "the node's keys are sealed", {
        remedy: "Open them with `accord keys reopen`.",
      });
    }
    const key = this.#keys.get(id);
    if (key === undefined) {
      throw new AccordError("keys.wrapping_key_gone", "a data key is wrapped with a key that is not held", {
        where: id,
        remedy: "Open the store with the keys of the node that wrote it.",
      });
    }
    return key;
  }

  replace(current: WrappingKey, former: readonly WrappingKey[] = []): void {
    for (const { key } of [current, ...former]) {
      if (key.length !== 32)
        throw new AccordError("keys.bad_wrapping_key", "The wrapping key must have 32 bytes.");
    }
    this.#keys = new Map([current, ...former].map(({ id, key }) => [id, Uint8Array.from(key)]));
    this.#current = current.id;
  }

  /** Overwrites the keys; from now on nothing can be sealed or unsealed. */
  drop(): void {
    for (const key of this.#keys?.values() ?? []) key.fill(0);
    this.#keys = undefined;
  }
}
