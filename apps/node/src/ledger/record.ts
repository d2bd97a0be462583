import { randomBytes } from "node:crypto";
import {
  type AppendedEntry,
  type EntrySubjects,
  type Ledger,
  type LedgerEntry,
  NONCE_BYTES,
  subjectsOf,
} from "@accord/ledger";
import { bindNotice, keepSubjects, type Session, subjectKeys, unboundNotices } from "@accord/registry";
import { ledgerStorage } from "./node-ledger.ts";

/** Persons' ledger keys by the ids of their files. */
export type SubjectKeys = ReadonlyMap<string, Uint8Array>;

/** Whom an entry concerns, bound to it already: see {@link bindNotices}. */
export interface BoundSubjects {
  readonly subjects: EntrySubjects;
  readonly tags: readonly Uint8Array[];
}

/**
 * Appends an entry to the ledger, in the caller's transaction where `session` is one. The persons whom it concerns are
 * bound to it by tags that only their own keys open, so that each can later be shown their entries with proof
 * (`entriesOfPerson`), and nobody else can tell.
 *
 * @param concerned ids in this node's registry; of persons who were erased before, their keys as they were
 * ({@link keysOf}), or what was bound with them
 */
export async function recordEntry(
  ledger: Ledger,
  session: Session,
  entry: LedgerEntry,
  concerned: readonly string[] | SubjectKeys | BoundSubjects = [],
): Promise<AppendedEntry> {
  return session.transaction(async (transaction) => {
    const bound = await boundOf(transaction, concerned);
    if (bound === undefined) return ledger.append(entry, ledgerStorage(transaction));
    const { subjects, tags } = bound;
    const appended = await ledger.append({ ...entry, subjects }, ledgerStorage(transaction));
    await keepSubjects(transaction, { entry: appended.index, nonce: subjects.nonce, tags });
    return appended;
  });
}

/** To be asked for before persons are erased, of whom an entry is to be recorded afterwards. */
export const keysOf = (session: Session, persons: readonly string[]): Promise<SubjectKeys> =>
  subjectKeys(session, [...new Set(persons)], true);

/**
 * Binds what partners are to be told of persons to them, in the transaction that made the notices: a partner's answer may
 * come, and its entry be recorded, when their keys are destroyed.
 */
export async function bindNotices(session: Session, keys: SubjectKeys): Promise<void> {
  for (const { id, persons } of await unboundNotices(session, [...keys.keys()])) {
    const theirs = persons.flatMap((person) => keys.get(person) ?? []);
    if (theirs.length > 0) await bindNotice(session, id, bind(theirs));
  }
}

async function boundOf(
  session: Session,
  concerned: readonly string[] | SubjectKeys | BoundSubjects,
): Promise<BoundSubjects | undefined> {
  if ("subjects" in concerned) return concerned;
  const keys = isList(concerned) ? await keysOf(session, concerned) : concerned;
  return keys.size === 0 ? undefined : bind([...keys.values()]);
}

const isList = (concerned: readonly string[] | SubjectKeys): concerned is readonly string[] =>
  Array.isArray(concerned);

const bind = (keys: readonly Uint8Array[]): BoundSubjects => subjectsOf(keys, randomBytes(NONCE_BYTES));
