import { createHmac } from "node:crypto";
import { sql } from "kysely";
import { dataKeys, type KeyOwner } from "../keys/data-key.ts";
import type { Session } from "../store/store.ts";

const TAG_BYTES = 32;
const KEY_CONTEXT = "accord/ledger-subject/1";

/**
 * The keys under which persons' tags in the ledger are made: 32 bytes each, derived from the person's data key, so that
 * erasing the person destroys them. Persons without a data key are given one where `create` is set, else are absent.
 */
export async function subjectKeys(
  session: Session,
  persons: readonly string[],
  create: boolean,
): Promise<ReadonlyMap<string, Uint8Array>> {
  const owners = persons.map((person): KeyOwner => `person:${person}`);
  const keys = await dataKeys(session, owners, create);
  const derived = new Map<string, Uint8Array>();
  for (const person of persons) {
    const key = keys.get(`person:${person}`);
    if (key !== undefined) derived.set(person, createHmac("sha256", key).update(KEY_CONTEXT).digest());
  }
  return derived;
}

/** Keeps the tags of an entry's subjects, in ascending order, 32 bytes each. */
export async function keepSubjects(
  session: Session,
  row: { readonly entry: number; readonly nonce: string; readonly tags: readonly Uint8Array[] },
): Promise<void> {
  await sql`
    insert into ledger_subjects (entry, nonce, count, tags)
    values (${row.entry}, ${row.nonce}, ${row.tags.length}, ${Buffer.concat(row.tags)})`.execute(session.db);
}

/** An entry that concerns somebody, and where the tag stands among those of its subjects. */
export interface SubjectEntry {
  readonly entry: number;
  readonly nonce: string;
  readonly position: number;
}

const ENTRIES_A_PAGE = 2000;
/** Tags are evenly distributed, so a tag stands near its share of the way; this many standard deviations either side. */
const DEVIATIONS = 8;

/**
 * The entries among whose subjects a person is: for each entry the person's tag is computed, and read only the part of
 * the entry's tags where it must stand.
 *
 * @param tagIn the person's tag (32 bytes) in an entry with this nonce
 */
export async function findSubjectEntries(
  session: Session,
  tagIn: (nonce: string) => Uint8Array,
): Promise<readonly SubjectEntry[]> {
  const found: SubjectEntry[] = [];
  for (let after = -1; ; ) {
    const page = await sql<{ entry: number; nonce: string; count: number }>`
      select entry, nonce, count from ledger_subjects where entry > ${after}
      order by entry limit ${ENTRIES_A_PAGE}`.execute(session.db);
    const sought = page.rows.map(({ entry, nonce, count }) => {
      const tag = Buffer.from(tagIn(nonce));
      return { entry: Number(entry), nonce, tag, ...windowOf(tag, count) };
    });
    const parts = await sql<{ entry: number; part: Uint8Array }>`
      select s.entry, substring(s.tags from w.start * ${TAG_BYTES} + 1 for w.length * ${TAG_BYTES}) as part
      from ledger_subjects s
      join jsonb_to_recordset(${JSON.stringify(sought.map(({ entry, start, length }) => ({ entry, start, length })))}::jsonb)
        as w(entry bigint, start integer, length integer) on w.entry = s.entry`.execute(session.db);
    const partOf = new Map(parts.rows.map(({ entry, part }) => [Number(entry), Buffer.from(part)]));
    for (const { entry, nonce, tag, start } of sought) {
      const at = positionIn(partOf.get(entry), tag);
      if (at !== undefined) found.push({ entry, nonce, position: start + at });
    }
    if (page.rows.length < ENTRIES_A_PAGE) return found;
    after = Number(page.rows.at(-1)!.entry);
  }
}

/** The tags of an entry's subjects in order; empty where nobody is. */
export async function readSubjectTags(session: Session, entry: number): Promise<readonly Uint8Array[]> {
  const { rows } = await sql<{ tags: Uint8Array }>`
    select tags from ledger_subjects where entry = ${entry}`.execute(session.db);
  return splitTags(new Uint8Array(rows[0]?.tags ?? []));
}

/** Tags that were kept one after the other. */
export const splitTags = (tags: Uint8Array): readonly Uint8Array[] =>
  Array.from({ length: tags.length / TAG_BYTES }, (_, at) =>
    tags.slice(at * TAG_BYTES, (at + 1) * TAG_BYTES),
  );

function windowOf(tag: Buffer, count: number): { start: number; length: number } {
  const expected = Math.floor((tag.readUInt32BE(0) / 2 ** 32) * count);
  const reach = Math.ceil((DEVIATIONS * Math.sqrt(count)) / 2) + 1;
  const start = Math.max(0, expected - reach);
  return { start, length: Math.min(count, expected + reach + 1) - start };
}

function positionIn(part: Buffer | undefined, tag: Buffer): number | undefined {
  if (part === undefined) return undefined;
  for (let at = 0; at < part.length; at += TAG_BYTES) {
    if (part.compare(tag, 0, TAG_BYTES, at, at + TAG_BYTES) === 0) return at / TAG_BYTES;
  }
  return undefined;
}
