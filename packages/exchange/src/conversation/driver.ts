import { counterpartOf } from "@accord/agreement";
import { AccordError } from "@accord/vocabulary";
import type { HeldAgreement } from "../held-agreement.ts";
import { LIMITS } from "../limits.ts";
import type { Acceptance, ExchangeClock } from "../ports.ts";
import { Turns } from "../turns.ts";
import type {
  ConversationEvent,
  ConversationMachine,
  ConversationMessage,
  ConversationState,
} from "./conversation.ts";
import type { ConversationNetwork, ConversationStore, ConversationWork } from "./ports.ts";

export interface ConversationParts<Transaction, State extends ConversationState, Body, Act, Task, Result> {
  readonly self: string;
  readonly machine: ConversationMachine<State, Body, Act, Task, Result>;
  readonly store: ConversationStore<Transaction, State, Body>;
  readonly work: ConversationWork<Transaction, State, Task, Result>;
  readonly network: ConversationNetwork<Body>;
  readonly clock: ExchangeClock;
  readonly onFault?: (id: string, fault: unknown) => void;
}

/**
 * Carries out what a conversation's machine asks for, as the exchange's driver does: an event, the store's work that
 * follows from it, its ledger entries and its messages are one transaction; delivery comes after it and is asked for
 * again when the process starts anew. So a crash at any point loses nothing and does nothing twice.
 */
export class ConversationDriver<Transaction, State extends ConversationState, Body, Act, Task, Result> {
  readonly #parts: ConversationParts<Transaction, State, Body, Act, Task, Result>;
  readonly #turns = new Turns();
  readonly #delivering = new Map<string, Promise<void>>();
  readonly #deliverAgain = new Set<string>();
  #closed = false;

  constructor(parts: ConversationParts<Transaction, State, Body, Act, Task, Result>) {
    this.#parts = parts;
  }

  /**
   * Begins a conversation with an act of staff. What cannot be done throws, and nothing is kept then.
   * @throws AccordError `conversation.not_in_force`, `exchange.agreement_unknown`, and the machine's own
   */
  async open(options: {
    readonly id: string;
    readonly agreement: string;
    readonly act: Act;
  }): Promise<State> {
    const { self, clock, machine } = this.#parts;
    const held = await this.#held(options.agreement);
    if (!held.force.inForce) {
      throw new AccordError("conversation.not_in_force", held.force.reason, {
        where: held.force.code,
        remedy: "Have both parties sign an agreement that is valid today.",
      });
    }
    const fresh = machine.fresh({
      id: options.id,
      agreement: held.digest,
      self,
      partner: partnerIn(held, self),
      opener: self,
      at: clock.now(),
    });
    return this.#turns.take(options.id, () =>
      this.#apply(options.id, { kind: "act", act: options.act }, fresh),
    );
  }

  /** An act of staff in a conversation that is under way. */
  act(id: string, act: Act): Promise<State> {
    return this.#turns.take(id, () => this.#apply(id, { kind: "act", act }));
  }

  /** Takes a message whose sender the transport has proven. A repeated message is accepted again and changes nothing. */
  async receive(message: ConversationMessage<Body>): Promise<Acceptance> {
    const { self, store } = this.#parts;
    if (message.to !== self)
      return refused("conversation.misdirected", "the message is for another node", "Check the address.");
    return this.#turns.take(message.conversation, async () => {
      const standing = await store.read(message.conversation);
      if (standing !== undefined && standing.partner !== message.from)
        return refused("conversation.foreign", "the conversation is with another partner", "Begin your own.");
      const expected = standing?.nextReceived ?? 0;
      if (message.number < expected) return { kind: "accepted", received: expected };
      if (message.number > expected && standing !== undefined) return { kind: "outOfOrder", expected };
      const fresh = standing === undefined ? await this.#beginningOf(message) : undefined;
      if (fresh !== undefined && "kind" in fresh && fresh.kind === "refused") return fresh;
      try {
        await this.#apply(message.conversation, { kind: "message", message }, fresh as State | undefined);
        return { kind: "accepted", received: message.number + 1 };
      } catch (fault) {
        const { code, message: reason, remedy } = fault as Partial<AccordError>;
        if (!(fault instanceof AccordError) || mayPass(code ?? "")) throw fault;
        return refused(code ?? "conversation.fault", reason ?? "", remedy ?? "");
      }
    });
  }

  /** Sends what was not delivered, and tells conversations whose time has come. */
  async resumeAll(): Promise<void> {
    const { store, clock } = this.#parts;
    for (const id of await store.undelivered()) this.#deliver(id);
    for (const id of await store.due(clock.now())) {
      await this.#turns.take(id, () => this.#apply(id, { kind: "due" }));
    }
  }

  /** Resolves when nothing is under way in this process; for tests and for shutting down. */
  async settled(): Promise<void> {
    for (;;) {
      const underWay = [...this.#turns.underWay(), ...this.#delivering.values()];
      if (underWay.length === 0) return;
      await Promise.allSettled(underWay);
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.settled();
  }

  async #beginningOf(
    message: ConversationMessage<Body>,
  ): Promise<State | Extract<Acceptance, { kind: "refused" }>> {
    const { self, store, machine, clock } = this.#parts;
    const digest = machine.agreementOf(message.body);
    if (digest === undefined || message.number !== 0)
      return refused("conversation.unknown", "no such conversation is known here", "Begin it anew.");
    const held = await store.agreement(digest);
    if (held === undefined || counterpartOf(held.agreement, self)?.id !== message.from) {
      return refused(
        "conversation.agreement_unknown",
        "no agreement of that digest is held with this partner",
        "Exchange and sign the same agreement on both nodes.",
      );
    }
    if (!held.force.inForce) return refused(held.force.code, held.force.reason, "Sign an amended agreement.");
    return machine.fresh({
      id: message.conversation,
      agreement: held.digest,
      self,
      partner: message.from,
      opener: message.from,
      at: clock.now(),
    });
  }

  async #apply(id: string, event: ConversationEvent<Body, Act, Result>, fresh?: State): Promise<State> {
    const { store, work, clock, machine } = this.#parts;
    const state = await store.transaction(async (transaction) => {
      const loaded = await store.load(transaction, id);
      let current = loaded ?? fresh;
      if (current === undefined || (loaded !== undefined && fresh !== undefined)) {
        throw new AccordError(
          "conversation.unknown",
          "no such conversation is known here, or it began before",
          {
            where: id,
            remedy: "List them with `accord referral list` or `accord assistance list`.",
          },
        );
      }
      const held = await this.#held(current.agreement, transaction);
      const at = clock.now();
      const today = await store.personsOn(transaction, current, at.slice(0, 10));
      const alongside = held.alongside.filter((other) => other.inLife);
      const context = { agreement: held.agreement, alongside, force: held.force, at, today };
      const queue: ConversationEvent<Body, Act, Result>[] = [event];
      for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
        let number = current.nextSent;
        if (next.kind === "message") current = { ...current, nextReceived: current.nextReceived + 1 };
        const turn = machine.transition(current, next, context);
        current = turn.state;
        for (const effect of turn.effects) {
          if (effect.kind === "send") {
            const { kind, self, partner } = current;
            const { body } = effect;
            const sent = {
              kind,
              conversation: id,
              from: self,
              to: partner,
              number: number++,
              sentAt: at,
              body,
            };
            await store.enqueue(transaction, sent);
          } else if (effect.kind === "record") {
            await store.record(transaction, current, held, effect.note, at);
          } else {
            const result = await work(transaction, current, held, effect.task, at);
            queue.push({ kind: "result", result });
          }
        }
      }
      await store.save(transaction, current);
      return current;
    });
    this.#deliver(id);
    return state;
  }

  /** One delivery loop for each conversation; a message that is queued while it ends makes it begin again. */
  #deliver(id: string): void {
    if (this.#closed) return;
    if (this.#delivering.has(id)) {
      this.#deliverAgain.add(id);
      return;
    }
    const underWay = this.#deliverAll(id)
      .catch((fault: unknown) => this.#parts.onFault?.(id, fault)) // sent when the node starts anew
      .finally(() => {
        this.#delivering.delete(id);
        if (this.#deliverAgain.delete(id)) this.#deliver(id);
      });
    this.#delivering.set(id, underWay);
  }

  async #deliverAll(id: string): Promise<void> {
    const { store, network, clock } = this.#parts;
    let attempt = 0;
    while (!this.#closed) {
      const message = await store.nextUndelivered(id);
      if (message === undefined) return;
      const delivery = await network.deliver(message.to, message);
      if (delivery.kind === "accepted") {
        attempt = 0;
        await store.delivered(id, message.number);
      } else if (delivery.kind === "refused") {
        const { code } = delivery;
        await this.#turns.take(id, () => this.#apply(id, { kind: "undelivered", code }));
        await store.delivered(id, message.number);
      } else {
        attempt += 1;
        if (attempt >= LIMITS.deliveryAttempts) return; // again when the node next takes up what waits
        await clock.sleep(LIMITS.firstRetryMilliseconds * 2 ** (attempt - 1));
      }
    }
  }

  async #held(digest: string, transaction?: Transaction): Promise<HeldAgreement> {
    const held = await this.#parts.store.agreement(digest, transaction);
    if (held === undefined) {
      throw new AccordError("exchange.agreement_unknown", "no agreement of that digest is held here", {
        remedy: "List them with `accord agreement show`.",
      });
    }
    return held;
  }
}

/** The store is busy or gone, or the node's keys are sealed: the same message is taken later. */
const mayPass = (code: string): boolean => code.startsWith("store.") || code === "keys.sealed";

function partnerIn(held: HeldAgreement, self: string): string {
  const partner = counterpartOf(held.agreement, self);
  if (partner === undefined) {
    throw new AccordError("exchange.not_a_party", "this node is not a party of the agreement");
  }
  return partner.id;
}

function refused(code: string, reason: string, remedy: string): Extract<Acceptance, { kind: "refused" }> {
  return { kind: "refused", code, reason, remedy };
}
