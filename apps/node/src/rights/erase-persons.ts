import { type Erasure, erasePersons, filesOfPerson } from "@accord/registry";
import { sha256 } from "../ledger/node-ledger.ts";
import { bindNotices, keysOf, recordEntry } from "../ledger/record.ts";
import type { AccordNode } from "../node.ts";
import { toldNow } from "./say-consent.ts";
import { staffInLedger } from "./staff-in-ledger.ts";

/**
 * Erases persons on their request, writes it into the ledger, where they themselves can find it if they were handed their
 * key before, and tells the partners who were given data.
 * @throws AccordError `person.unknown`; nobody is erased then
 */
export async function erasedOnRequest(
  node: AccordNode,
  erase: { readonly persons: readonly string[]; readonly by: string },
): Promise<{ erasure: Erasure; notices: { taken: number; waiting: number } }> {
  const { store, context, ledger } = node;
  const { erasure, toTell } = await store.transaction(async (transaction) => {
    const files: string[] = [];
    for (const person of erase.persons) files.push(...(await filesOfPerson(transaction, person)));
    const keys = await keysOf(transaction, files);
    const erased = await erasePersons(transaction, context, { ...erase, reason: "request" });
    const { id, persons, erasedAt, scrubBy } = erased.erasure;
    await bindNotices(transaction, keys);
    await recordEntry(
      ledger,
      transaction,
      {
        kind: "erasure",
        reason: "request",
        persons,
        commitment: sha256(JSON.stringify({ erasure: id, persons, erasedAt, scrubBy })),
        certifiedBy: "own",
        reference: id,
        ...staffInLedger(erase.by),
        at: erasedAt,
      },
      keys,
    );
    return erased;
  });
  return { erasure, notices: await toldNow(node, toTell) };
}
