import { AccordError, type BirthDate } from "@accord/vocabulary";
import { sql } from "kysely";
import type { Session } from "../store/store.ts";
import { isUuid } from "../store/uuid.ts";

export interface PersonOfRights {
  /** The person who shows the file: a duplicate's rights are exercised on the file it was merged into. */
  readonly id: string;
  /** All files that show as theirs, duplicates among them. */
  readonly files: readonly string[];
  readonly holder: string;
  readonly birth: BirthDate | undefined;
}

/** Whose right it is. @throws AccordError `person.unknown`, also of somebody who was erased */
export async function personOfRights(session: Session, person: string): Promise<PersonOfRights> {
  const { rows } = await sql<Row>`
    select id, view_of, holder, birth_date, birth_precision from person
    where status <> 'erased'
      and view_of = (select view_of from person where id = any(${[person].filter(isUuid)}::uuid[]) and status <> 'erased')
    order by id`.execute(session.db);
  const shown = rows.find((row) => row.id === row.view_of);
  if (shown === undefined) {
    throw new AccordError("person.unknown", "there is no such person here", {
      where: "person",
      remedy: "Search by identifier or name.",
    });
  }
  const { birth_date: date, birth_precision: precision } = shown;
  return {
    id: shown.id,
    files: rows.map((row) => row.id),
    holder: shown.holder,
    birth: date === null || precision === null ? undefined : { date, precision },
  };
}

interface Row {
  readonly id: string;
  readonly view_of: string;
  readonly holder: string;
  readonly birth_date: string | null;
  readonly birth_precision: BirthDate["precision"] | null;
}
