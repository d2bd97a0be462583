import { liftRestriction, type RestrictionGround, restrictPerson } from "@accord/registry";
import { recordEntry } from "../ledger/record.ts";
import type { AccordNode } from "../node.ts";
import { staffInLedger } from "./staff-in-ledger.ts";

type Keeper = Pick<AccordNode, "store" | "context" | "ledger">;

/** Restricts a person's file, with its entry in the ledger; one that is restricted stays so. @throws AccordError `person.unknown` */
export async function fileRestricted(
  { store, context, ledger }: Keeper,
  restriction: { readonly person: string; readonly ground: RestrictionGround; readonly by: string },
): Promise<void> {
  await store.transaction(async (transaction) => {
    if (!(await restrictPerson(transaction, context, restriction))) return;
    const { person, ground, by } = restriction;
    await recordEntry(
      ledger,
      transaction,
      { kind: "restriction", event: "began", ground, ...staffInLedger(by), at: context.now() },
      [person],
    );
  });
}

/** @throws AccordError `restriction.none_stands` */
export async function restrictionLifted(
  { store, context, ledger }: Keeper,
  lift: { readonly person: string; readonly by: string },
): Promise<void> {
  await store.transaction(async (transaction) => {
    await liftRestriction(transaction, context, lift);
    await recordEntry(
      ledger,
      transaction,
      { kind: "restriction", event: "lifted", ...staffInLedger(lift.by), at: context.now() },
      [lift.person],
    );
  });
}
