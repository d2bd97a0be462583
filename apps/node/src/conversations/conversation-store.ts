import type {
  ConversationKind,
  ConversationMessage,
  ConversationState,
  ConversationStore,
} from "@accord/exchange";
import type { Ledger } from "@accord/ledger";
import {
  acknowledgeOutbox,
  dueConversations,
  pendingOutbox,
  personsBegunOn,
  putOutbox,
  readConversation,
  type Session,
  saveConversation,
  undeliveredConversations,
} from "@accord/registry";
import { type AgreementJudge, heldAgreement } from "../agreements/held-agreements.ts";
import { recordEntry } from "../ledger/record.ts";
import { conversationEntry, personsOfNote } from "./conversation-ledger.ts";

const messageId = (id: string, number: number): string => `${id}/${String(number).padStart(9, "0")}`;

/** Conversations of one kind in the node's store; state, outbox, ledger and registry change together or not at all. */
export function conversationStore<State extends ConversationState, Body>(
  kind: ConversationKind,
  session: Session,
  ledger: Ledger,
  judge: AgreementJudge,
): ConversationStore<Session, State, Body> {
  const read = async (from: Session, id: string): Promise<State | undefined> =>
    (await readConversation(from, kind, id))?.state as State | undefined;
  return {
    transaction: (work) => session.transaction(work),
    load: read,
    read: (id) => read(session, id),
    save: (transaction, state) =>
      saveConversation(transaction, {
        id: state.id,
        kind,
        agreementDigest: state.agreement,
        partner: state.partner,
        opener: state.opener,
        step: state.step,
        persons: state.persons,
        state,
        dueAt: state.waits?.overdue === false ? state.waits.until : undefined,
        beganAt: state.timeline[0]?.at ?? judge.now(),
        updatedAt: judge.now(),
      }),
    enqueue: (transaction, message) =>
      putOutbox(transaction, [
        {
          id: messageId(message.conversation, message.number),
          exchange: message.conversation,
          partner: message.to,
          body: Buffer.from(JSON.stringify(message)),
          createdAt: message.sentAt,
        },
      ]),
    record: async (transaction, state, held, note, at) => {
      const entry = conversationEntry(note, state, held.agreement.purpose, at);
      await recordEntry(ledger, transaction, entry, await personsOfNote(transaction, state, note));
    },
    agreement: (digest, transaction) => heldAgreement(transaction ?? session, judge, digest),
    personsOn: async (transaction, state, day) => {
      const { id, agreement, self, partner } = state;
      const begun = await personsBegunOn(transaction, { agreement, kind, day, except: id });
      return { own: begun.get(self) ?? 0, partner: begun.get(partner) ?? 0 };
    },
    undelivered: () => undeliveredConversations(session, kind),
    due: (at) => dueConversations(session, kind, at),
    nextUndelivered: async (id) => {
      const [oldest] = await pendingOutbox(session, { exchange: id, limit: 1 });
      return oldest === undefined
        ? undefined
        : (JSON.parse(Buffer.from(oldest.body).toString("utf8")) as ConversationMessage<Body>);
    },
    delivered: (id, number) => acknowledgeOutbox(session, messageId(id, number), judge.now()),
  };
}
