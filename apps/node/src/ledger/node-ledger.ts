import { createHash } from "node:crypto";
import type { ExchangeState, LedgerNote } from "@accord/exchange";
import { Ledger, type LedgerEntry, type LedgerStorage } from "@accord/ledger";
import { appendLedgerEntries, ledgerSize, readLedgerEntries, type Session } from "@accord/registry";

/** A ledger's storage in the node's store, bound to a transaction of it where one is given. */
export function ledgerStorage(session: Session): LedgerStorage {
  return {
    size: () => ledgerSize(session),
    append: (index, bytes, leafHash) => appendLedgerEntries(session, [{ index, bytes, hash: leafHash }]),
    read: async (from, to) => {
      const rows = await readLedgerEntries(session, { from, limit: to - from });
      return rows.map((row) => ({ bytes: row.bytes, leafHash: row.hash }));
    },
  };
}

export const openLedger = (session: Session): Promise<Ledger> => Ledger.open(ledgerStorage(session));

export const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

/** The ledger's entry for what the exchange notes, with what the driver knows besides. */
export function entryOf(note: LedgerNote, state: ExchangeState, purpose: string, at: string): LedgerEntry {
  const place = { exchange: state.exchange, partner: state.partner, agreement: state.agreement };
  switch (note.kind) {
    case "proposal":
      return {
        kind: "exchange",
        event: note.proposer === state.self ? "proposed" : "accepted",
        at,
        ...place,
      };
    case "halt":
      return { kind: "exchange", event: "halted", code: note.code, at, ...place };
    case "snapshot":
      return { kind: "snapshot", persons: note.persons, commitment: note.commitment, at, ...place };
    case "overlap":
      return {
        kind: "overlap",
        event: note.event,
        run: note.run,
        ...(note.persons === undefined ? {} : { persons: note.persons }),
        ...(note.commitment === undefined ? {} : { commitment: note.commitment }),
        at,
        ...place,
      };
    case "refusal":
      return {
        kind: "refusal",
        code: note.code,
        ...(note.batch === undefined ? {} : refusedBatch(note.batch)),
        at,
        ...place,
      };
    case "decision":
      if (note.what === "circuitBreakerOverridden")
        return { kind: "exchange", event: "overridden", at, ...place };
      return {
        kind: "decision",
        subject: "link",
        outcome: note.what === "linkedAutomatically" ? "confirmed" : "waiting",
        decidedBy: "policy",
        count: note.count,
        at,
        ...place,
      };
    case "disclosure":
    case "receipt": {
      const lines = Object.entries(note.account);
      return {
        kind: note.kind,
        tier: note.flow,
        round: note.round,
        batch: note.index,
        persons: note.records,
        commitment: note.commitment,
        clauses: note.clauses,
        purpose,
        counts: Object.fromEntries(lines.map(([attribute, line]) => [attribute, line.values])),
        withheld: Object.fromEntries(
          lines
            .filter(([, line]) => line.withheld > 0)
            .map(([attribute, line]) => [attribute, line.withheld]),
        ),
        bytes: Object.fromEntries(lines.map(([attribute, line]) => [attribute, line.bytes])),
        at,
        ...place,
      };
    }
  }
}

function refusedBatch({
  flow,
  index,
  clause,
  commitment,
}: NonNullable<Extract<LedgerNote, { kind: "refusal" }>["batch"]>) {
  return {
    tier: flow,
    batch: index,
    ...(commitment === undefined ? {} : { commitment }),
    clauses: clause === undefined ? [] : [clause],
  };
}
