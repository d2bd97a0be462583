import {
  putAgreementMessage,
  type Session,
  settleAgreementMessage,
  waitingAgreementMessages,
} from "@accord/registry";
import type { Logger } from "../log.ts";
import { partnerCard } from "../partner/partners.ts";
import type { PartnerClient } from "../transport/partner-client.ts";

/** A word for the partner's node: which door it goes to, and what it says. */
export interface AgreementLetter {
  readonly path: "/agreements" | "/agreements/events" | "/agreements/negotiation";
  readonly content: object;
}

interface CourierParts {
  readonly session: Session;
  readonly client: Pick<PartnerClient, "send">;
  readonly now: () => string;
  readonly log: Pick<Logger, "warn">;
  /** Called in the transaction in which a letter of a negotiation is settled: taken, or refused for good. */
  readonly onSettled: (
    transaction: Session,
    letter: { readonly id: string; readonly negotiation: string; readonly refused?: string },
  ) => Promise<void>;
}

/**
 * Carries words of agreements' lives to partners' nodes: each is kept in the store with what it follows from, and sent,
 * in order, until the partner took it or refused it for good. So a crash between keeping and sending loses nothing; what
 * is sent twice changes nothing at the other side.
 */
export class AgreementCourier {
  readonly #parts: CourierParts;
  readonly #carrying = new Map<string, Promise<boolean>>();

  constructor(parts: CourierParts) {
    this.#parts = parts;
  }

  /** Keeps a letter in the caller's transaction. `carry` sends it after. */
  async keep(
    transaction: Session,
    letter: AgreementLetter & {
      readonly id: string;
      readonly partner: string;
      readonly negotiation?: string;
    },
  ): Promise<void> {
    const { id, partner, negotiation, path, content } = letter;
    const createdAt = this.#parts.now();
    await putAgreementMessage(transaction, { id, partner, negotiation, body: { path, content }, createdAt });
  }

  /** Sends what waits for the partner, one after the other. Answers whether nothing waits any more. */
  async carry(partner: string): Promise<boolean> {
    const before = this.#carrying.get(partner) ?? Promise.resolve(true);
    const mine = before.then(() => this.#carryAll(partner));
    this.#carrying.set(
      partner,
      mine.catch(() => false),
    );
    return mine;
  }

  async carryAll(): Promise<void> {
    const waiting = await waitingAgreementMessages(this.#parts.session);
    for (const partner of new Set(waiting.map((message) => message.partner))) await this.carry(partner);
  }

  async #carryAll(partner: string): Promise<boolean> {
    const { session, client, now, log, onSettled } = this.#parts;
    const card = await partnerCard(session, partner);
    for (const message of await waitingAgreementMessages(session, partner)) {
      const { path, content } = message.body as AgreementLetter;
      let refused: string | undefined;
      if (card !== undefined) {
        const answer = await client.send(card, path, content);
        if (!answer.taken && !answer.refused) return false;
        if (answer.refused) {
          refused = answer.reason;
          log.warn({ partner, path, reason: answer.reason }, "partner refused a word");
        }
      }
      const { id, negotiation } = message;
      await session.transaction(async (transaction) => {
        await settleAgreementMessage(transaction, id, now());
        if (negotiation === undefined) return;
        await onSettled(transaction, { id, negotiation, ...(refused === undefined ? {} : { refused }) });
      });
    }
    return true;
  }
}
