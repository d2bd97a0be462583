import type { Session } from "../store/store.ts";

/** A checkpoint of this node's ledger as it was published: the signed note, with cosignatures where there are some. */
export interface CheckpointRow {
  readonly size: number;
  readonly note: string;
  readonly cosigned: boolean;
  readonly at: string;
}

/** Keeps a checkpoint; one of the same size is replaced, unless it was cosigned and this one is not. */
export async function keepCheckpoint(session: Session, row: CheckpointRow): Promise<void> {
  await session.db
    .insertInto("ledger_checkpoint")
    .values(row)
    .onConflict((conflict) =>
      conflict
        .column("size")
        .doUpdateSet({ note: row.note, cosigned: row.cosigned, at: row.at })
        .where("ledger_checkpoint.cosigned", "<=", row.cosigned),
    )
    .execute();
}

/** The largest checkpoint that was published, or that was cosigned. */
export async function latestCheckpoint(
  session: Session,
  options: { readonly cosigned: boolean },
): Promise<CheckpointRow | undefined> {
  const row = await session.db
    .selectFrom("ledger_checkpoint")
    .selectAll()
    .$if(options.cosigned, (query) => query.where("cosigned", "=", true))
    .orderBy("size", "desc")
    .limit(1)
    .executeTakeFirst();
  return row === undefined ? undefined : { ...row, size: Number(row.size) };
}

/** The checkpoints that were cosigned, the largest first, at most `limit`. */
export async function listCheckpoints(session: Session, limit = 1000): Promise<readonly CheckpointRow[]> {
  const rows = await session.db
    .selectFrom("ledger_checkpoint")
    .selectAll()
    .where("cosigned", "=", true)
    .orderBy("size", "desc")
    .limit(limit)
    .execute();
  return rows.map((row) => ({ ...row, size: Number(row.size) }));
}

/** The head of a log that this node cosigned last, with the note that it cosigned. */
export interface WitnessedLogRow {
  readonly origin: string;
  readonly size: number;
  readonly root: Uint8Array;
  readonly note: string;
}

export async function readWitnessedLog(
  session: Session,
  origin: string,
): Promise<WitnessedLogRow | undefined> {
  const row = await session.db
    .selectFrom("witnessed_log")
    .selectAll()
    .where("origin", "=", origin)
    .executeTakeFirst();
  return row === undefined ? undefined : { ...row, size: Number(row.size), root: new Uint8Array(row.root) };
}

export async function keepWitnessedLog(session: Session, row: WitnessedLogRow): Promise<void> {
  const { size, root, note } = row;
  await session.db
    .insertInto("witnessed_log")
    .values(row)
    .onConflict((conflict) => conflict.column("origin").doUpdateSet({ size, root, note }))
    .execute();
}

/** What a log showed against what this node held of it, both signed by the log. */
export interface EvidenceRow {
  readonly origin: string;
  readonly at: string;
  readonly code: string;
  readonly held: string | undefined;
  readonly shown: string;
}

export async function keepEvidence(session: Session, row: EvidenceRow): Promise<void> {
  await session.db
    .insertInto("ledger_evidence")
    .values({ ...row, held: row.held ?? null })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

export async function listEvidence(session: Session): Promise<readonly EvidenceRow[]> {
  const rows = await session.db.selectFrom("ledger_evidence").selectAll().orderBy("at").execute();
  return rows.map((row) => ({ ...row, held: row.held ?? undefined }));
}

/** A `.tlog-proof` of an agency's entry about an exchange. */
export interface ReceiptRow {
  readonly exchange: string;
  readonly agency: string;
  readonly index: number;
  readonly proof: string;
}

export async function keepReceipts(session: Session, rows: readonly ReceiptRow[]): Promise<void> {
  if (rows.length === 0) return;
  await session.db
    .insertInto("ledger_receipt")
    .values([...rows])
    .onConflict((conflict) =>
      conflict
        .columns(["exchange", "agency", "index"])
        .doUpdateSet((update) => ({ proof: update.ref("excluded.proof") })),
    )
    .execute();
}

/** The receipts of an exchange by an agency, in the order of its ledger. */
export async function readReceipts(
  session: Session,
  selection: { readonly exchange: string; readonly agency: string },
): Promise<readonly ReceiptRow[]> {
  const rows = await session.db
    .selectFrom("ledger_receipt")
    .selectAll()
    .where("exchange", "=", selection.exchange)
    .where("agency", "=", selection.agency)
    .orderBy("index")
    .execute();
  return rows.map((row) => ({ ...row, index: Number(row.index) }));
}

/** Lets go of a log's head: whoever keeps that log began it anew, and people confirmed it by hand. */
export async function forgetWitnessedLog(session: Session, origin: string): Promise<void> {
  await session.db.deleteFrom("witnessed_log").where("origin", "=", origin).execute();
}
