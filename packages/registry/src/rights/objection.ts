import { AccordError } from "@accord/vocabulary";
import { sql } from "kysely";
import type { RegistryContext } from "../context.ts";
import type { Session } from "../store/store.ts";
import { personOfRights } from "./person-of-rights.ts";

/** On what an objection or restriction rests; codes, since the words of the person are in the request. */
export const OBJECTION_GROUNDS = ["personalSituation", "safety", "notNeeded", "unlawful", "other"] as const;
export type ObjectionGround = (typeof OBJECTION_GROUNDS)[number];

/** A person's objection to disclosure: to one recipient and purpose, or to all where they are undefined. */
export interface Objection {
  readonly id: string;
  readonly recipient: string | undefined;
  readonly purpose: string | undefined;
  readonly ground: ObjectionGround;
  readonly madeAt: string;
  readonly endedAt: string | undefined;
}

/** From the next disclosure query on the person is left out, whatever the legal basis. @throws AccordError `person.unknown` */
export async function recordObjection(
  session: Session,
  context: RegistryContext,
  objection: {
    readonly person: string;
    readonly recipient?: string | undefined;
    readonly purpose?: string | undefined;
    readonly ground: ObjectionGround;
    readonly by: string;
  },
): Promise<string> {
  return session.transaction(async (transaction) => {
    const { id: person } = await personOfRights(transaction, objection.person);
    const id = context.newId();
    await sql`
      insert into objection (id, person, recipient, purpose, ground, made_at, recorded_by)
      values (${id}, ${person}, ${objection.recipient ?? null}, ${objection.purpose ?? null}, ${objection.ground},
              ${context.now()}, ${objection.by})`.execute(transaction.db);
    return id;
  });
}

/** Whose objection it is, ended or not; undefined where there is none of that id. */
export async function personOfObjection(session: Session, objection: string): Promise<string | undefined> {
  const { rows } = await sql<{ person: string }>`
    select person from objection where id::text = ${objection}`.execute(session.db);
  return rows[0]?.person;
}

/** @throws AccordError `objection.none_stands` */
export async function endObjection(
  session: Session,
  context: RegistryContext,
  end: { readonly objection: string; readonly by: string },
): Promise<Objection> {
  const ended = await sql<ObjectionRow>`
    update objection set ended_at = ${context.now()}, ended_by = ${end.by}
    where id::text = ${end.objection} and ended_at is null
    returning id, recipient, purpose, ground, made_at, ended_at`.execute(session.db);
  if (ended.rows[0] !== undefined) return objectionOf(ended.rows[0]);
  throw new AccordError("objection.none_stands", "there is no such objection, or it has ended", {
    where: "objection",
    remedy: "See the person's rights for what stands.",
  });
}

/** Of these files, those that ended among them, the latest first. */
export async function objectionsOf(
  session: Session,
  files: readonly string[],
): Promise<readonly Objection[]> {
  const { rows } = await sql<ObjectionRow>`
    select id, recipient, purpose, ground, made_at, ended_at from objection
    where person = any(${files}::uuid[]) order by made_at desc, id`.execute(session.db);
  return rows.map(objectionOf);
}

interface ObjectionRow {
  readonly id: string;
  readonly recipient: string | null;
  readonly purpose: string | null;
  readonly ground: ObjectionGround;
  readonly made_at: string;
  readonly ended_at: string | null;
}

const objectionOf = (row: ObjectionRow): Objection => ({
  id: row.id,
  recipient: row.recipient ?? undefined,
  purpose: row.purpose ?? undefined,
  ground: row.ground,
  madeAt: row.made_at,
  endedAt: row.ended_at ?? undefined,
});
