import { AccordError } from "@accord/vocabulary";
import { type RawBuilder, sql } from "kysely";
import type { RegistryContext } from "../context.ts";
import type { Session } from "../store/store.ts";
import { isUuid } from "../store/uuid.ts";
import { personOfRights } from "./person-of-rights.ts";

/** Why a file is only kept and not used: GDPR article 18 (1) has the same four. */
export const RESTRICTION_GROUNDS = [
  "accuracyContested",
  "unlawful",
  "neededForClaim",
  "objectionPending",
] as const;
export type RestrictionGround = (typeof RESTRICTION_GROUNDS)[number];

export interface Restriction {
  readonly ground: RestrictionGround;
  readonly beganAt: string;
  readonly endedAt: string | undefined;
}

/**
 * Restricts a person: kept, but not disclosed, not exported, not compared, and read by named roles alone.
 * @returns false where they were restricted already, and nothing changed
 * @throws AccordError `person.unknown`
 */
export async function restrictPerson(
  session: Session,
  context: RegistryContext,
  restriction: { readonly person: string; readonly ground: RestrictionGround; readonly by: string },
): Promise<boolean> {
  return session.transaction(async (transaction) => {
    const { id: person } = await personOfRights(transaction, restriction.person);
    const begun = await sql`
      insert into restriction (id, person, ground, began_at, recorded_by)
      values (${context.newId()}, ${person}, ${restriction.ground}, ${context.now()}, ${restriction.by})
      on conflict (person) where ended_at is null do nothing`.execute(transaction.db);
    return begun.numAffectedRows === 1n;
  });
}

/** @throws AccordError `restriction.none_stands` */
export async function liftRestriction(
  session: Session,
  context: RegistryContext,
  lift: { readonly person: string; readonly by: string },
): Promise<void> {
  const { files } = await personOfRights(session, lift.person);
  const lifted = await sql`
    update restriction set ended_at = ${context.now()}, ended_by = ${lift.by}
    where person = any(${files}::uuid[]) and ended_at is null`.execute(session.db);
  if ((lifted.numAffectedRows ?? 0n) > 0n) return;
  throw new AccordError("restriction.none_stands", "this person's file is not restricted", {
    where: "person",
    remedy: "See the person's rights for what stands.",
  });
}

export async function restrictionsOf(
  session: Session,
  files: readonly string[],
): Promise<readonly Restriction[]> {
  const { rows } = await sql<{ ground: RestrictionGround; began_at: string; ended_at: string | null }>`
    select ground, began_at, ended_at from restriction
    where person = any(${files}::uuid[]) order by began_at desc`.execute(session.db);
  return rows.map((row) => ({
    ground: row.ground,
    beganAt: row.began_at,
    endedAt: row.ended_at ?? undefined,
  }));
}

/** Whether this file, or the one it was merged into, is restricted now. */
export async function isRestricted(session: Session, person: string): Promise<boolean> {
  if (!isUuid(person)) return false;
  const { rows } = await sql<{ restricted: boolean }>`
    select ${restricted} as restricted from person p where p.id = ${person}`.execute(session.db);
  return rows[0]?.restricted ?? false;
}

/** Of `person p`: any file that shows as theirs is restricted. */
export const restricted: RawBuilder<boolean> = sql<boolean>`
  exists (select 1 from restriction kept join person file on file.id = kept.person
    where kept.ended_at is null and file.view_of = p.view_of)`;
