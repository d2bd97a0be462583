import { AccordError } from "@accord/vocabulary";
import type { VerifiedEvent } from "./signature/event.ts";
import { isVerified, type VerifiedAgreement } from "./signature/verify-agreement.ts";

/** Why an agreement grants nothing. */
export type NotInForce =
  | "unsigned"
  | "notAssessed"
  | "deniedRecipient"
  | "notYetValid"
  | "suspended"
  | "expired"
  | "revoked"
  | "superseded";

export type Force =
  | { readonly inForce: true }
  | { readonly inForce: false; readonly reason: NotInForce; readonly message: string };

export interface ForceAt {
  /** ISO 8601 in UTC. */
  readonly now: string;
  /** Verified events known here; those of other agreements do no harm. */
  readonly events?: readonly VerifiedEvent[];
  /** Digest of the agreement that amends this one and is, or has been, in force. */
  readonly supersededBy?: string | undefined;
  /** Digest of one that amends it, both signed, is not in force yet and says that this one is suspended meanwhile. */
  readonly suspendedBy?: string | undefined;
  /** True where the node keeps a party on its list of those whom nothing may reach. */
  readonly recipientDenied?: boolean;
  /** False where the impact assessment that the agreement refers to is not approved here. */
  readonly assessmentApproved?: boolean;
}

/**
 * Whether the agreement grants anything at this time. What `verifyAgreement` did not give, in this process, is
 * unsigned. Revocations and suspensions work from when they are known: their own dates cannot put them off.
 */
export function inForce(verified: VerifiedAgreement | undefined, at: ForceAt): Force {
  if (verified === undefined || !isVerified(verified)) {
    return not("unsigned", "The agreement is not signed by both parties.");
  }
  const { agreement } = verified;
  const own = eventsOf(verified, at.events ?? []);
  const revocation = own.find(({ event }) => event.kind === "revocation");
  if (revocation !== undefined) return not("revoked", `${revocation.event.party} has revoked the agreement.`);
  if (at.supersededBy !== undefined) {
    return not("superseded", `It is amended by the agreement ${at.supersededBy.slice(0, 12)}.`);
  }
  const today = dayOf(at.now);
  if (today > agreement.validUntil) return not("expired", `It was valid until ${agreement.validUntil}.`);
  if (at.recipientDenied === true) {
    return not("deniedRecipient", "Nothing may reach a party of it: this node's deny list names it.");
  }
  if (at.suspendedBy !== undefined) {
    return not(
      "suspended",
      `It is suspended until ${at.suspendedBy.slice(0, 12)}, which amends it, is in force.`,
    );
  }
  const [suspension] = openSuspensions(verified, at.events ?? []);
  if (suspension !== undefined) {
    return not("suspended", `${suspension.event.party} has suspended the agreement.`);
  }
  if (today < agreement.validFrom) return not("notYetValid", `It is valid from ${agreement.validFrom}.`);
  if (at.assessmentApproved === false) {
    return not("notAssessed", "Its data-protection impact assessment is not approved here.");
  }
  return { inForce: true };
}

/** Suspensions from which not both parties have resumed, in no order. */
export function openSuspensions(
  verified: Pick<VerifiedAgreement, "agreement" | "digest">,
  events: readonly VerifiedEvent[],
): readonly VerifiedEvent[] {
  const own = eventsOf(verified, events);
  const resumed = (suspension: string, party: string) =>
    own.some(
      ({ event }) => event.kind === "resumption" && event.suspension === suspension && event.party === party,
    );
  return own.filter(
    ({ id, event }) =>
      event.kind === "suspension" && !verified.agreement.parties.every((party) => resumed(id, party.id)),
  );
}

/** The events of this agreement by its parties. */
function eventsOf(
  { agreement, digest }: Pick<VerifiedAgreement, "agreement" | "digest">,
  events: readonly VerifiedEvent[],
): readonly VerifiedEvent[] {
  return events.filter(
    ({ event }) => event.agreement === digest && agreement.parties.some((party) => party.id === event.party),
  );
}

/**
 * @throws AccordError `agreement.unsigned`, `.not_assessed`, `.not_yet_valid`, `.suspended`, `.denied_recipient`, `.expired`,
 * `.revoked` or `.superseded` where it is not in force.
 */
export function requireInForce(verified: VerifiedAgreement | undefined, at: ForceAt): VerifiedAgreement {
  const force = inForce(verified, at);
  if (force.inForce && verified !== undefined) return verified;
  const reason = force.inForce ? "unsigned" : force.reason;
  throw new AccordError(
    notInForceCode(reason),
    force.inForce ? "The agreement is not signed." : force.message,
    {
      where: "agreement",
      remedy: "Nothing is disclosed or received until an agreement is in force.",
    },
  );
}

/** The code under which it is told that an agreement grants nothing, such as `agreement.not_assessed`. */
export function notInForceCode(reason: NotInForce): string {
  return `agreement.${reason.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}`;
}

function not(reason: NotInForce, message: string): Force {
  return { inForce: false, reason, message };
}

function dayOf(now: string): string {
  const milliseconds = Date.parse(now);
  if (Number.isNaN(milliseconds)) {
    throw new AccordError("agreement.time_malformed", "The time is not ISO 8601.", { where: "now" });
  }
  return new Date(milliseconds).toISOString().slice(0, 10);
}
