import type { ExchangeState, ExchangeStore, HeldAgreement, LedgerNote, Message } from "@accord/exchange";
import type { Ledger, LedgerEntry, LedgerStorage } from "@accord/ledger";
import { heldAgreement } from "./hold.ts";
import type { NodeParts } from "./node-parts.ts";
import { ordinal } from "./rows.ts";
import type { Draft } from "./store.ts";

const outboxKey = (exchange: string, number: number): string => `${exchange}/${ordinal(number)}`;

/** The exchange's store port over a simulated store: the same contract as the node's own over PGlite and PostgreSQL. */
export function exchangeStore({ store, ledger, terms, now }: NodeParts): ExchangeStore<Draft> {
  const { machine } = store;

  /** One call to the store: it may fail before or after it takes effect. */
  async function called<T>(name: string, effect: () => T | Promise<T>): Promise<T> {
    const call = await machine.call(name);
    const result = await effect();
    await call.done();
    return result;
  }

  return {
    transaction: (work) => store.transaction(work),
    load: (draft, exchange) => called("load", () => draft.get("exchanges", exchange)),
    save: (draft, state) => called("save", () => draft.put("exchanges", state.exchange, state)),
    enqueue: (draft, message) =>
      called("enqueue", () =>
        draft.put("outbox", outboxKey(message.exchange, message.number), { message, delivered: false }),
      ),
    record: (draft, state, _held, note, at) =>
      called("record", () => recorded(ledger, draft, state, note, at)),
    agreement: (digest, draft) =>
      called("agreement", (): HeldAgreement | undefined =>
        heldAgreement(draft?.get("agreements", digest) ?? store.tables.agreements.get(digest), terms, now()),
      ),
    recordsOn: (draft, state, day) =>
      called("recordsOn", () => {
        const others = draft
          .rows("exchanges")
          .map(([, row]) => row)
          .filter((row) => row.exchange !== state.exchange && row.agreement === state.agreement)
          .map((row) => row.daily);
        return {
          today: sumOf(others.map((daily) => daily[day])),
          total: sumOf(others.flatMap((daily) => Object.values(daily))),
          overlapRunsToday: 0,
        };
      }),
    // Every exchange of a history is a whole one: what changed since an earlier one is not modelled.
    bases: () => called("bases", () => []),
    read: (exchange) => called("read", () => store.tables.exchanges.get(exchange)),
    unfinished: () =>
      called("unfinished", () => {
        const waiting = new Set(
          [...store.tables.outbox.values()]
            .filter((row) => !row.delivered)
            .map((row) => row.message.exchange),
        );
        return [...store.tables.exchanges.values()]
          .filter((state) => waiting.has(state.exchange) || !isEnded(state))
          .map((state) => state.exchange)
          .sort();
      }),
    nextUndelivered: (exchange) =>
      called("nextUndelivered", () => {
        let oldest: Message | undefined;
        for (const { message, delivered } of store.tables.outbox.values()) {
          if (delivered || message.exchange !== exchange) continue;
          if (oldest === undefined || message.number < oldest.number) oldest = message;
        }
        return oldest;
      }),
    delivered: async (exchange, number) => {
      const call = await machine.call("delivered");
      await store.transaction(async (draft) => {
        const row = draft.get("outbox", outboxKey(exchange, number));
        if (row !== undefined) draft.put("outbox", outboxKey(exchange, number), { ...row, delivered: true });
      });
      await call.done();
    },
  };
}

const isEnded = ({ step, standing }: ExchangeState): boolean => step === "done" || standing.kind === "halted";

type Daily = { readonly sent: number; readonly received: number };

const sumOf = (counts: readonly (Daily | undefined)[]): Daily => ({
  sent: counts.reduce((sum, each) => sum + (each?.sent ?? 0), 0),
  received: counts.reduce((sum, each) => sum + (each?.received ?? 0), 0),
});

export function ledgerStorage(draft: Draft): LedgerStorage {
  const size = () => draft.get("meta", "ledger") ?? 0;
  return {
    size: async () => size(),
    append: async (index, bytes, leafHash) => {
      if (index !== size()) throw new Error(`The next entry is ${size()}, not ${index}.`);
      draft.put("ledger", ordinal(index), { bytes, leafHash });
      draft.put("meta", "ledger", index + 1);
    },
    read: async (from, to) => {
      const read = [];
      for (let index = from; index < Math.min(to, size()); index++) {
        read.push(draft.get("ledger", ordinal(index))!);
      }
      return read;
    },
  };
}

async function recorded(
  ledger: Ledger,
  draft: Draft,
  state: ExchangeState,
  note: LedgerNote,
  at: string,
): Promise<void> {
  await ledger.append(entryOf(note, state, at), ledgerStorage(draft));
}

/** The ledger's entry for what the exchange notes: what a node writes, without the persons' tags. */
function entryOf(note: LedgerNote, state: ExchangeState, at: string): LedgerEntry {
  const place = { exchange: state.exchange, partner: state.partner, agreement: state.agreement, at };
  switch (note.kind) {
    case "proposal":
      return {
        kind: "exchange",
        event: note.proposer === state.self ? "proposed" : "accepted",
        ...place,
      };
    case "halt":
      return { kind: "exchange", event: "halted", code: note.code, ...place };
    case "snapshot":
      return { kind: "snapshot", persons: note.persons, commitment: note.commitment, ...place };
    case "refusal":
      return { kind: "refusal", code: note.code, ...place };
    case "decision":
      return note.what === "circuitBreakerOverridden"
        ? { kind: "exchange", event: "overridden", ...place }
        : {
            kind: "decision",
            subject: "link",
            outcome: note.what === "linkedAutomatically" ? "confirmed" : "waiting",
            decidedBy: "policy",
            count: note.count,
            ...place,
          };
    case "overlap":
      throw new Error("no agreement of a history has an overlap clause");
    case "disclosure":
    case "receipt":
      return {
        kind: note.kind,
        tier: note.flow,
        round: note.round,
        batch: note.index,
        persons: note.records,
        commitment: note.commitment,
        clauses: note.clauses,
        purpose: "deduplicationOfPersons",
        counts: Object.fromEntries(
          Object.entries(note.account).map(([attribute, line]) => [attribute, line.values]),
        ),
        ...place,
      };
  }
}
