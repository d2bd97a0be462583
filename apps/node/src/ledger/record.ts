import { randomBytes } from "node:crypto";
import { type AppendedEntry, type Ledger, type LedgerEntry, NONCE_BYTES, subjectsOf } from "@accord/ledger";
import { keepSubjects, type Session, subjectKeys } from "@accord/registry";
import { ledgerStorage } from "./node-ledger.ts";

/**
 * Appends an entry to the ledger, in the caller's transaction where `session` is one. The persons whom it concerns are
 * bound to it by tags that only their own keys open, so that each can later be shown their entries with proof
 * (`entriesOfPerson`), and nobody else can tell.
 *
 * @param persons ids in this node's registry; whoever is erased afterwards cannot be found from the entry any more
 */
export async function recordEntry(
  ledger: Ledger,
  session: Session,
  entry: LedgerEntry,
  persons: readonly string[] = [],
): Promise<AppendedEntry> {
  if (persons.length === 0) return ledger.append(entry, ledgerStorage(session));
  return session.transaction(async (transaction) => {
    const keys = await subjectKeys(transaction, [...new Set(persons)], true);
    const { subjects, tags } = subjectsOf([...keys.values()], randomBytes(NONCE_BYTES));
    const appended = await ledger.append({ ...entry, subjects }, ledgerStorage(transaction));
    await keepSubjects(transaction, { entry: appended.index, nonce: subjects.nonce, tags });
    return appended;
  });
}
