import { type Scrubbed, scrubStore, unscrubbedErasures } from "@accord/registry";
import type { AccordNode } from "../node.ts";

/** Erasures are gathered, since a scrub rewrites the store's files: half of the time within which it is owed. */
const GATHER_MILLISECONDS = 12 * 3_600_000;

type Scrubbable = Pick<AccordNode, "store" | "context" | "nowMilliseconds">;

/** Rewrites the store's files where the oldest erasure has waited half of its time; undefined where none has. */
export async function scrubWhenDue(node: Scrubbable): Promise<Scrubbed | undefined> {
  const [oldest] = await unscrubbedErasures(node.store);
  if (oldest === undefined) return undefined;
  if (node.nowMilliseconds() < Date.parse(oldest.erasedAt) + GATHER_MILLISECONDS) return undefined;
  return scrubStore(node.store, node.context);
}
