import type { Message } from "./protocol.ts";
import type { ExchangeState } from "./state.ts";

interface Lost {
  readonly code: string;
  readonly reason: string;
  readonly remedy: string;
}

const REMEDY =
  "Begin a new exchange: it finds the same persons again. Have both data-protection officers note that a node was restored from a backup.";

/** The partner has no more a message that it had taken: its node was restored, and the exchange cannot go on. */
export const PARTNER_RESTORED: Lost = {
  code: "exchange.partner_restored",
  reason: "the partner's node no longer holds messages that it had taken: it was restored from a backup",
  remedy: REMEDY,
};

/** The partner has messages that this node does not know of sending: this node was restored. */
export const OWN_RESTORED: Lost = {
  code: "exchange.restored",
  reason: "the partner holds messages that this node no longer knows of: it was restored from a backup",
  remedy: REMEDY,
};

/**
 * Nothing is under way here and nothing was told: the exchange waits for the partner's next message, which a partner that
 * was restored from a backup may never send. Then it is asked, so that no wait is for ever.
 */
export const waitsForPartner = ({ standing, step, working }: ExchangeState): boolean =>
  standing.kind === "running" && step !== "done" && working.length === 0;

/** Asks whether the partner is where this node thinks; it takes no number, and changes nothing where all is well. */
export const probeOf = (state: ExchangeState, at: string): Message => ({
  exchange: state.exchange,
  from: state.self,
  to: state.partner,
  number: state.nextSent,
  sentAt: at,
  body: { kind: "probe" },
});
