import { personsDue, type RetentionTaken, type Session } from "@accord/registry";
import { sha256 } from "../ledger/node-ledger.ts";
import { bindNotices, keysOf, recordEntry } from "../ledger/record.ts";
import type { AccordNode } from "../node.ts";

/**
 * Takes what may be kept no longer than `until`, by the work that is handed in, and writes into the ledger that it was
 * taken, and from whom.
 */
export function retentionTaken(
  { store, ledger, context, config }: Pick<AccordNode, "store" | "ledger" | "context" | "config">,
  until: string,
  take: (session: Session) => Promise<RetentionTaken>,
): Promise<RetentionTaken> {
  return store.transaction(async (transaction) => {
    const due = await personsDue(transaction, context, config.rights.keep, until);
    const keys = await keysOf(transaction, due);
    const taken = await take(transaction);
    const { statements, persons } = taken;
    if (statements + persons === 0) return taken;
    const at = context.now();
    await bindNotices(transaction, keys);
    await recordEntry(
      ledger,
      transaction,
      {
        kind: "erasure",
        reason: "retention",
        persons,
        commitment: sha256(JSON.stringify({ statements, persons, at })),
        certifiedBy: "own",
        at,
      },
      keys,
    );
    return taken;
  });
}
