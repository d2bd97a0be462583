import {
  type EntrySubjects,
  formatProof,
  type Ledger,
  type LedgerEntry,
  openEntry,
  proveSubject,
  type SubjectProof,
  subjectTag,
} from "@accord/ledger";
import {
  filesOfPerson,
  findSubjectEntries,
  latestCheckpoint,
  readSubjectTags,
  type Session,
  subjectKeys,
} from "@accord/registry";
import { AccordError } from "@accord/vocabulary";
import { ledgerStorage } from "./node-ledger.ts";

/** An entry that concerns a person, with what proves it: that the entry is in the ledger, and the person in the entry. */
export interface PersonEntry {
  readonly index: number;
  readonly entry: LedgerEntry;
  /** The registry's file of the person that the entry was recorded for. */
  readonly person: string;
  readonly subject: SubjectProof;
  /** The person's ledger key of that file, 64 hex digits: it opens this person's tags and no others. */
  readonly key: string;
  /** A `.tlog-proof` under the last checkpoint; undefined for entries after it. */
  readonly proof: string | undefined;
}

/**
 * All entries that concern a person, by the keys of all their files, duplicates among them.
 * @throws AccordError `person.unknown`
 */
export async function entriesOfPerson(
  ledger: Ledger,
  session: Session,
  person: string,
): Promise<readonly PersonEntry[]> {
  const files = await filesOfPerson(session, person);
  if (files.length === 0) {
    throw new AccordError("person.unknown", "there is no such person here", {
      where: "id",
      remedy: "Search by identifier.",
    });
  }
  const storage = ledgerStorage(session);
  const checkpoint =
    (await latestCheckpoint(session, { cosigned: true })) ??
    (await latestCheckpoint(session, { cosigned: false }));
  const entries: PersonEntry[] = [];
  for (const [file, key] of await subjectKeys(session, files, false)) {
    for (const { entry: index } of await findSubjectEntries(session, (nonce) => subjectTag(key, nonce))) {
      const [stored] = await storage.read(index, index + 1);
      if (stored === undefined) continue;
      const { entry } = openEntry(stored.bytes);
      const subject = proveSubject(
        key,
        entry.subjects as EntrySubjects,
        await readSubjectTags(session, index),
      );
      if (subject === undefined) continue;
      const covered = checkpoint !== undefined && index < checkpoint.size;
      const proof = covered
        ? formatProof({
            index,
            path: await ledger.inclusionProof(index, checkpoint.size, storage),
            checkpoint: checkpoint.note,
            extra: stored.bytes,
          })
        : undefined;
      entries.push({ index, entry, person: file, subject, key: Buffer.from(key).toString("hex"), proof });
    }
  }
  return entries.sort((a, b) => a.index - b.index);
}
