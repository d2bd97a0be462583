import { formatPersonName, type PersonName } from "@accord/vocabulary";
import { type RawBuilder, sql } from "kysely";
import { phoneIndex } from "../keys/sealed-phone.ts";
import { restricted } from "../rights/restriction.ts";
import type { Session } from "../store/store.ts";

export interface PersonSummary {
  readonly id: string;
  readonly holder: string;
  readonly status: string;
  readonly mergedInto: string | undefined;
  readonly name: string | undefined;
  readonly sex: string | undefined;
  readonly birthYear: number | undefined;
  readonly location: string | undefined;
  /** The file may be kept but not used: of such a person nothing is told but that they are on file. */
  readonly restricted: boolean;
}

/** An identifier, words of a name, or both; with neither nobody is found. */
export interface PersonQuery {
  readonly identifier?: string;
  readonly name?: string;
  readonly limit?: number;
}

const LIMIT = 50;

interface Row {
  readonly id: string;
  readonly holder: string;
  readonly status: string;
  readonly merged_into: string | null;
  readonly name: PersonName | null;
  readonly sex: string | null;
  readonly birth_year: number | null;
  readonly location_pcode: string | null;
  readonly restricted: boolean;
}

/**
 * By an identifier's exact value (also a current phone, card or ration card), or by words that all begin parts of the
 * name, in any order and case. At most `limit` persons (50).
 */
export async function searchPersons(session: Session, query: PersonQuery): Promise<readonly PersonSummary[]> {
  const index =
    query.identifier === undefined ? undefined : await phoneIndex(session, query.identifier.trim());
  const { rows } = await sql<Row>`
    select p.id, p.holder, p.status, p.merged_into, p.name, p.sex, p.birth_year, p.location_pcode, ${restricted} as restricted
    from person p where p.status <> 'erased' and ${sql.join(conditionsOf(query, index), sql` and `)}
    order by p.name_text, p.id limit ${query.limit ?? LIMIT}`.execute(session.db);
  return rows.map((row) => ({
    id: row.id,
    holder: row.holder,
    status: row.status,
    mergedInto: row.merged_into ?? undefined,
    restricted: row.restricted,
    ...shownOf(row),
  }));
}

function shownOf(row: Row): Pick<PersonSummary, "name" | "sex" | "birthYear" | "location"> {
  if (row.restricted) return { name: undefined, sex: undefined, birthYear: undefined, location: undefined };
  return {
    name: row.name === null ? undefined : formatPersonName(row.name),
    sex: row.sex ?? undefined,
    birthYear: row.birth_year ?? undefined,
    location: row.location_pcode ?? undefined,
  };
}

function conditionsOf(
  { identifier, name }: PersonQuery,
  phone: string | undefined,
): readonly RawBuilder<unknown>[] {
  const words = (name ?? "")
    .normalize("NFC")
    .toLowerCase()
    .split(/[\s,]+/u)
    .filter((word) => word !== "");
  const conditions: RawBuilder<unknown>[] = words.map((word) => sql`strpos(p.name_text, ${` ${word}`}) > 0`);
  if (identifier !== undefined) {
    const value = identifier.trim();
    conditions.push(sql`p.id in (
      select person from identifier where value = ${value}
      union all select id from person where phone_index = ${phone ?? null}
      union all select id from person where card_number = ${value}
      union all select id from person where ration_card = ${value})`);
  }
  return conditions.length === 0 ? [sql`false`] : conditions;
}
