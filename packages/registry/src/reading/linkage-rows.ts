import type { BirthDate, PersonName } from "@accord/vocabulary";
import { sql } from "kysely";
import { restricted } from "../rights/restriction.ts";
import type { Session } from "../store/store.ts";

/** The current values of one person, typed, for matching. A field is undefined where nothing is known. */
export interface LinkageRow {
  readonly person: string;
  /** The pseudonym under which an exchange pinned the person; undefined without an exchange. */
  readonly ref: string | undefined;
  readonly registeredAt: string | undefined;
  readonly name: PersonName | undefined;
  readonly sex: string | undefined;
  readonly birthDate: BirthDate | undefined;
  readonly location: string | undefined;
  readonly origin: string | undefined;
  readonly category: string | undefined;
  /** A keyed hash of the number: it is compared for equality and tells nothing else. */
  readonly phone: string | undefined;
  readonly agencyId: string | undefined;
  readonly cardNumber: string | undefined;
  readonly rationCard: string | undefined;
  readonly household: string | undefined;
  readonly householdRole: string | undefined;
  readonly relationship: string | undefined;
  readonly householdSize: number | undefined;
}

type Row = { readonly [field in keyof LinkageRow]: LinkageRow[field] | null } & {
  readonly birth_date: string | null;
  readonly birth_precision: BirthDate["precision"] | null;
};

const ROWS_A_PAGE = 5000;

/**
 * Own persons who are neither deactivated, erased nor restricted (of an exchange's pinned scope where one is given), in order of
 * person id; read by pages, so that memory does not grow with the registry.
 */
export async function* linkageRows(
  session: Session,
  selection: { readonly agency: string; readonly exchange?: string },
): AsyncGenerator<LinkageRow> {
  const { agency, exchange } = selection;
  const pinned =
    exchange === undefined
      ? { join: sql``, ref: sql`null` }
      : {
          join: sql`join exchange_member m on m.person = p.id and m.exchange = ${exchange}`,
          ref: sql`m.ref`,
        };
  for (let after = "00000000-0000-0000-0000-000000000000"; ; ) {
    const { rows } = await sql<Row>`
      select p.id as person, ${pinned.ref} as ref, p.registered_at as "registeredAt", p.name, p.sex, p.birth_date,
             p.birth_precision, p.location_pcode as location, p.origin_pcode as origin, p.category, p.phone_index as phone,
             p.agency_id as "agencyId", p.card_number as "cardNumber", p.ration_card as "rationCard",
             p.household_id as household, p.household_role as "householdRole", p.relationship,
             h.size as "householdSize"
      from person p ${pinned.join} left join household h on h.id = p.household_id
      where p.id > ${after}::uuid and p.holder = ${agency} and p.status not in ('deactivated', 'erased')
        and not ${restricted}
      order by p.id limit ${ROWS_A_PAGE}`.execute(session.db);
    for (const row of rows) yield rowOf(row);
    if (rows.length < ROWS_A_PAGE) return;
    after = rows.at(-1)!.person as string;
  }
}

function rowOf({ birth_date, birth_precision, ...fields }: Row): LinkageRow {
  const known = Object.fromEntries(
    Object.entries(fields).map(([field, value]) => [field, value ?? undefined]),
  );
  const birthDate =
    birth_date === null || birth_precision === null
      ? undefined
      : { precision: birth_precision, date: birth_date };
  return { ...known, birthDate } as unknown as LinkageRow;
}
