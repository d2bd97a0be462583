import type { LedgerNote, Message } from "@accord/exchange";
import type { PlantedBug } from "./planted-bug.ts";

type Recorded = Parameters<
  NonNullable<Parameters<NonNullable<PlantedBug["wrapping"]>["store"] & object>[0]>["record"]
>;

/** Bugs of a store that keeps its contract almost. */
export const STORE_BUGS: readonly PlantedBug[] = [
  {
    name: "acknowledged before commit",
    what: "a transaction answers when its work is done, before it is on the disk",
    wrapping: {
      store: (port) => ({
        ...port,
        transaction: (work) =>
          new Promise((resolve, reject) => {
            port
              .transaction(async (draft) => {
                const result = await work(draft);
                resolve(result);
                return result;
              })
              .catch(reject);
          }),
      }),
    },
  },
  {
    name: "outbox forgotten",
    what: "messages are put into the outbox after the transaction that they follow from, not in it",
    wrapping: {
      store: (port) => {
        let waiting: Message[] = [];
        return {
          ...port,
          enqueue: async (_draft, message) => {
            waiting.push(message);
          },
          transaction: async (work) => {
            waiting = [];
            const result = await port.transaction(work);
            const messages = waiting;
            if (messages.length > 0) {
              await port.transaction(async (draft) => {
                for (const message of messages) await port.enqueue(draft, message);
              });
            }
            return result;
          },
        };
      },
    },
  },
  {
    name: "ledger after the fact",
    what: "ledger entries are written after the transaction that they tell of, not in it",
    wrapping: {
      store: (port) => {
        let waiting: Recorded[] = [];
        return {
          ...port,
          record: async (...told) => {
            waiting.push(told);
          },
          transaction: async (work) => {
            waiting = [];
            const result = await port.transaction(work);
            const notes = waiting;
            if (notes.length > 0) {
              await port.transaction(async (draft) => {
                for (const [, ...rest] of notes) await port.record(draft, ...rest);
              });
            }
            return result;
          },
        };
      },
    },
  },
  {
    name: "receipt in the ledger twice",
    what: "an entry of what was received is written for the message and again for its result",
    wrapping: {
      store: (port) => ({
        ...port,
        record: async (draft, state, held, note: LedgerNote, at) => {
          await port.record(draft, state, held, note, at);
          if (note.kind === "receipt" && note.index === 1) await port.record(draft, state, held, note, at);
        },
      }),
    },
  },
  {
    name: "revocation ignored",
    what: "an agreement that was in force when the process first read it is in force for ever",
    wrapping: {
      store: (port) => ({
        ...port,
        agreement: async (digest, draft) => {
          const held = await port.agreement(digest, draft);
          return held && { ...held, force: { inForce: true } };
        },
      }),
    },
  },
  {
    name: "ceiling for each exchange alone",
    what: "records that other exchanges sent on the day are not counted against the agreement's ceiling",
    wrapping: {
      store: (port) => ({
        ...port,
        recordsOn: async () => ({
          today: { sent: 0, received: 0 },
          total: { sent: 0, received: 0 },
          overlapRunsToday: 0,
        }),
      }),
    },
  },
  {
    name: "nothing taken up again",
    what: "a process that starts anew finds no exchange that is under way",
    wrapping: { store: (port) => ({ ...port, unfinished: async () => [] }) },
  },
];
