import { sql } from "kysely";
import type { Session } from "../store/store.ts";
import { changeHorizon, serverIdentity } from "./horizon.ts";

/** An exchange that both sides finished: a later one can send what changed since. */
export interface Base {
  readonly exchange: string;
  /** Where this side's change sequence stood when the exchange pinned its persons. */
  readonly horizon: number;
  readonly finishedAt: string;
}

/** Bases that are kept for each partner and agreement: the partner may not have seen the end of the latest. */
const KEPT = 8;

interface With {
  readonly partner: string;
  /** Digest. */
  readonly agreement: string;
}

/**
 * Notes that an exchange is finished, so that later ones start from it; what it told of links is told, and who left the
 * scope in it has left the exchanges before it. Noting it again changes nothing.
 */
export async function keepBase(session: Session, base: With & Base): Promise<void> {
  const { exchange, partner, agreement, horizon, finishedAt } = base;
  await session.transaction(async (transaction) => {
    const { db } = transaction;
    await sql`
      insert into in_step_base (exchange, partner, agreement, horizon, server, finished_at)
      values (${exchange}, ${partner}, ${agreement}, ${horizon}, ${await serverIdentity(transaction)}, ${finishedAt})
      on conflict do nothing`.execute(db);
    await sql`
      update link_word set told_at = ${finishedAt} where exchange = ${exchange} and told_at is null`.execute(
      db,
    );
    await sql`
      update exchange_member m set left_at = ${finishedAt} from exchange_pin p
      where p.exchange = m.exchange and p.agreement_digest = ${agreement} and p.recipient = ${partner}
        and m.left_at is null and m.exchange <> ${exchange}
        and m.person in (select person from exchange_member where exchange = ${exchange} and out_of_scope)`.execute(
      db,
    );
  });
}

/** The latest bases with a partner, the newest first; none that another server's numbers would be read by. */
export async function basesWith(session: Session, { partner, agreement }: With): Promise<readonly Base[]> {
  const { rows } = await sql<{ exchange: string; horizon: string; finished_at: string }>`
    select exchange, horizon::text as horizon, finished_at from in_step_base
    where partner = ${partner} and agreement = ${agreement} and server = ${await serverIdentity(session)}
      and horizon <= ${await changeHorizon(session)}
    order by finished_at desc, exchange limit ${KEPT}`.execute(session.db);
  return rows.map((row) => ({
    exchange: row.exchange,
    horizon: Number(row.horizon),
    finishedAt: row.finished_at,
  }));
}

/** After a restore nothing is known of what partners were told since the backup: the next exchange is a whole one. */
export async function forgetBases(session: Session): Promise<void> {
  await sql`delete from in_step_base`.execute(session.db);
  // Numbers of the server that made the backup could lie ahead of this one's.
  for (const table of ["statement", "person", "consent", "objection", "restriction"]) {
    await sql`update ${sql.table(table)} set changed = default where changed > ${await changeHorizon(session)}`.execute(
      session.db,
    );
  }
  await sql`update person set renewed = default where renewed > ${await changeHorizon(session)}`.execute(
    session.db,
  );
}
