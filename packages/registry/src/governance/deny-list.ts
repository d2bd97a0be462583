import { sql } from "kysely";
import type { Session } from "../store/store.ts";

/** Somebody whom nothing may reach: what `kind` and `value` mean is the agreement room's to say. */
export interface DenyListEntry {
  readonly id: string;
  readonly kind: "authoritiesOf" | "partyKind" | "named";
  readonly value: string;
  readonly reason: string;
  readonly addedAt: string;
  readonly addedBy: string;
  readonly removedAt: string | undefined;
  readonly removedBy: string | undefined;
}

/** @returns false where the same stands already; nothing is changed then */
export async function addDenied(
  session: Session,
  entry: Omit<DenyListEntry, "removedAt" | "removedBy">,
): Promise<boolean> {
  const { id, kind, value, reason, addedAt, addedBy } = entry;
  const { numAffectedRows } = await sql`
    insert into deny_list (id, kind, value, reason, added_at, added_by)
    values (${id}, ${kind}, ${value}, ${reason}, ${addedAt}, ${addedBy})
    on conflict (kind, value) where removed_at is null do nothing`.execute(session.db);
  return numAffectedRows === 1n;
}

/** @returns false where it does not stand, or was taken off before */
export async function removeDenied(
  session: Session,
  removal: { readonly id: string; readonly at: string; readonly by: string },
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update deny_list set removed_at = ${removal.at}, removed_by = ${removal.by}
    where id::text = ${removal.id} and removed_at is null`.execute(session.db);
  return numAffectedRows === 1n;
}

/** Those that stand, or all that ever did; oldest first. */
export async function listDenied(
  session: Session,
  which: "standing" | "all" = "standing",
): Promise<readonly DenyListEntry[]> {
  const { rows } = await sql<Row>`
    select id, kind, value, reason, added_at, added_by, removed_at, removed_by from deny_list
    where ${which === "all" ? sql`true` : sql`removed_at is null`} order by added_at, id`.execute(session.db);
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind,
    value: row.value,
    reason: row.reason,
    addedAt: row.added_at,
    addedBy: row.added_by,
    removedAt: row.removed_at ?? undefined,
    removedBy: row.removed_by ?? undefined,
  }));
}

interface Row {
  readonly id: string;
  readonly kind: DenyListEntry["kind"];
  readonly value: string;
  readonly reason: string;
  readonly added_at: string;
  readonly added_by: string;
  readonly removed_at: string | null;
  readonly removed_by: string | null;
}
