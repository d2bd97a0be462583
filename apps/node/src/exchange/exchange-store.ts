import {
  type ExchangeState,
  type ExchangeStore,
  type HeldAgreement,
  isOver,
  type Message,
} from "@accord/exchange";
import type { Ledger } from "@accord/ledger";
import {
  acknowledgeOutbox,
  basesWith,
  exchangesWithOutbox,
  listExchanges,
  pendingOutbox,
  putOutbox,
  readExchange,
  type Session,
  saveExchange,
} from "@accord/registry";
import { type AgreementJudge, heldAgreement } from "../agreements/held-agreements.ts";
import { entryOf } from "../ledger/node-ledger.ts";
import { personsConcerned } from "../ledger/persons-concerned.ts";
import { recordEntry } from "../ledger/record.ts";

const messageId = (exchange: string, number: number): string =>
  `${exchange}/${String(number).padStart(9, "0")}`;

/** Exchanges in the node's store; state, outbox, ledger and registry change together or not at all. */
export function exchangeStore(
  session: Session,
  ledger: Ledger,
  judge: AgreementJudge,
): ExchangeStore<Session> {
  const read = async (from: Session, exchange: string): Promise<ExchangeState | undefined> =>
    (await readExchange(from, exchange))?.state as ExchangeState | undefined;

  return {
    transaction: (work) => session.transaction(work),
    load: read,
    read: (exchange) => read(session, exchange),
    save: async (transaction, state) => {
      const began = state.timeline[0]?.at ?? judge.now();
      await saveExchange(transaction, {
        id: state.exchange,
        agreementDigest: state.agreement,
        partner: state.partner,
        role: state.matcher === state.self ? "matcher" : "supplier",
        step: state.step,
        state,
        createdAt: began,
        updatedAt: judge.now(),
      });
    },
    enqueue: (transaction, message) =>
      putOutbox(transaction, [
        {
          id: messageId(message.exchange, message.number),
          exchange: message.exchange,
          partner: message.to,
          body: Buffer.from(JSON.stringify(message)),
          createdAt: message.sentAt,
        },
      ]),
    record: async (transaction, state, held, note, at) => {
      const entry = entryOf(note, state, held.agreement.purpose, at);
      await recordEntry(ledger, transaction, entry, await personsConcerned(transaction, state, note));
    },
    agreement: (digest, transaction): Promise<HeldAgreement | undefined> =>
      heldAgreement(transaction ?? session, judge, digest),
    recordsOn: async (transaction, { exchange, agreement }, day) => {
      const states = (await listExchanges(transaction))
        .filter((row) => row.id !== exchange && row.agreementDigest === agreement)
        .map((row) => row.state as ExchangeState);
      const others = states.map((state) => state.daily);
      const overlapRunsToday = states.filter((state) => state.overlap?.day === day).length;
      const ever = others.flatMap((daily) => Object.values(daily));
      return { today: sumOf(others.map((daily) => daily[day])), total: sumOf(ever), overlapRunsToday };
    },
    bases: async (transaction, { partner, agreement }) =>
      (await basesWith(transaction, { partner, agreement })).map(({ exchange }) => exchange),
    unfinished: async () => {
      const rows = await listExchanges(session);
      const waiting = await exchangesWithOutbox(session);
      return rows
        .filter(({ id, state }) => waiting.has(id) || !isOver(state as ExchangeState))
        .map((row) => row.id);
    },
    nextUndelivered: async (exchange, after) => {
      const beyond = after === undefined ? {} : { after: messageId(exchange, after) };
      const [oldest] = await pendingOutbox(session, { exchange, limit: 1, ...beyond });
      return oldest === undefined
        ? undefined
        : (JSON.parse(Buffer.from(oldest.body).toString("utf8")) as Message);
    },
    delivered: (exchange, number) => acknowledgeOutbox(session, messageId(exchange, number), judge.now()),
  };
}

type Daily = ExchangeState["daily"][string];

function sumOf(counts: readonly (Daily | undefined)[]): Daily {
  return counts.reduce<Daily>(
    (sum, each) => ({
      sent: sum.sent + (each?.sent ?? 0),
      received: sum.received + (each?.received ?? 0),
    }),
    { sent: 0, received: 0 },
  );
}
