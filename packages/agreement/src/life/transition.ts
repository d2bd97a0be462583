import { createHash } from "node:crypto";
import { AccordError } from "@accord/vocabulary";
import { DSP_CONTEXT, digestOfUrn, type NegotiationMessage, urnOf } from "./message.ts";
import type {
  NegotiatedVersion,
  Negotiation,
  NegotiationEffect,
  NegotiationEvent,
  NegotiationState,
} from "./negotiation.ts";

export interface NegotiationTurn {
  readonly negotiation: Negotiation;
  readonly effects: readonly NegotiationEffect[];
}

/** Time and identifiers are handed in, so that the same turn gives the same message. */
export interface TurnContext {
  /** ISO 8601 in UTC. */
  readonly at: string;
  /** A fresh `urn:uuid:` each time. */
  readonly newId: () => string;
}

/** Most versions that are exchanged in one negotiation. */
const MAXIMUM_VERSIONS = 50;

/** A negotiation that staff begin here: this side is its consumer. */
export function newNegotiation(
  parties: { self: string; partner: string },
  context: TurnContext,
): Negotiation {
  const id = context.newId();
  return {
    id,
    ...parties,
    role: "consumer",
    consumerPid: id,
    providerPid: undefined,
    state: "REQUESTING",
    versions: [],
    signedHere: false,
    taken: [],
  };
}

/** A negotiation that the partner's first message begins: this side is its provider. */
export function newAnswer(
  parties: { self: string; partner: string },
  first: NegotiationMessage,
  context: TurnContext,
): Negotiation {
  const id = context.newId();
  return {
    id,
    ...parties,
    role: "provider",
    consumerPid: first.consumerPid,
    providerPid: id,
    state: "REQUESTED",
    versions: [],
    signedHere: false,
    taken: [],
  };
}

/**
 * One step of a negotiation: pure. A message that came before changes nothing; one that does not fit the state is refused
 * and changes nothing either.
 * @throws AccordError `agreement.negotiation_state` (not now), `agreement.negotiation_other` (of another process),
 * `agreement.version_changed` (the text is not what its digest says, or the version is not the one on the table)
 */
export function transition(
  negotiation: Negotiation,
  event: NegotiationEvent,
  context: TurnContext,
): NegotiationTurn {
  switch (event.kind) {
    case "propose":
      return propose(negotiation, event, context);
    case "accept":
      must(negotiation, "consumer", ["OFFERED"], "accept");
      return say(negotiation, "ACCEPTING", context, {
        "@type": "ContractNegotiationEventMessage",
        eventType: "ACCEPTED",
        offer: offerOf(standing(negotiation).digest),
      });
    case "signed":
      return signed(negotiation, event, context);
    case "terminate":
      return terminate(negotiation, event, context);
    case "delivered":
      // An older message's news: the partner has answered it meanwhile, and another is on its way.
      if (negotiation.pending !== event.id) return still(negotiation);
      return still({ ...negotiation, state: after(negotiation.state), pending: undefined });
    case "refused":
      if (negotiation.pending !== event.id) return still(negotiation);
      return still({
        ...negotiation,
        state: "TERMINATED",
        pending: undefined,
        ended: { by: negotiation.partner, code: "agreement.refused", reason: event.reason },
      });
    case "message":
      return heard(negotiation, event.message, context);
  }
}

function propose(
  negotiation: Negotiation,
  { digest, document }: Extract<NegotiationEvent, { kind: "propose" }>,
  context: TurnContext,
): NegotiationTurn {
  const consumer = negotiation.role === "consumer";
  if (negotiation.versions.length > 0) {
    must(negotiation, negotiation.role, consumer ? ["OFFERED"] : ["REQUESTED"], "counter-propose");
  }
  const next = withVersion(negotiation, { digest, by: negotiation.self, at: context.at });
  const turn = say(next, consumer ? "REQUESTING" : "OFFERING", context, {
    "@type": consumer ? "ContractRequestMessage" : "ContractOfferMessage",
    offer: offerOf(digest),
    accord: { document },
  } as Said);
  return {
    ...turn,
    effects: [
      { kind: "keepVersion", digest, document },
      { kind: "record", event: stepOf(negotiation), digest, by: negotiation.self },
      ...turn.effects,
    ],
  };
}

function signed(
  negotiation: Negotiation,
  { digest, signed: document }: Extract<NegotiationEvent, { kind: "signed" }>,
  context: TurnContext,
): NegotiationTurn {
  if (standing(negotiation).digest !== digest) throw versionChanged("the version that was signed");
  const next = { ...negotiation, signedHere: true };
  const record: NegotiationEffect = { kind: "record", event: "signed", digest, by: negotiation.self };
  const { role, state } = negotiation;
  if (role === "provider" && (state === "REQUESTED" || state === "ACCEPTED")) {
    const turn = say(next, "AGREEING", context, {
      "@type": "ContractAgreementMessage",
      agreement: { "@type": "Agreement", "@id": urnOf(digest) },
      accord: { signed: document },
    });
    return { ...turn, effects: [record, ...turn.effects] };
  }
  if (role === "consumer" && state === "AGREED") {
    const turn = verify(next, document, context);
    return { ...turn, effects: [record, ...turn.effects] };
  }
  if (role === "consumer" && state === "OFFERED") {
    const turn = transition(next, { kind: "accept" }, context);
    return { ...turn, effects: [record, ...turn.effects] };
  }
  // Signed before the partner has answered: it is sent when the partner's signature is here.
  if (isOpen(state)) return { negotiation: next, effects: [record] };
  throw notNow(negotiation, "sign");
}

function terminate(
  negotiation: Negotiation,
  { code, reason }: Extract<NegotiationEvent, { kind: "terminate" }>,
  context: TurnContext,
): NegotiationTurn {
  if (!isOpen(negotiation.state)) throw notNow(negotiation, "terminate");
  const ended = { by: negotiation.self, code, reason };
  const turn = say({ ...negotiation, ended }, "TERMINATING", context, {
    "@type": "ContractNegotiationTerminationMessage",
    code,
    reason: [reason],
  });
  const { digest } = standing(negotiation);
  const record: NegotiationEffect = { kind: "record", event: "terminated", digest, by: negotiation.self };
  return { ...turn, effects: [record, ...turn.effects] };
}

function heard(negotiation: Negotiation, message: NegotiationMessage, context: TurnContext): NegotiationTurn {
  if (negotiation.taken.includes(message["@id"])) return still(negotiation);
  if (
    message.consumerPid !== negotiation.consumerPid ||
    (message.providerPid !== undefined &&
      negotiation.providerPid !== undefined &&
      message.providerPid !== negotiation.providerPid)
  ) {
    throw new AccordError("agreement.negotiation_other", "The message is of another negotiation.", {
      where: "consumerPid",
      remedy: "Answer with the process ids that the negotiation began with.",
    });
  }
  const taken = {
    ...negotiation,
    taken: [...negotiation.taken, message["@id"]],
    providerPid: negotiation.providerPid ?? message.providerPid,
  };
  switch (message["@type"]) {
    case "ContractRequestMessage":
      must(
        negotiation,
        "provider",
        negotiation.versions.length === 0 ? ["REQUESTED"] : ["OFFERED", "OFFERING"],
        "ask",
      );
      return put(taken, "REQUESTED", message, context);
    case "ContractOfferMessage":
      must(negotiation, "consumer", ["REQUESTED", "REQUESTING"], "offer");
      return put(taken, "OFFERED", message, context);
    case "ContractNegotiationEventMessage":
      return onEvent(taken, message, context);
    case "ContractAgreementMessage": {
      must(negotiation, "consumer", ["REQUESTED", "REQUESTING", "ACCEPTED", "ACCEPTING"], "agree");
      const digest = onTable(negotiation, digestOfUrn(message.agreement["@id"]));
      const keep: NegotiationEffect = {
        kind: "keepSigned",
        digest,
        by: negotiation.partner,
        signed: message.accord.signed,
      };
      return { negotiation: { ...taken, state: "AGREED" }, effects: [keep] };
    }
    case "ContractAgreementVerificationMessage": {
      must(negotiation, "provider", ["AGREED", "AGREEING"], "verify");
      const { digest } = standing(negotiation);
      const turn = say({ ...taken, state: "VERIFIED" }, "FINALIZING", context, {
        "@type": "ContractNegotiationEventMessage",
        eventType: "FINALIZED",
        offer: offerOf(digest),
      });
      const keep: NegotiationEffect = {
        kind: "keepSigned",
        digest,
        by: negotiation.partner,
        signed: message.accord.signed,
      };
      return { ...turn, effects: [keep, ...turn.effects] };
    }
    case "ContractNegotiationTerminationMessage": {
      if (!isOpen(negotiation.state)) throw notNow(negotiation, "terminate");
      const ended = { by: negotiation.partner, code: message.code, reason: message.reason.join(" ") };
      const { digest } = standing(negotiation);
      return {
        negotiation: { ...taken, state: "TERMINATED", ended },
        effects: [{ kind: "record", event: "terminated", digest, by: negotiation.partner }],
      };
    }
  }
}

function onEvent(
  negotiation: Negotiation,
  { eventType, offer }: Extract<NegotiationMessage, { "@type": "ContractNegotiationEventMessage" }>,
  _context: TurnContext,
): NegotiationTurn {
  onTable(negotiation, digestOfUrn(offer["@id"]));
  if (eventType === "ACCEPTED") {
    must(negotiation, "provider", ["OFFERED", "OFFERING"], "accept");
    return still({ ...negotiation, state: "ACCEPTED" });
  }
  must(negotiation, "consumer", ["VERIFIED", "VERIFYING"], "finalize");
  return still({ ...negotiation, state: "FINALIZED" });
}

/** A version that the partner puts on the table. */
function put(
  negotiation: Negotiation,
  state: NegotiationState,
  message: Extract<NegotiationMessage, { "@type": "ContractRequestMessage" | "ContractOfferMessage" }>,
  context: TurnContext,
): NegotiationTurn {
  const digest = digestOfUrn(message.offer["@id"]);
  const { document } = message.accord;
  if (createHash("sha256").update(document).digest("hex") !== digest) throw versionChanged("the text");
  const next = withVersion(negotiation, { digest, by: negotiation.partner, at: context.at });
  return {
    negotiation: { ...next, state },
    effects: [
      { kind: "keepVersion", digest, document },
      { kind: "record", event: stepOf(negotiation), digest, by: negotiation.partner },
    ],
  };
}

function verify(
  negotiation: Negotiation,
  document: Extract<NegotiationEvent, { kind: "signed" }>["signed"],
  context: TurnContext,
): NegotiationTurn {
  return say(negotiation, "VERIFYING", context, {
    "@type": "ContractAgreementVerificationMessage",
    accord: { signed: document },
  });
}

type Own<Message> = Message extends unknown
  ? Omit<Message, "@context" | "@id" | "consumerPid" | "providerPid">
  : never;
type Said = Own<NegotiationMessage>;

function say(
  negotiation: Negotiation,
  state: NegotiationState,
  { newId }: TurnContext,
  said: Said,
): NegotiationTurn {
  const { consumerPid, providerPid } = negotiation;
  const id = newId();
  const message = {
    "@context": [DSP_CONTEXT],
    "@id": id,
    consumerPid,
    ...(providerPid === undefined ? {} : { providerPid }),
    ...said,
  } as NegotiationMessage;
  return {
    negotiation: { ...negotiation, state, pending: id },
    effects: [{ kind: "send", message }],
  };
}

/** The first version is proposed, each after it answers one. */
const stepOf = ({ versions }: Negotiation): "proposed" | "countered" =>
  versions.length === 0 ? "proposed" : "countered";

const still = (negotiation: Negotiation): NegotiationTurn => ({ negotiation, effects: [] });
const offerOf = (digest: string) => ({ "@type": "Offer" as const, "@id": urnOf(digest) });

/** `REQUESTING` becomes `REQUESTED`; a state that the partner's answer has changed meanwhile stays. */
function after(state: NegotiationState): NegotiationState {
  const pairs: Partial<Record<NegotiationState, NegotiationState>> = {
    REQUESTING: "REQUESTED",
    OFFERING: "OFFERED",
    ACCEPTING: "ACCEPTED",
    AGREEING: "AGREED",
    VERIFYING: "VERIFIED",
    FINALIZING: "FINALIZED",
    TERMINATING: "TERMINATED",
  };
  return pairs[state] ?? state;
}

const isOpen = (state: NegotiationState): boolean =>
  !["FINALIZING", "FINALIZED", "TERMINATING", "TERMINATED"].includes(state);

function withVersion(negotiation: Negotiation, version: NegotiatedVersion): Negotiation {
  if (negotiation.versions.length >= MAXIMUM_VERSIONS) throw notNow(negotiation, "counter-propose again");
  return { ...negotiation, versions: [...negotiation.versions, version], signedHere: false };
}

function standing(negotiation: Negotiation): NegotiatedVersion {
  const version = negotiation.versions.at(-1);
  if (version === undefined) throw notNow(negotiation, "go on");
  return version;
}

function onTable(negotiation: Negotiation, digest: string): string {
  if (standing(negotiation).digest !== digest) throw versionChanged("the version named");
  return digest;
}

function must(
  negotiation: Negotiation,
  role: Negotiation["role"],
  states: readonly NegotiationState[],
  what: string,
): void {
  if (negotiation.role !== role || !states.includes(negotiation.state)) throw notNow(negotiation, what);
}

function notNow({ state }: Negotiation, what: string): AccordError {
  return new AccordError("agreement.negotiation_state", `Nobody can ${what} while it is ${state}.`, {
    where: "state",
    remedy: "See where it stands with `accord agreement negotiations`.",
  });
}

function versionChanged(what: string): AccordError {
  return new AccordError("agreement.version_changed", `${what} is not the one on the table.`, {
    where: "offer",
    remedy: "Look at the version that stands now, then say again what is meant.",
  });
}
