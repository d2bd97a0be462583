import { AccordError } from "@accord/vocabulary";
import { sql } from "kysely";
import type { RegistryContext } from "../context.ts";
import { type Expiring, type Purged, previewExpired, purgeExpired } from "../incoming/purge-expired.ts";
import type { Session } from "../store/store.ts";

/** What the retention clocks are about to take, for a protection officer to look at and confirm. */
export interface RetentionPreview {
  readonly id: string;
  readonly madeAt: string;
  /** Values that may be kept no longer than this instant. */
  readonly until: string;
  readonly expiring: readonly Expiring[];
}

/** The preview that waits for a confirmation: the one made before, else a new one; undefined where nothing is due. */
export async function retentionPreview(
  session: Session,
  context: RegistryContext,
): Promise<RetentionPreview | undefined> {
  return session.transaction(async (transaction) => {
    const waiting = await sql<PreviewRow>`
      select id, made_at, until, counts from retention_preview where carried_out_at is null
      order by made_at limit 1`.execute(transaction.db);
    if (waiting.rows[0] !== undefined) return previewOf(waiting.rows[0]);
    const until = context.now();
    const expiring = await previewExpired(transaction, until);
    if (expiring.length === 0) return undefined;
    const row = { id: context.newId(), made_at: until, until, counts: expiring };
    await sql`
      insert into retention_preview (id, made_at, until, counts)
      values (${row.id}, ${row.made_at}, ${row.until}, ${JSON.stringify(expiring)}::jsonb)`.execute(
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
  confirm: { readonly preview: string; readonly by: string },
): Promise<Purged> {
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
    return purgeExpired(transaction, context, until);
  });
}

interface PreviewRow {
  readonly id: string;
  readonly made_at: string;
  readonly until: string;
  readonly counts: readonly Expiring[];
}

const previewOf = (row: PreviewRow): RetentionPreview => ({
  id: row.id,
  madeAt: row.made_at,
  until: row.until,
  expiring: row.counts,
});
