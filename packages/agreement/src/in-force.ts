import { AccordError } from "@accord/vocabulary";
import type { Revocation } from "./signature/revocation.ts";
import { isVerified, type VerifiedAgreement } from "./signature/verify-agreement.ts";

export type Force =
  | { readonly inForce: true }
  | {
      readonly inForce: false;
      readonly reason: "unsigned" | "notYetValid" | "expired" | "revoked";
      readonly message: string;
    };

export interface ForceAt {
  /** ISO 8601 in UTC. */
  readonly now: string;
  /** Verified revocations known here; those of other agreements do no harm. */
  readonly revocations?: readonly Revocation[];
}

/**
 * Whether the agreement grants anything at this time. What `verifyAgreement` did not give, in this process, is
 * unsigned. A revocation works from when it is known: its own date cannot put it off.
 */
export function inForce(verified: VerifiedAgreement | undefined, { now, revocations = [] }: ForceAt): Force {
  if (verified === undefined || !isVerified(verified)) {
    return not("unsigned", "The agreement is not signed by both parties.");
  }
  const { agreement, digest } = verified;
  const revocation = revocations.find(
    (event) => event.agreement === digest && agreement.parties.some((party) => party.id === event.party),
  );
  if (revocation !== undefined) return not("revoked", `${revocation.party} has revoked the agreement.`);
  const today = dayOf(now);
  if (today < agreement.validFrom) return not("notYetValid", `It is valid from ${agreement.validFrom}.`);
  if (today > agreement.validUntil) return not("expired", `It was valid until ${agreement.validUntil}.`);
  return { inForce: true };
}

/** @throws AccordError `agreement.revoked`, `.expired`, `.not_yet_valid` or `.unsigned` where it is not in force. */
export function requireInForce(verified: VerifiedAgreement | undefined, at: ForceAt): VerifiedAgreement {
  const force = inForce(verified, at);
  if (force.inForce && verified !== undefined) return verified;
  const reason = force.inForce ? "unsigned" : force.reason;
  const code = reason === "notYetValid" ? "agreement.not_yet_valid" : `agreement.${reason}`;
  throw new AccordError(code, force.inForce ? "The agreement is not signed." : force.message, {
    where: "agreement",
    remedy: "Nothing is disclosed or received until an agreement is in force.",
  });
}

function not(reason: Exclude<Force, { inForce: true }>["reason"], message: string): Force {
  return { inForce: false, reason, message };
}

function dayOf(now: string): string {
  const milliseconds = Date.parse(now);
  if (Number.isNaN(milliseconds)) {
    throw new AccordError("agreement.time_malformed", "The time is not ISO 8601.", { where: "now" });
  }
  return new Date(milliseconds).toISOString().slice(0, 10);
}
