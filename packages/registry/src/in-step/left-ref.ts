import { sql } from "kysely";
import type { Session } from "../store/store.ts";

interface Of {
  readonly partner: string;
  /** Digest. */
  readonly agreement: string;
  readonly refs: readonly string[];
}

/** Notes that the agreement no longer covers these persons of the partner: nothing more comes of them. */
export async function keepLeft(
  session: Session,
  { partner, agreement, refs, at }: Of & { readonly at: string },
): Promise<void> {
  await sql`
    insert into left_ref (partner, agreement, ref, left_at)
    select ${partner}, ${agreement}, ref, ${at} from unnest(${refs}::text[]) ref on conflict do nothing`.execute(
    session.db,
  );
}

/** The partner sends of them again, so they are covered. */
export async function dropLeft(session: Session, { partner, agreement, refs }: Of): Promise<void> {
  await sql`
    delete from left_ref where partner = ${partner} and agreement = ${agreement} and ref = any(${refs}::text[])`.execute(
    session.db,
  );
}
