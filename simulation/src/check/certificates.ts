import { type Batch, type Commit, put, type Scene, Violation } from "./scene.ts";

const NAME = "deletion certificates are true";

/** A node that says that it purged has purged, and takes nothing in again that it said was gone. */
export function checkCertificates(commit: Commit): void {
  const { before: mirror, rows } = commit;
  for (const [key, { message, delivered }] of put(rows, "outbox")) {
    const body = message.body as unknown as Batch;
    if (delivered || body.kind !== "purged" || mirror.tables.outbox.has(key)) continue;
    const { exchange } = message;
    const staged = new Map(mirror.tables.staged);
    const pairs = new Map(mirror.tables.pairs);
    for (const [table, row, value] of rows) {
      if (table === "staged" && value === undefined) staged.delete(row);
      else if (table === "pairs" && value !== undefined) pairs.set(row, value as never);
    }
    const waiting = new Set(
      [...pairs.values()]
        .filter((pair) => pair.exchange === exchange && pair.decision === "waiting")
        .map((pair) => pair.partnerRef),
    );
    const kept = [...staged.values()].filter((row) => row.exchange === exchange);
    const beyond = kept.filter((row) => !waiting.has(row.record.ref));
    if (beyond.length > 0)
      throw new Violation(
        NAME,
        `${mirror.id} certifies that it purged and still holds ${beyond.length} records`,
      );
  }
  for (const [, row] of put(rows, "staged")) {
    const purged = mirror
      .rows("outbox")
      .some(({ message }) => message.exchange === row.exchange && message.body.kind === "purged");
    if (purged)
      throw new Violation(NAME, `${mirror.id} takes in records for matching after it certified their purge`);
  }
}

/** When a withdrawal is taken, the partner holds nothing of the person. */
export function checkWithdrawals(scene: Scene, commit: Commit): void {
  const partner = scene.partner(commit.before.id);
  for (const [, letter] of put(commit.rows, "letters")) {
    if (!letter.taken || letter.body.kind !== "withdrawal") continue;
    for (const ref of letter.body.refs) {
      if (partner.tables.barred.get(ref) === undefined) continue; // consented again since
      const held =
        partner.rows("received").some((row) => row.partnerRef === ref) ||
        partner.tables.roster.has(ref) ||
        partner.rows("staged").some((row) => row.record.ref === ref);
      if (held) throw new Violation(NAME, `${partner.id} confirmed that it erased ${ref}, and holds of them`);
    }
  }
}
