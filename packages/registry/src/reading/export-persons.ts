import type { AttributeStates } from "@accord/vocabulary";
import { sql } from "kysely";
import { openCurrentPhones } from "../keys/sealed-phone.ts";
import type { Identifier } from "../registration/registration.ts";
import { restricted } from "../rights/restriction.ts";
import type { Session } from "../store/store.ts";
import { CURRENT_COLUMNS, type CurrentRow, currentStates } from "./current-states.ts";

export interface ExportedPerson {
  readonly id: string;
  readonly holder: string;
  readonly status: string;
  readonly externalKey: string | undefined;
  readonly registeredAt: string | undefined;
  readonly programme: string | undefined;
  readonly household: string | undefined;
  readonly identifiers: readonly Identifier[];
  readonly current: AttributeStates;
}

interface Row extends CurrentRow {
  readonly phone: string | null;
  readonly id: string;
  readonly holder: string;
  readonly status: string;
  readonly external_key: string | null;
  readonly registered_at: string | null;
  readonly programme: string | null;
  readonly household_id: string | null;
  readonly identifiers: readonly Identifier[];
}

const PERSONS_A_PAGE = 2000;

/**
 * Current values of every person who is neither erased nor restricted, by id; of one holder where given. Fingerprints are
 * not exported.
 */
export async function* exportPersons(
  session: Session,
  selection: { readonly holder?: string } = {},
): AsyncGenerator<ExportedPerson> {
  const held = selection.holder === undefined ? sql`true` : sql`p.holder = ${selection.holder}`;
  for (let after = "00000000-0000-0000-0000-000000000000"; ; ) {
    const { rows } = await sql<Row>`
      select p.id, p.holder, p.status, p.external_key, p.registered_at, p.programme, ${CURRENT_COLUMNS},
        (select coalesce(jsonb_agg(jsonb_build_object('issuer', i.issuer, 'kind', i.kind, 'value', i.value)
                                   order by i.kind, i.issuer, i.value), '[]')
         from identifier i where i.person = p.id) as identifiers
      from person p where p.id > ${after}::uuid and p.status <> 'erased' and not ${restricted} and ${held}
      order by p.id limit ${PERSONS_A_PAGE}`.execute(session.db);
    for (const row of await openCurrentPhones(session, rows, (one) => one.id)) {
      yield {
        id: row.id,
        holder: row.holder,
        status: row.status,
        externalKey: row.external_key ?? undefined,
        registeredAt: row.registered_at ?? undefined,
        programme: row.programme ?? undefined,
        household: row.household_id ?? undefined,
        identifiers: row.identifiers,
        current: currentStates(row),
      };
    }
    if (rows.length < PERSONS_A_PAGE) return;
    after = rows.at(-1)!.id;
  }
}
