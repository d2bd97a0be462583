import { type DeniedRecipient, denies, type Recipient } from "@accord/agreement";
import { addDenied, type DenyListEntry, listDenied, removeDenied, type Session } from "@accord/registry";
import { AccordError } from "@accord/vocabulary";
import { requireApproval } from "../access/approval.ts";
import { accountOf, type Staff } from "../access/staff.ts";
import { haltExchangesUnder } from "../agreements/halt-exchanges.ts";
import { standingAgreements } from "../agreements/held-agreements.ts";
import { observed } from "../agreements/observe-agreement.ts";
import { sha256 } from "../ledger/node-ledger.ts";
import { recordEntry } from "../ledger/record.ts";
import type { AccordNode } from "../node.ts";
import { recipientDenied } from "./recipient-denied.ts";

type Keeper = Pick<AccordNode, "store" | "ledger" | "context" | "judge" | "driver" | "nowMilliseconds">;

/** The entry that denies a recipient here, if any. */
async function deniedHere(session: Session, recipient: Recipient): Promise<DenyListEntry | undefined> {
  return (await listDenied(session)).find((entry) => denies(entry as DeniedRecipient, recipient));
}

/**
 * Denies a recipient at once, on one person's word: agreements with one that is denied grant nothing from here on, and
 * what runs under them halts.
 * @throws AccordError `recipient.denied_already`
 */
export async function deny(
  node: Keeper,
  by: Staff,
  entry: DeniedRecipient & { readonly reason: string },
): Promise<DenyListEntry> {
  const id = node.context.newId();
  const at = node.context.now();
  const { kind, value, reason } = entry;
  await node.store.transaction(async (transaction) => {
    const added = { id, kind, value, reason, addedAt: at, addedBy: by.id };
    if (!(await addDenied(transaction, added))) {
      throw new AccordError("recipient.denied_already", "the same recipient is denied already", {
        where: kind,
        remedy: "See `accord deny-list list`.",
      });
    }
    await recordChange(node, transaction, "added", { id, kind, value, by });
  });
  await seeWhatFollows(node);
  return entryOf(node.store, id);
}

/**
 * Takes an entry off, when a second member of staff has approved it. Agreements that it held back stand as they would
 * without it; exchanges that it halted stay halted.
 * @throws AccordError `recipient.not_denied`, and what `requireApproval` throws
 */
export async function allow(node: Keeper, by: Staff, id: string): Promise<DenyListEntry> {
  const entry = await entryOf(node.store, id);
  if (entry.removedAt !== undefined) throw unknown();
  await requireApproval(node, {
    operation: "agreement.deny-list",
    staff: by,
    subject: { remove: id },
    asks: `taking ${entry.kind} ${entry.value} off the list of denied recipients`,
  });
  await node.store.transaction(async (transaction) => {
    if (!(await removeDenied(transaction, { id, at: node.context.now(), by: by.id }))) throw unknown();
    await recordChange(node, transaction, "removed", { id, kind: entry.kind, value: entry.value, by });
  });
  await seeWhatFollows(node);
  return entryOf(node.store, id);
}

/**
 * Refuses a recipient who is denied here, and records that it was asked for.
 * @throws AccordError `recipient.denied`
 */
export async function requireNotDenied(
  node: Pick<AccordNode, "store" | "ledger" | "context">,
  recipient: Recipient,
  by?: Staff,
): Promise<void> {
  const entry = await deniedHere(node.store, recipient);
  if (entry === undefined) return;
  await recordChange(node, node.store, "refused", { ...entry, by });
  throw recipientDenied(entry);
}

/** Agreements that the change ends or brings back are seen at once, and exchanges under them halted. */
async function seeWhatFollows({ store, ledger, judge, driver }: Keeper): Promise<void> {
  for (const standing of await standingAgreements(store, judge)) {
    await store.transaction((transaction) =>
      observed({ session: transaction, ledger, judge }, standing.document),
    );
    await haltExchangesUnder(store, driver, standing);
  }
}

async function recordChange(
  node: Pick<AccordNode, "ledger" | "context">,
  session: Session,
  event: "added" | "removed" | "refused",
  change: Pick<DenyListEntry, "id" | "kind" | "value"> & { readonly by: Staff | undefined },
): Promise<void> {
  const account = change.by === undefined ? undefined : accountOf(change.by);
  await recordEntry(node.ledger, session, {
    kind: "denyList",
    event,
    recipients: change.kind,
    // The id is random, so that a name cannot be guessed from its digest.
    commitment: sha256(`${change.id}\n${change.value}`),
    at: node.context.now(),
    ...(account === undefined ? {} : { staff: account }),
  });
}

async function entryOf(session: Session, id: string): Promise<DenyListEntry> {
  const entry = (await listDenied(session, "all")).find((each) => each.id === id);
  if (entry === undefined) throw unknown();
  return entry;
}

function unknown(): AccordError {
  return new AccordError("recipient.not_denied", "no such entry stands on the deny list", {
    where: "id",
    remedy: "See `accord deny-list list`.",
  });
}
