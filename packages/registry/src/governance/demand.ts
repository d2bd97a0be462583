import { sql } from "kysely";
import type { Session } from "../store/store.ts";
import { openWords, sealWords } from "./sealed-words.ts";

/** What kind of authority asks for data. */
export const AUTHORITIES = [
  "police",
  "security",
  "court",
  "immigration",
  "ministry",
  "foreignState",
  "otherAuthority",
] as const;
/** What it says entitles it. */
export const CLAIMED_BASES = [
  "courtOrder",
  "law",
  "treaty",
  "investigation",
  "emergency",
  "noneNamed",
] as const;
/** Of what it asks: categories alone; whom it asks for stands in the sealed words. */
export const DEMANDED = [
  "wholeRegistry",
  "listOfPersons",
  "onePerson",
  "biometrics",
  "locations",
  "accessToSystem",
] as const;
/** Why it was decided so. */
export const DEMAND_GROUNDS = [
  "privilegesAndImmunities",
  "noLegalBasis",
  "riskToPersons",
  "outOfProportion",
  "purposeIncompatible",
  "referredToHeadquarters",
  "personsAskedForIt",
  "obligationOfLaw",
] as const;

/** A demand by an authority and what was decided. The software answers none: whatever is given is given by people. */
export interface Demand {
  readonly id: string;
  readonly authority: (typeof AUTHORITIES)[number];
  /** ISO 3166-1 alpha-2: whose authority it is, where that is known. */
  readonly country: string | undefined;
  readonly legalBasis: (typeof CLAIMED_BASES)[number];
  readonly askedFor: readonly (typeof DEMANDED)[number][];
  /** SHA-256 of the demand's words as recorded. */
  readonly commitment: string;
  /** `YYYY-MM-DD` */
  readonly receivedOn: string;
  readonly recordedAt: string;
  readonly recordedBy: string;
  readonly outcome: "refused" | "answered" | undefined;
  readonly ground: (typeof DEMAND_GROUNDS)[number] | undefined;
  /** Of how many persons people gave data, outside the software. */
  readonly persons: number | undefined;
  readonly decidedAt: string | undefined;
  readonly decidedBy: string | undefined;
}

export async function addDemand(
  session: Session,
  demand: Pick<
    Demand,
    | "id"
    | "authority"
    | "country"
    | "legalBasis"
    | "askedFor"
    | "commitment"
    | "receivedOn"
    | "recordedAt"
    | "recordedBy"
  >,
  words: string | undefined,
): Promise<void> {
  const sealed = await sealWords(session, demand.id, words);
  await sql`
    insert into demand (id, authority, country, legal_basis, asked_for, words, commitment, received_on, recorded_at, recorded_by)
    values (${demand.id}, ${demand.authority}, ${demand.country ?? null}, ${demand.legalBasis}, ${JSON.stringify(demand.askedFor)}::jsonb, ${sealed},
            ${demand.commitment}, ${demand.receivedOn}, ${demand.recordedAt}, ${demand.recordedBy})`.execute(
    session.db,
  );
}

/** False where it was decided before, or is not known. */
export async function decideDemand(
  session: Session,
  decision: {
    readonly id: string;
    readonly outcome: "refused" | "answered";
    readonly ground: Demand["ground"];
    readonly persons: number;
    readonly at: string;
    readonly by: string;
  },
): Promise<boolean> {
  const { id, outcome, ground, persons, at, by } = decision;
  const { numAffectedRows } = await sql`
    update demand set outcome = ${outcome}, ground = ${ground ?? null}, persons = ${persons}, decided_at = ${at},
      decided_by = ${by}
    where id::text = ${id} and decided_at is null`.execute(session.db);
  return numAffectedRows === 1n;
}

/** Newest first; the one of an id where given. */
export async function listDemands(session: Session, id?: string): Promise<readonly Demand[]> {
  const { rows } = await sql<DemandRow>`
    select id, authority, country, legal_basis, asked_for, commitment, received_on, recorded_at, recorded_by, outcome, ground,
           persons, decided_at, decided_by
    from demand where ${id === undefined ? sql`true` : sql`id::text = ${id}`}
    order by recorded_at desc, id limit 1000`.execute(session.db);
  return rows.map((row) => ({
    id: row.id,
    authority: row.authority,
    country: row.country ?? undefined,
    legalBasis: row.legal_basis,
    askedFor: row.asked_for,
    commitment: row.commitment,
    receivedOn: row.received_on,
    recordedAt: row.recorded_at,
    recordedBy: row.recorded_by,
    outcome: row.outcome ?? undefined,
    ground: row.ground ?? undefined,
    persons: row.persons ?? undefined,
    decidedAt: row.decided_at ?? undefined,
    decidedBy: row.decided_by ?? undefined,
  }));
}

export async function demandWords(session: Session, id: string): Promise<string | undefined> {
  const { rows } = await sql<{ words: Uint8Array | null }>`
    select words from demand where id::text = ${id}`.execute(session.db);
  return openWords(session, id, rows[0]?.words ?? null);
}

interface DemandRow {
  readonly id: string;
  readonly authority: Demand["authority"];
  readonly country: string | null;
  readonly legal_basis: Demand["legalBasis"];
  readonly asked_for: Demand["askedFor"];
  readonly commitment: string;
  readonly received_on: string;
  readonly recorded_at: string;
  readonly recorded_by: string;
  readonly outcome: "refused" | "answered" | null;
  readonly ground: NonNullable<Demand["ground"]> | null;
  readonly persons: number | null;
  readonly decided_at: string | null;
  readonly decided_by: string | null;
}
