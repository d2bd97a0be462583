import { correctPerson } from "@accord/registry";
import type { AttributeStates, Method } from "@accord/vocabulary";
import { recordEntry } from "../ledger/record.ts";
import type { AccordNode } from "../node.ts";
import { staffInLedger } from "./staff-in-ledger.ts";

/**
 * Corrects what is said of a person, with an entry in the ledger that says which attributes, and no value.
 * @throws AccordError as the registry's `correctPerson`
 */
export async function personCorrected(
  { store, context, ledger }: Pick<AccordNode, "store" | "context" | "ledger">,
  correction: {
    readonly person: string;
    readonly states: AttributeStates;
    readonly method: Method;
    readonly by: string;
  },
): Promise<void> {
  const { person, states, method, by } = correction;
  await store.transaction(async (transaction) => {
    await correctPerson(transaction, context, correction);
    await recordEntry(
      ledger,
      transaction,
      {
        kind: "correction",
        counts: Object.fromEntries(Object.keys(states).map((attribute) => [attribute, 1])),
        method,
        ...staffInLedger(by),
        at: context.now(),
      },
      [person],
    );
  });
}
