import { AccordError } from "@accord/vocabulary";
import { sql } from "kysely";
import type { RegistryContext } from "../context.ts";
import { type Expiring, type Purged, previewExpired, purgeExpired } from "../incoming/purge-expired.ts";
import type { Session } from "../store/store.ts";
import { erasePersons } from "./erase.ts";
import { type Keeping, personsPastKeeping } from "./past-keeping.ts";

/** What the retention clocks are about to take, for a protection officer to look at and confirm. */
export interface RetentionPreview {
  readonly id: string;
  readonly madeAt: string;
  /** Values that may be kept no longer than this instant. */
  readonly until: string;
  readonly expiring: readonly Expiring[];
  /** Own persons who left or died longer ago than they are kept. */
  readonly persons: number;
}

export interface RetentionTaken extends Purged {
  /** Partners who are told with the next contact. */
  readonly toTell: readonly string[];
}

/** Takes what may be kept no longer than `until`: partners' values, and own persons past their keeping. */
export async function takeExpired(
  session: Session,
  context: RegistryContext,
  keeping: Keeping,
  until: string,
): Promise<RetentionTaken> {
  return session.transaction(async (transaction) => {
    const purged = await purgeExpired(transaction, context, until);
    const persons = await personsPastKeeping(transaction, context, keeping, until);
    if (persons.length === 0) return { ...purged, toTell: [] };
    const erase = { persons, reason: "retention", by: context.agency } as const;
    const { toTell } = await erasePersons(transaction, context, erase);
    return { statements: purged.statements, persons: purged.persons + persons.length, toTell };
  });
}

/** The preview that waits for a confirmation: the one made before, else a new one; undefined where nothing is due. */
export async function retentionPreview(
  session: Session,
  context: RegistryContext,
  keeping: Keeping,
): Promise<RetentionPreview | undefined> {
  return session.transaction(async (transaction) => {
    const waiting = await sql<PreviewRow>`
      select id, made_at, until, counts from retention_preview where carried_out_at is null
      order by made_at limit 1`.execute(transaction.db);
    if (waiting.rows[0] !== undefined) return previewOf(waiting.rows[0]);
    const until = context.now();
    const expiring = await previewExpired(transaction, until);
    const persons = (await personsPastKeeping(transaction, context, keeping, until)).length;
    if (expiring.length === 0 && persons === 0) return undefined;
    const counts = { expiring, persons };
    const row = { id: context.newId(), made_at: until, until, counts };
    await sql`
      insert into retention_preview (id, made_at, until, counts)
      values (${row.id}, ${row.made_at}, ${row.until}, ${JSON.stringify(counts)}::jsonb)`.execute(
      transaction.db,
    );
    return previewOf(row);
  });
}

/** Whether a preview waits to be confirmed; makes none. */
export async function retentionPreviewWaits(session: Session): Promise<boolean> {
  const { rows } = await sql`select 1 from retention_preview where carried_out_at is null limit 1`.execute(
    session.db,
  );
  return rows.length > 0;
}

/** Confirms a preview and takes what it showed, and nothing that came due since. @throws AccordError `retention.none_waits` */
export async function confirmRetention(
  session: Session,
  context: RegistryContext,
  keeping: Keeping,
  confirm: { readonly preview: string; readonly by: string },
): Promise<RetentionTaken> {
  return session.transaction(async (transaction) => {
    const confirmed = await sql<{ until: string }>`
      update retention_preview set confirmed_at = ${context.now()}, confirmed_by = ${confirm.by},
        carried_out_at = ${context.now()}
      where id::text = ${confirm.preview} and carried_out_at is null returning until`.execute(transaction.db);
    const until = confirmed.rows[0]?.until;
    if (until === undefined) {
      throw new AccordError("retention.none_waits", "there is no such preview, or it was confirmed before", {
        where: "preview",
        remedy: "See what waits with `accord person rights retention`.",
      });
    }
    return takeExpired(transaction, context, keeping, until);
  });
}

interface PreviewRow {
  readonly id: string;
  readonly made_at: string;
  readonly until: string;
  readonly counts: { readonly expiring: readonly Expiring[]; readonly persons: number };
}

const previewOf = (row: PreviewRow): RetentionPreview => ({
  id: row.id,
  madeAt: row.made_at,
  until: row.until,
  ...row.counts,
});
