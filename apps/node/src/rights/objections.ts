import { endObjection, type ObjectionGround, personOfObjection, recordObjection } from "@accord/registry";
import { recordEntry } from "../ledger/record.ts";
import type { AccordNode } from "../node.ts";
import { staffInLedger } from "./staff-in-ledger.ts";

type Keeper = Pick<AccordNode, "store" | "context" | "ledger">;

/** Records an objection, with its entry in the ledger; answers its id. @throws AccordError `person.unknown` */
export async function objectionMade(
  { store, context, ledger }: Keeper,
  objection: {
    readonly person: string;
    readonly recipient?: string | undefined;
    readonly purpose?: string | undefined;
    readonly ground: ObjectionGround;
    readonly by: string;
  },
): Promise<string> {
  return store.transaction(async (transaction) => {
    const id = await recordObjection(transaction, context, objection);
    const { person, ground, by } = objection;
    await recordEntry(
      ledger,
      transaction,
      {
        kind: "objection",
        event: "made",
        ground,
        ...towards(objection),
        reference: id,
        ...staffInLedger(by),
        at: context.now(),
      },
      [person],
    );
    return id;
  });
}

/** Ends an objection, with its entry in the ledger. @throws AccordError `objection.none_stands` */
export async function objectionEnded(
  { store, context, ledger }: Keeper,
  end: { readonly objection: string; readonly by: string },
): Promise<void> {
  await store.transaction(async (transaction) => {
    const person = await personOfObjection(transaction, end.objection);
    const ended = await endObjection(transaction, context, end);
    await recordEntry(
      ledger,
      transaction,
      {
        kind: "objection",
        event: "ended",
        ground: ended.ground,
        ...towards(ended),
        reference: ended.id,
        ...staffInLedger(end.by),
        at: context.now(),
      },
      person === undefined ? [] : [person],
    );
  });
}

const towards = ({
  recipient,
  purpose,
}: {
  recipient?: string | undefined;
  purpose?: string | undefined;
}) => ({
  ...(recipient === undefined ? {} : { recipient }),
  ...(purpose === undefined ? {} : { purpose }),
});
