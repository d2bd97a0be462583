import type { RetentionTaken, Session } from "@accord/registry";
import { sha256 } from "../ledger/node-ledger.ts";
import { recordEntry } from "../ledger/record.ts";
import type { AccordNode } from "../node.ts";

/** Takes what may be kept no longer, by the work that is handed in, and writes into the ledger that it was taken. */
export function retentionTaken(
  { store, ledger, context }: Pick<AccordNode, "store" | "ledger" | "context">,
  take: (session: Session) => Promise<RetentionTaken>,
): Promise<RetentionTaken> {
  return store.transaction(async (transaction) => {
    const taken = await take(transaction);
    const { statements, persons } = taken;
    if (statements + persons === 0) return taken;
    const at = context.now();
    await recordEntry(ledger, transaction, {
      kind: "erasure",
      reason: "retention",
      persons,
      commitment: sha256(JSON.stringify({ statements, persons, at })),
      certifiedBy: "own",
      at,
    });
    return taken;
  });
}
