import { sql } from "kysely";
import type { RegistryContext } from "../context.ts";
import { insertStatements, type NewStatement } from "../current/insert-statements.ts";
import { materialise } from "../current/materialise.ts";
import { chunks, groupBy } from "../store/recordset.ts";
import type { Session } from "../store/store.ts";
import type { Identifier } from "./registration.ts";
import {
  knownOrigins,
  type NewFingerprint,
  readFingerprints,
  storeFingerprints,
} from "./sealed-fingerprints.ts";
import { statementIds } from "./statement-id.ts";

/** One template to be attached to the own person who has the identifier (`issuer` and `kind` may be left out: any). */
export interface FingerprintAddition {
  readonly identifier: {
    readonly issuer?: string;
    readonly kind?: string;
    readonly value: Identifier["value"];
  };
  /** ISO/IEC 19794-2 finger position, 0 to 10. */
  readonly position: number;
  /** 0 to 100. */
  readonly quality: number;
  /** A whole ISO/IEC 19794-2:2005 record. */
  readonly template: Uint8Array;
  /** ISO 8601 in UTC. */
  readonly capturedAt: string;
  /** Where the template was made from an image: what tells that image from others, such as a digest. Kept keyed. */
  readonly origin?: string;
}

/** An image that a template could be made from. */
export type FingerprintOrigin = Pick<Required<FingerprintAddition>, "identifier" | "position" | "origin">;

export type FingerprintOutcome =
  | { readonly kind: "added" | "unchanged"; readonly person: string }
  | { readonly kind: "rejected"; readonly code: string; readonly reason: string };

type Rejection = Extract<FingerprintOutcome, { kind: "rejected" }>;

/**
 * Seals and stores templates; the same template of the same person and position again is `unchanged`. What was
 * captured of a person at one time is one encounter, and a statement of method `biometric` stands for it on their file.
 */
export async function addFingerprints(
  session: Session,
  context: RegistryContext,
  additions: readonly FingerprintAddition[],
): Promise<readonly FingerprintOutcome[]> {
  return session.transaction(async (transaction) => {
    const persons = await personsByIdentifier(transaction, context.agency, additions);
    const idOf = await statementIds(transaction);
    const outcomes = new Array<FingerprintOutcome>(additions.length);
    const accepted: { index: number; fingerprint: NewFingerprint }[] = [];
    for (const [index, addition] of additions.entries()) {
      const person = personOf(persons, addition);
      if (typeof person !== "string") {
        outcomes[index] = person;
        continue;
      }
      const encounter = idOf("encounter", context.agency, person, addition.capturedAt);
      accepted.push({ index, fingerprint: { ...addition, person, source: context.agency, encounter } });
    }
    const fresh = await storeFingerprints(
      transaction,
      accepted.map((one) => one.fingerprint),
      "ownFile",
    );
    for (const [at, { index, fingerprint }] of accepted.entries()) {
      outcomes[index] = { kind: fresh[at] ? "added" : "unchanged", person: fingerprint.person };
    }
    await stateEncounters(
      transaction,
      context,
      accepted.filter((_, at) => fresh[at]).map((one) => one.fingerprint),
    );
    return outcomes;
  });
}

/**
 * Which of these images the own persons' files hold a template from, so that an import that was cut short goes on
 * where it stopped. An image whose person is not found, or not alone, is not known.
 */
export async function knownFingerprints(
  session: Session,
  context: Pick<RegistryContext, "agency">,
  images: readonly FingerprintOrigin[],
): Promise<readonly boolean[]> {
  const holders = await personsByIdentifier(session, context.agency, images);
  const found = images.flatMap(({ identifier, position, origin }, index) => {
    const person = holderOf(holders, identifier);
    return typeof person === "string" ? [{ index, person, position, origin }] : [];
  });
  const known = new Array<boolean>(images.length).fill(false);
  for (const [at, isKnown] of (await knownOrigins(session, found)).entries())
    known[found[at]!.index] = isKnown;
  return known;
}

interface Holder extends Identifier {
  readonly person: string;
}

async function personsByIdentifier(
  session: Session,
  agency: string,
  additions: readonly Pick<FingerprintAddition, "identifier">[],
): Promise<ReadonlyMap<string, readonly Holder[]>> {
  const values = [...new Set(additions.map((addition) => addition.identifier.value))];
  const { rows } = await sql<Holder>`
    select i.value, i.kind, i.issuer, i.person from identifier i join person p on p.id = i.person
    where i.value = any(${values}::text[]) and p.holder = ${agency} and p.status <> 'erased'`.execute(
    session.db,
  );
  return groupBy(rows, (row) => row.value);
}

function personOf(
  holders: ReadonlyMap<string, readonly Holder[]>,
  { identifier, position, quality, template }: FingerprintAddition,
): string | Rejection {
  if (!Number.isInteger(position) || position < 0 || position > 10) {
    return rejected("fingerprint.bad_position", "position: must be 0 to 10");
  }
  if (!Number.isInteger(quality) || quality < 0 || quality > 100) {
    return rejected("fingerprint.bad_quality", "quality: must be 0 to 100");
  }
  if (template.length === 0) return rejected("fingerprint.empty", "template: has no bytes");
  return holderOf(holders, identifier);
}

function holderOf(
  holders: ReadonlyMap<string, readonly Holder[]>,
  identifier: FingerprintAddition["identifier"],
): string | Rejection {
  const matching = (holders.get(identifier.value) ?? []).filter(
    (one) => (identifier.issuer ?? one.issuer) === one.issuer && (identifier.kind ?? one.kind) === one.kind,
  );
  const persons = new Set(matching.map((one) => one.person));
  if (persons.size === 0) return rejected("fingerprint.unknown_person", "identifier: nobody has it");
  if (persons.size > 1) {
    return rejected(
      "fingerprint.ambiguous_person",
      "identifier: several persons have it; give issuer and kind",
    );
  }
  return matching[0]!.person;
}

function rejected(code: string, reason: string): Rejection {
  return { kind: "rejected", code, reason };
}

async function stateEncounters(
  session: Session,
  context: RegistryContext,
  fingerprints: readonly NewFingerprint[],
): Promise<void> {
  const statements = new Map<string, NewStatement>();
  const recordedAt = context.now();
  for (const { person, encounter, capturedAt } of fingerprints) {
    if (statements.has(`${person}/${encounter}`)) continue;
    statements.set(`${person}/${encounter}`, {
      subject: person,
      subject_kind: "person",
      id: encounter,
      source: context.agency,
      method: "biometric",
      asserted_at: capturedAt,
      recorded_at: recordedAt,
      clock: context.tick(),
      states: { "person.fingerprints": { state: "known", value: { encounter } } },
    });
  }
  const changed = await insertStatements(session, [...statements.values()]);
  await materialise(session, [
    ...new Set([...statements].filter(([key]) => changed.has(key)).map(([, { subject }]) => subject)),
  ]);
}

export interface FingerprintTemplate {
  readonly person: string;
  readonly position: number;
  readonly quality: number;
  readonly capturedAt: string;
  /** ISO/IEC 19794-2:2005 record, unsealed. */
  readonly template: Uint8Array;
}

const PERSONS_A_PAGE = 1000;

/**
 * Unsealed templates of persons who are not deactivated, captured by their holder (`agency` only, where given), in order
 * of person; of `persons` only, or of an exchange's pinned persons. Templates of duplicates come under the person who is kept.
 */
export async function* fingerprintTemplates(
  session: Session,
  selection: {
    readonly agency?: string;
    readonly persons?: readonly string[];
    readonly exchange?: string;
  } = {},
): AsyncGenerator<FingerprintTemplate> {
  if (selection.persons !== undefined) {
    for (const some of chunks(selection.persons, PERSONS_A_PAGE)) yield* templatesOf(session, some);
    return;
  }
  const held = selection.agency === undefined ? sql`true` : sql`p.holder = ${selection.agency}`;
  for (let after = "00000000-0000-0000-0000-000000000000"; ; ) {
    const pinned =
      selection.exchange === undefined
        ? sql`true`
        : sql`exists (select 1 from exchange_member m where m.exchange = ${selection.exchange} and m.person = p.id)`;
    const { rows } = await sql<{ id: string }>`
      select p.id from person p
      where p.id > ${after}::uuid and ${held}
        and p.states ? 'person.fingerprints' and p.status not in ('deactivated', 'erased') and ${pinned}
      order by p.id limit ${PERSONS_A_PAGE}`.execute(session.db);
    const last = rows.at(-1);
    if (last === undefined) return;
    yield* templatesOf(
      session,
      rows.map((row) => row.id),
    );
    after = last.id;
  }
}

async function* templatesOf(
  session: Session,
  persons: readonly string[],
): AsyncGenerator<FingerprintTemplate> {
  const { rows } = await sql<{ id: string; view_of: string }>`
    select id, view_of from person where view_of = any(${persons}::uuid[])`.execute(session.db);
  const shownOn = new Map(rows.map((row) => [row.id, row.view_of]));
  const fingerprints = await readFingerprints(session, [...shownOn.keys()]);
  const found = fingerprints.map(({ person, position, quality, capturedAt, template }) => ({
    person: shownOn.get(person)!,
    position,
    quality,
    capturedAt,
    template,
  }));
  yield* found.sort((a, b) => (a.person < b.person ? -1 : a.person > b.person ? 1 : 0));
}
