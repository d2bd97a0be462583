import { createHmac } from "node:crypto";
import { sql } from "kysely";
import { dataKeys, type KeyOwner } from "../keys/data-key.ts";
import { seal, unseal } from "../keys/envelope.ts";
import { recordset } from "../store/recordset.ts";
import type { Session } from "../store/store.ts";

export interface NewFingerprint {
  readonly person: string;
  /** The agency that captured it. */
  readonly source: string;
  readonly encounter: string;
  readonly position: number;
  readonly quality: number;
  readonly capturedAt: string;
  readonly template: Uint8Array;
  /** Says which image the template was made from, as the importer names it; see {@link knownOrigins}. */
  readonly origin?: string;
}

const keyOwner = (person: string): KeyOwner => `person:${person}`;
const contextOf = (person: string, position: number) => `accord/template/1|${person}|${position}`;

/** Within what the same template is a repetition: one encounter, or all the agency's own encounters with the person. */
export type Unique = "encounter" | "ownFile";

const placeOf = (
  row: { person: string; source: string; encounter: string; digest: string },
  unique: Unique,
): string =>
  unique === "encounter"
    ? `${row.person}/${row.source}/${row.encounter}/${row.digest}`
    : `${row.person}/${row.digest}`;

/**
 * Seals templates under their persons' data keys and stores those that are new. The digest that finds a repetition is
 * keyed with the same key, so that it says nothing once the key is destroyed.
 * @returns for each whether it was new
 */
export async function storeFingerprints(
  session: Session,
  fingerprints: readonly NewFingerprint[],
  unique: Unique,
): Promise<readonly boolean[]> {
  if (fingerprints.length === 0) return [];
  const keys = await dataKeys(
    session,
    fingerprints.map((one) => keyOwner(one.person)),
    true,
  );
  const rows = fingerprints.map((one) => ({
    ...one,
    digest: digestOf(keys.get(keyOwner(one.person))!, one),
  }));
  const persons = [...new Set(rows.map((row) => row.person))];
  const held = await sql<{ person: string; source: string; encounter: string; digest: string; own: boolean }>`
    select f.person, f.source, f.encounter, f.digest, s.via_link is null as own
    from fingerprint f left join statement s on s.subject = f.person and s.source = f.source and s.id = f.encounter
    where f.person = any(${persons}::uuid[])`.execute(session.db);
  const seen = new Set(
    held.rows.filter((row) => unique === "encounter" || row.own).map((row) => placeOf(row, unique)),
  );
  const fresh = rows.map((row) => {
    const place = placeOf(row, unique);
    return !seen.has(place) && seen.add(place) !== undefined;
  });
  const made = rows
    .filter((_, at) => fresh[at])
    .map((row) => ({
      person: row.person,
      source: row.source,
      encounter: row.encounter,
      digest: row.digest,
      position: row.position,
      quality: row.quality,
      captured_at: row.capturedAt,
      origin:
        row.origin === undefined ? null : originOf(keys.get(keyOwner(row.person))!, row.position, row.origin),
      sealed: Buffer.from(
        seal(keys.get(keyOwner(row.person))!, row.template, contextOf(row.person, row.position)),
      ).toString("base64"),
    }));
  if (made.length > 0) {
    const given = recordset(made, "made", {
      person: "uuid",
      source: "text",
      encounter: "text",
      digest: "text",
      position: "smallint",
      quality: "smallint",
      captured_at: "text",
      origin: "text",
      sealed: "text",
    });
    await sql`
      with made as materialized (select * from ${given}),
      met as (
        insert into encounter (person, source, id, captured_at)
        select person, source, encounter, min(captured_at) from made group by person, source, encounter
        on conflict do nothing
      )
      insert into fingerprint (person, source, encounter, digest, position, quality, format, captured_at, template, origin)
      select person, source, encounter, digest, position, quality, 'ISO_19794_2_2005', captured_at, decode(sealed, 'base64'), origin
      from made`.execute(session.db);
  }
  return fresh;
}

/**
 * Which of these images the persons' own files have a template from already, so that it need not be made again.
 * @returns for each whether it is known
 */
export async function knownOrigins(
  session: Session,
  images: readonly Pick<Required<NewFingerprint>, "person" | "position" | "origin">[],
): Promise<readonly boolean[]> {
  const persons = [...new Set(images.map((image) => image.person))];
  const keys = await dataKeys(session, persons.map(keyOwner), false);
  const { rows } = await sql<{ person: string; origin: string }>`
    select f.person, f.origin
    from fingerprint f join statement s on s.subject = f.person and s.source = f.source and s.id = f.encounter
    where f.person = any(${persons}::uuid[]) and f.origin is not null and s.via_link is null`.execute(
    session.db,
  );
  const known = new Set(rows.map((row) => `${row.person}/${row.origin}`));
  return images.map(({ person, position, origin }) => {
    const key = keys.get(keyOwner(person));
    return key !== undefined && known.has(`${person}/${originOf(key, position, origin)}`);
  });
}

export interface StoredFingerprint extends NewFingerprint {
  readonly format: string;
}

interface SealedRow {
  readonly person: string;
  readonly source: string;
  readonly encounter: string;
  readonly position: number;
  readonly quality: number;
  readonly format: string;
  readonly captured_at: string;
  readonly template: Uint8Array;
}

/** Unsealed templates on the persons' own files that the files' holder captured: none that came through a link. */
export async function readFingerprints(
  session: Session,
  persons: readonly string[],
): Promise<readonly StoredFingerprint[]> {
  const { rows } = await sql<SealedRow>`
    select f.person, f.source, f.encounter, f.position, f.quality, f.format, f.captured_at, f.template
    from fingerprint f join statement s on s.subject = f.person and s.source = f.source and s.id = f.encounter join person p on p.id = f.person
    where f.person = any(${persons}::uuid[]) and s.source = p.holder and s.via_link is null
    order by f.person, f.captured_at, f.position, f.digest`.execute(session.db);
  const keys = await dataKeys(
    session,
    rows.map((row) => keyOwner(row.person)),
    false,
  );
  return rows.flatMap((row) => {
    const key = keys.get(keyOwner(row.person));
    if (key === undefined) return [];
    const template = unseal(key, row.template, contextOf(row.person, row.position));
    const { person, source, encounter, position, quality, format } = row;
    return [{ person, source, encounter, position, quality, format, capturedAt: row.captured_at, template }];
  });
}

/** Keyed, so that it says nothing once the key is destroyed. */
function originOf(key: Uint8Array, position: number, origin: string): string {
  return createHmac("sha256", key).update(Uint8Array.of(position)).update(origin).digest("base64url");
}

function digestOf(key: Uint8Array, fingerprint: NewFingerprint): string {
  return createHmac("sha256", key)
    .update(Uint8Array.of(fingerprint.position))
    .update(fingerprint.template)
    .digest("base64url");
}
