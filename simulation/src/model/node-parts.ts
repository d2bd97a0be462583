import type { Ledger } from "@accord/ledger";
import type { NodeId, Terms } from "./agreements.ts";
import type { SimulatedStore } from "./store.ts";

/** What the model of one node's registry and store works with. */
export interface NodeParts {
  readonly self: NodeId;
  readonly store: SimulatedStore;
  readonly ledger: Ledger;
  readonly terms: Terms;
  /** Persons a page: few, so that short histories have flows of several batches. */
  readonly pageSize: number;
  /** The node's clock, ISO 8601 in UTC. */
  now(): string;
  /** 32 bytes in base64url that no other call gave. */
  salt(): string;
}
