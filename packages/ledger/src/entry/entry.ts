import type { EntryOf } from "./kind.ts";
import { agreementKinds } from "./kinds/agreement.ts";
import { conversationKinds } from "./kinds/conversation.ts";
import { crossingKinds } from "./kinds/crossing.ts";
import { custodyKinds } from "./kinds/custody.ts";
import { rightsKinds } from "./kinds/rights.ts";

/** Every kind of entry with its fields, from which types, checks and the catalogue of audit events are made. */
export const ENTRY_KINDS = {
  ...crossingKinds,
  ...conversationKinds,
  ...agreementKinds,
  ...rightsKinds,
  ...custodyKinds,
};

export type EntryKindName = keyof typeof ENTRY_KINDS;

/** The entries of one kind, as `EntryNamed<"disclosure">`. */
export type EntryNamed<Name extends EntryKindName> = EntryOf<Name, (typeof ENTRY_KINDS)[Name]>;

/** What a ledger holds: who did what to how many, under which clause; never a person's value or identifier. */
export type LedgerEntry = { [Name in EntryKindName]: EntryNamed<Name> }[EntryKindName];

export type DisclosureEntry = EntryNamed<"disclosure">;
export type ReceiptEntry = EntryNamed<"receipt">;
export type RefusalEntry = EntryNamed<"refusal">;
