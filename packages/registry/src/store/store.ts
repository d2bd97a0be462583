import { AccordError } from "@accord/vocabulary";
import type { Kysely } from "kysely";
import type { Schema } from "./schema.ts";

export type StoreLocation =
  | { readonly kind: "memory" }
  | { readonly kind: "embedded"; readonly folder: string }
  | { readonly kind: "postgres"; readonly url: string };

export interface StoreOptions {
  /** 32 bytes that wrap the per-person data keys; without it nothing can be sealed or unsealed. */
  readonly wrappingKey?: Uint8Array;
}

/**
 * Where functions of this room read and write: the store itself or a transaction of it. `transaction` on a
 * transaction joins it, so that every function can be composed into a larger atomic step.
 */
export interface Session {
  readonly db: Kysely<Schema>;
  readonly wrappingKey: Uint8Array | undefined;
  /**
   * SERIALIZABLE; the work is run again on serialisation failure or deadlock, so it must have no other effect.
   * Inside it use only the session that is handed in: the embedded store has one connection.
   */
  transaction<T>(work: (session: Session) => Promise<T>): Promise<T>;
}

export interface Store extends Session {
  readonly kind: StoreLocation["kind"];
  /** Brings the schema up to date; safe to call at every start. */
  migrate(): Promise<void>;
  close(): Promise<void>;
}

export async function openStore(_location: StoreLocation, _options: StoreOptions = {}): Promise<Store> {
  throw new AccordError("store.unfinished", "not built yet");
}
