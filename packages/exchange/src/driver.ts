import { counterpartOf } from "@accord/agreement";
import { AccordError } from "@accord/vocabulary";
import type { ExchangeEvent } from "./events.ts";
import type { HeldAgreement } from "./held-agreement.ts";
import { LIMITS } from "./limits.ts";
import { OWN_RESTORED, PARTNER_RESTORED, probeOf, waitsForPartner } from "./lost-track.ts";
import { transition } from "./machine.ts";
import type {
  Acceptance,
  Delivery,
  ExchangeClock,
  ExchangeNetwork,
  ExchangeStore,
  ExchangeWork,
  Progress,
} from "./ports.ts";
import type { Message } from "./protocol.ts";
import { type ExchangeState, newExchange } from "./state.ts";
import type { BackgroundTask } from "./tasks.ts";
import { Turns } from "./turns.ts";

export interface DriverParts<Transaction> {
  readonly self: string;
  readonly store: ExchangeStore<Transaction>;
  readonly work: ExchangeWork<Transaction>;
  readonly network: ExchangeNetwork;
  readonly clock: ExchangeClock;
  /** Suites under which this node opens sealed messages, the preferred first. */
  readonly suites: readonly string[];
  /** Called after each transition is stored; for progress on screens, and for tests that kill the process. */
  readonly onTransition?: (state: ExchangeState) => void;
  readonly onProgress?: (progress: Progress) => void;
  /** Called with what went wrong outside any caller's reach: delivery that the store failed, work that threw. */
  readonly onFault?: (exchange: string, fault: unknown) => void;
  /** Called when an exchange waits for a partner that does not answer. */
  readonly onUnreachable?: (state: ExchangeState, reason: string) => void;
}

/**
 * Carries out what the state machine asks for: each event, the store's work that follows from it and the messages
 * that come of it are one transaction; long work and delivery come after it and are asked for again when the process
 * starts anew. So a crash at any point loses nothing and does nothing twice.
 */
export class ExchangeDriver<Transaction> {
  readonly #parts: DriverParts<Transaction>;
  readonly #turns = new Turns();
  readonly #working = new Map<string, Promise<void>>();
  readonly #sendAgain = new Set<string>();
  readonly #delivering = new Map<string, Promise<void>>();
  readonly #deliverAgain = new Set<string>();
  readonly #ahead = new Map<string, Ahead>();
  readonly #preparing = new Set<Promise<void>>();
  /** Ends the wait of a delivery loop between two attempts. */
  readonly #wake = new Map<string, () => void>();
  #closed = false;

  constructor(parts: DriverParts<Transaction>) {
    this.#parts = parts;
  }

  /** Begins an exchange under an agreement in force. Throws `exchange.not_in_force` and `exchange.agreement_unknown`. */
  async propose(options: {
    exchange: string;
    agreement: string;
    /** Everything is compared and sent anew, whatever exchanges were finished before. */
    whole?: boolean;
  }): Promise<ExchangeState> {
    const held = await this.#held(options.agreement);
    if (!held.force.inForce) {
      throw new AccordError("exchange.not_in_force", held.force.reason, {
        remedy: "Have both parties sign an agreement that is valid today.",
      });
    }
    const fresh = newExchange({
      exchange: options.exchange,
      agreement: held.digest,
      self: this.#parts.self,
      partner: partnerIn(held, this.#parts.self),
      proposer: this.#parts.self,
      matcher: held.agreement.matching.by,
      fromBase: options.whole !== true,
      at: this.#parts.clock.now(),
    });
    return this.#handle(options.exchange, { kind: "propose" }, fresh);
  }

  /**
   * Takes a message whose sender the transport has proven. A repeated message is accepted again and changes nothing.
   * `sealedWith` is the suite under which it came: one that is not the exchange's is refused, once that is agreed.
   */
  async receive(message: Message, sealedWith: string): Promise<Acceptance> {
    const { self, store } = this.#parts;
    if (message.to !== self)
      return refused(
        "exchange.misdirected",
        "the message is for another node",
        "Check the partner's address.",
      );
    const standing = await store.read(message.exchange);
    let fresh: ExchangeState | undefined;
    if (standing === undefined) {
      if (message.body.kind !== "hello" || message.number !== 0) {
        return refused("exchange.unknown", "no such exchange is known here", "Begin with hello.");
      }
      const held = await store.agreement(message.body.agreement);
      if (held === undefined || partnerIn(held, self) !== message.from) {
        return refused(
          "exchange.agreement_unknown",
          "no agreement of that digest is held with this partner",
          "Exchange and sign the same agreement on both nodes.",
        );
      }
      if (!held.force.inForce)
        return refused(held.force.code, held.force.reason, "Sign an amended agreement.");
      fresh = newExchange({
        exchange: message.exchange,
        agreement: held.digest,
        self,
        partner: message.from,
        proposer: message.from,
        matcher: held.agreement.matching.by,
        at: this.#parts.clock.now(),
      });
    } else if (standing.partner !== message.from) {
      return refused(
        "exchange.foreign",
        "the exchange is with another partner",
        "Begin an exchange of your own.",
      );
    }
    return this.#turns.take(message.exchange, async () => {
      const state = (await store.read(message.exchange)) ?? fresh;
      if (state === undefined)
        return refused("exchange.unknown", "no such exchange is known here", "Begin with hello.");
      if (state.suite !== undefined && message.number > 0 && sealedWith !== state.suite) {
        return refused(
          "exchange.suite_mismatch",
          "the message is sealed with another suite than the hello agreed on",
          "Bring both nodes to the same version, then begin a new exchange.",
        );
      }
      const accepted: Acceptance = { kind: "accepted", received: state.nextReceived };
      if (message.body.kind === "probe" && state.standing.kind === "halted") {
        const { code, reason, remedy } = state.standing;
        return refused(code, reason, remedy);
      }
      if (message.number < state.nextReceived) return accepted;
      // Whatever still comes to an exchange that has ended here, such as the partner's word that it ended there, is left.
      if (state.standing.kind === "halted" && message.number > state.nextReceived) return accepted;
      if (message.number > state.nextReceived) return { kind: "outOfOrder", expected: state.nextReceived };
      if (message.body.kind === "probe") return accepted;
      try {
        const { nextReceived } = await this.#apply(message.exchange, { kind: "message", message }, fresh);
        return { kind: "accepted", received: nextReceived };
      } catch (fault) {
        return this.#haltOn(fault, message.exchange, fresh);
      }
    });
  }

  /** Tells an exchange that adjudicators decided waiting pairs. */
  adjudicated(exchange: string): Promise<ExchangeState> {
    return this.#handle(exchange, { kind: "adjudicated" });
  }

  /** Lets pass what the circuit breaker holds; who did and why stays on the exchange. */
  override(exchange: string, by: string, reason: string): Promise<ExchangeState> {
    return this.#handle(exchange, { kind: "override", by, reason });
  }

  halt(exchange: string, reason: { code: string; reason: string; remedy: string }): Promise<ExchangeState> {
    return this.#handle(exchange, { kind: "halt", ...reason });
  }

  /** Takes up whatever was under way: long work is asked for again, undelivered messages are sent. */
  async resume(exchange: string): Promise<void> {
    const state = await this.#parts.store.read(exchange);
    if (state === undefined)
      throw new AccordError("exchange.unknown", "no such exchange is known here", {
        remedy: "List them with `accord exchange status`.",
      });
    if (state.standing.kind !== "halted") for (const task of state.working) this.#begin(state, task);
    this.#wake.get(exchange)?.();
    this.#deliver(exchange);
    if (waitsForPartner(state)) this.#ask(state);
  }

  async resumeAll(): Promise<void> {
    for (const exchange of await this.#parts.store.unfinished()) await this.resume(exchange);
  }

  /** Resolves when nothing is under way in this process; for tests and for shutting down. */
  async settled(): Promise<void> {
    for (;;) {
      const underWay = [
        ...this.#turns.underWay(),
        ...this.#working.values(),
        ...this.#delivering.values(),
        ...this.#preparing,
      ];
      if (underWay.length === 0) return;
      await Promise.allSettled(underWay);
    }
  }

  /** Begins no further work or delivery; what is under way ends. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.settled();
  }

  /** What failed while a message was handled fails again when it is repeated, unless it was the store. */
  async #haltOn(fault: unknown, exchange: string, fresh: ExchangeState | undefined): Promise<Acceptance> {
    const { code, message, remedy } = faultOf(fault);
    if (mayPass(code)) throw fault;
    this.#parts.onFault?.(exchange, fault);
    await this.#apply(exchange, { kind: "halt", code, reason: message, remedy }, fresh);
    return refused(code, message, remedy);
  }

  #handle(exchange: string, event: ExchangeEvent, fresh?: ExchangeState): Promise<ExchangeState> {
    return this.#turns.take(exchange, () => this.#apply(exchange, event, fresh));
  }

  async #apply(exchange: string, event: ExchangeEvent, fresh?: ExchangeState): Promise<ExchangeState> {
    const { store, work, clock } = this.#parts;
    const begun: BackgroundTask[] = [];
    const states: ExchangeState[] = [];
    const state = await store.transaction(async (transaction) => {
      begun.length = 0;
      states.length = 0;
      let current = (await store.load(transaction, exchange)) ?? fresh;
      if (current === undefined) throw new AccordError("exchange.unknown", "no such exchange is known here");
      const held = await this.#held(current.agreement, transaction);
      const at = clock.now();
      const { today, total, overlapRunsToday } = await store.recordsOn(transaction, current, at.slice(0, 10));
      const bases = current.step === "hello" ? await store.bases(transaction, current) : [];
      const queue: ExchangeEvent[] = [event];
      for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
        let number = current.nextSent;
        const turn = transition(current, next, {
          agreement: held.agreement,
          alongside: held.alongside,
          force: held.force,
          at,
          today,
          total,
          overlapRunsToday,
          suites: this.#parts.suites,
          bases,
          window: this.#parts.network.window?.(current.partner) ?? LIMITS.batchesUnderWay,
        });
        current = turn.state;
        states.push(current);
        for (const effect of turn.effects) {
          switch (effect.kind) {
            case "send":
              await store.enqueue(transaction, {
                exchange,
                from: current.self,
                to: current.partner,
                number: number++,
                sentAt: at,
                body: effect.body,
              });
              break;
            case "store":
              queue.push({
                kind: "result",
                result: await work.perform(transaction, current, held, effect.task, at),
              });
              break;
            case "work":
              begun.push(effect.task);
              break;
            case "record":
              await store.record(transaction, current, held, effect.note, at);
              break;
          }
        }
      }
      await store.save(transaction, current);
      return current;
    });
    for (const each of states) this.#parts.onTransition?.(each);
    for (const task of begun)
      if (state.working.some((other) => other.kind === task.kind)) this.#begin(state, task);
    this.#deliver(exchange);
    return state;
  }

  #begin(state: ExchangeState, task: BackgroundTask): void {
    const key = `${state.exchange} ${task.kind}`;
    if (this.#closed) return;
    if (this.#working.has(key)) {
      // It was asked for anew by what it came to itself, or by an event meanwhile.
      if (task.kind === "send") this.#sendAgain.add(key);
      return;
    }
    const underWay = this.#work(state, task)
      .catch((fault: unknown) => this.#parts.onFault?.(state.exchange, fault)) // asked for again on resume
      .finally(() => {
        this.#working.delete(key);
        if (this.#sendAgain.delete(key)) this.#begin(state, task);
      });
    this.#working.set(key, underWay);
  }

  async #work(state: ExchangeState, task: BackgroundTask): Promise<void> {
    const tell = (progress: Progress) => this.#parts.onProgress?.(progress);
    try {
      if (task.kind === "send") {
        await this.#handle(state.exchange, { kind: "result", result: task });
        return;
      }
      const result = await this.#parts.work.work(state, await this.#held(state.agreement), task, tell);
      await this.#handle(state.exchange, { kind: "result", result });
    } catch (error) {
      if (this.#closed) return;
      this.#parts.onFault?.(state.exchange, error);
      const { code, message, remedy } = faultOf(error);
      if (mayPass(code)) return; // asked for again on resume
      await this.#handle(state.exchange, { kind: "halt", code, reason: message, remedy });
    }
  }

  /** One delivery loop for each exchange; a message that is queued while it ends makes it begin again. */
  #deliver(exchange: string): void {
    if (this.#closed) return;
    if (this.#delivering.has(exchange)) {
      this.#deliverAgain.add(exchange);
      this.#prepareAhead(exchange);
      return;
    }
    const underWay = this.#deliverAll(exchange)
      .catch((fault: unknown) => this.#parts.onFault?.(exchange, fault)) // sent when the node starts anew
      .finally(() => {
        this.#delivering.delete(exchange);
        this.#ahead.delete(exchange);
        if (this.#deliverAgain.delete(exchange)) this.#deliver(exchange);
      });
    this.#delivering.set(exchange, underWay);
  }

  async #deliverAll(exchange: string): Promise<void> {
    const { store, network, clock } = this.#parts;
    let attempt = 0;
    let suite: string | undefined;
    while (!this.#closed) {
      const message = await store.nextUndelivered(exchange);
      if (message === undefined) return;
      suite ??= (await store.read(exchange))?.suite;
      this.#startAhead(exchange, message.number, suite);
      const delivery = await network.deliver(message.to, await this.#leaving(message), suite);
      if (await this.#lostTrack(exchange, delivery)) {
        await store.delivered(exchange, message.number);
        continue;
      }
      switch (delivery.kind) {
        case "accepted":
          attempt = 0;
          await store.delivered(exchange, message.number);
          break;
        case "refused":
          await store.delivered(exchange, message.number);
          await this.#handle(exchange, {
            kind: "halt",
            code: delivery.code,
            reason: delivery.reason,
            remedy:
              "The partner's node refused the message: settle it with the partner, then begin a new exchange.",
          });
          break;
        case "outOfOrder":
        case "unreachable": {
          attempt += 1;
          const state = await store.read(exchange);
          const reason = delivery.kind === "outOfOrder" ? EARLIER_EXPECTED : delivery.reason;
          if (state !== undefined) this.#parts.onUnreachable?.(state, reason);
          if (attempt >= LIMITS.deliveryAttempts) return;
          await Promise.race([
            clock.sleep(LIMITS.firstRetryMilliseconds * 2 ** (attempt - 1)),
            new Promise<void>((resolve) => this.#wake.set(exchange, resolve)),
          ]);
          this.#wake.delete(exchange);
          break;
        }
      }
    }
  }

  /** One question at a time; what comes of it is the partner's word that it goes on, or why it does not. */
  #ask(state: ExchangeState): void {
    const { exchange, partner } = state;
    const { network, store, clock } = this.#parts;
    const key = `${exchange} ask`;
    if (this.#closed || network.ask === undefined || this.#working.has(key)) return;
    const asked = async () => {
      if ((await store.nextUndelivered(exchange)) !== undefined) return;
      const answer = await network.ask?.(partner, probeOf(state, clock.now()), state.suite);
      if (answer === undefined || (await this.#lostTrack(exchange, answer))) return;
      if (answer.kind === "unreachable") this.#parts.onUnreachable?.(state, answer.reason);
      if (answer.kind !== "refused") return;
      const remedy = "The partner's node does not go on with the exchange: settle it, then begin a new one.";
      await this.#handle(exchange, { kind: "halt", code: answer.code, reason: answer.reason, remedy });
    };
    const underWay = asked()
      .catch((fault: unknown) => this.#parts.onFault?.(exchange, fault)) // asked again on the next resume
      .finally(() => this.#working.delete(key));
    this.#working.set(key, underWay);
  }

  /** Whether an answer shows that one of the two nodes was set back to an earlier time; the exchange has ended then. */
  async #lostTrack(exchange: string, answer: Delivery): Promise<boolean> {
    const { store } = this.#parts;
    const state = await store.read(exchange);
    if (state === undefined) return false;
    const oldest = (await store.nextUndelivered(exchange))?.number ?? state.nextSent;
    const behind = answer.kind === "accepted" && (answer.received ?? 0) > state.nextSent;
    const partnerBehind = answer.kind === "outOfOrder" && answer.expected < oldest;
    if (!behind && !partnerBehind) return false;
    await this.#handle(exchange, { kind: "halt", ...(behind ? OWN_RESTORED : PARTNER_RESTORED) });
    return true;
  }

  /** Messages after the one whose turn it is are brought over ahead of theirs, where the transport can. */
  #startAhead(exchange: string, current: number, suite: string | undefined): void {
    if (this.#parts.network.prepare === undefined || suite === undefined) return;
    const ahead = this.#ahead.get(exchange) ?? { suite, current, upTo: current, reading: false };
    ahead.current = current;
    ahead.upTo = Math.max(ahead.upTo, current);
    this.#ahead.set(exchange, ahead);
    this.#prepareAhead(exchange);
  }

  #prepareAhead(exchange: string): void {
    const ahead = this.#ahead.get(exchange);
    if (ahead === undefined || ahead.reading || this.#closed) return;
    ahead.reading = true;
    this.#inBackground(
      this.#fillAhead(exchange, ahead)
        .catch((fault: unknown) => this.#parts.onFault?.(exchange, fault)) // brought over when its turn comes
        .finally(() => {
          ahead.reading = false;
        }),
    );
  }

  async #fillAhead(exchange: string, ahead: Ahead): Promise<void> {
    const { store, network } = this.#parts;
    while (ahead.upTo < ahead.current + LIMITS.messagesAhead && !this.#closed) {
      const message = await store.nextUndelivered(exchange, ahead.upTo);
      if (message === undefined) return;
      ahead.upTo = message.number;
      const leaving = await this.#leaving(message);
      const prepared = network.prepare?.(message.to, leaving, ahead.suite);
      // Where it fails, `deliver` tries it again and says why.
      if (prepared !== undefined) this.#inBackground(prepared.catch(() => undefined));
    }
  }

  #inBackground(work: Promise<void>): void {
    this.#preparing.add(work);
    void work.finally(() => this.#preparing.delete(work));
  }

  /**
   * The message as it may leave now. A batch that waits while the exchange ends, or while its agreement ceases to be in
   * force, stays here: a word without content takes its number, so that the partner hears the rest in order.
   */
  async #leaving(message: Message): Promise<Message> {
    if (message.body.kind !== "batch") return message;
    const state = await this.#parts.store.read(message.exchange);
    if (state === undefined) return message;
    const { force } = await this.#held(state.agreement);
    if (force.inForce && state.standing.kind !== "halted") return message;
    if (!force.inForce && state.standing.kind !== "halted") {
      const remedy = "Sign an amended agreement, then begin a new exchange.";
      await this.#handle(message.exchange, { kind: "halt", code: force.code, reason: force.reason, remedy });
    }
    return { ...message, body: { kind: "withdrawn" } };
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

const EARLIER_EXPECTED = "the partner's node expects an earlier message";

/** What is brought over ahead of its turn: whose turn it is, and up to which message others were begun. */
interface Ahead {
  readonly suite: string;
  current: number;
  upTo: number;
  reading: boolean;
}

/**
 * Nothing is wrong with the exchange, which goes on when the store answers again (a disk was full, a connection lost), or
 * when the node's sealed keys are opened.
 */
const mayPass = (code: string): boolean => code.startsWith("store.") || code === "keys.sealed";

function partnerIn(held: HeldAgreement, self: string): string {
  const partner = counterpartOf(held.agreement, self);
  if (partner === undefined) {
    throw new AccordError("exchange.not_a_party", "this node is not a party of the agreement");
  }
  return partner.id;
}

/** Code, message and remedy of an error of this family (other rooms have classes of the same shape), or of a fault. */
function faultOf(fault: unknown): { code: string; message: string; remedy: string } {
  const remedy = "Read the node's log for this exchange, mend the cause, and begin a new exchange.";
  const { code, message, remedy: told } = fault as { code?: unknown; message?: unknown; remedy?: unknown };
  if (typeof code === "string" && code.includes(".") && typeof message === "string") {
    return { code, message, remedy: typeof told === "string" ? told : remedy };
  }
  return { code: "exchange.fault", message: "the node met a fault while it handled a step", remedy };
}

function refused(code: string, reason: string, remedy: string): Acceptance {
  return { kind: "refused", code, reason, remedy };
}
