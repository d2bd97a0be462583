import type { SignedAgreement } from "../signature/signed.ts";
import type { NegotiationMessage } from "./message.ts";

/**
 * Where a negotiation stands: the states of the Dataspace Protocol 2025-1, and for each that this node's own message
 * brings about one before it, in which the message is kept and not yet taken by the partner's node. A node that stops
 * between the two sends again when it starts.
 */
const NEGOTIATION_STATES = [
  "REQUESTING",
  "REQUESTED",
  "OFFERING",
  "OFFERED",
  "ACCEPTING",
  "ACCEPTED",
  "AGREEING",
  "AGREED",
  "VERIFYING",
  "VERIFIED",
  "FINALIZING",
  "FINALIZED",
  "TERMINATING",
  "TERMINATED",
] as const;
export type NegotiationState = (typeof NEGOTIATION_STATES)[number];

/** One version that was on the table. */
export interface NegotiatedVersion {
  readonly digest: string;
  /** The party that put it there. */
  readonly by: string;
  /** ISO 8601 in UTC. */
  readonly at: string;
}

/** One side of a negotiation. The consumer is who proposed first, the provider who was asked. */
export interface Negotiation {
  /** This side's own process id. */
  readonly id: string;
  readonly self: string;
  readonly partner: string;
  readonly role: "consumer" | "provider";
  readonly consumerPid: string;
  /** Undefined at the consumer until the provider has said its own. */
  readonly providerPid: string | undefined;
  readonly state: NegotiationState;
  /** Oldest first; the last is the one on the table. */
  readonly versions: readonly NegotiatedVersion[];
  /** True where this side's signatures on the version on the table are complete. */
  readonly signedHere: boolean;
  /** Ids of messages that were taken from the partner. */
  readonly taken: readonly string[];
  /** Id of the message that this side sent last, until the partner's node has taken it. */
  readonly pending?: string | undefined;
  readonly ended?: { readonly by: string; readonly code: string; readonly reason: string };
}

/** What happens to a negotiation. */
export type NegotiationEvent =
  /** Staff put the first version, or another one, on the table. */
  | { readonly kind: "propose"; readonly digest: string; readonly document: string }
  /** Staff agree to the partner's version without having signed it yet. */
  | { readonly kind: "accept" }
  /** This side's signatures on the version on the table are complete. */
  | { readonly kind: "signed"; readonly digest: string; readonly signed: SignedAgreement }
  | { readonly kind: "terminate"; readonly code: string; readonly reason: string }
  /** The partner's node took a message of this side's. */
  | { readonly kind: "delivered"; readonly id: string }
  /** The partner's node refused a message of this side's for good. */
  | { readonly kind: "refused"; readonly id: string; readonly reason: string }
  | { readonly kind: "message"; readonly message: NegotiationMessage };

export type NegotiationEffect =
  | { readonly kind: "send"; readonly message: NegotiationMessage }
  /** The text of a version that was put on the table; its digest was checked against the text. */
  | { readonly kind: "keepVersion"; readonly digest: string; readonly document: string }
  /** Signatures came: they are verified and joined with those that are here, and `by` must have signed in full. */
  | {
      readonly kind: "keepSigned";
      readonly digest: string;
      readonly by: string;
      readonly signed: SignedAgreement;
    }
  | {
      readonly kind: "record";
      readonly event: "proposed" | "countered" | "signed" | "terminated";
      readonly digest: string;
      readonly by: string;
    };

export const standingVersion = (negotiation: Negotiation): NegotiatedVersion | undefined =>
  negotiation.versions.at(-1);

/** True where nothing more can happen in it. */
export const isNegotiated = ({ state }: Negotiation): boolean =>
  state === "FINALIZED" || state === "TERMINATED" || state === "TERMINATING";

/** True where this side's people must say something before it can go on. */
export function waitsForUs({ role, state }: Negotiation): boolean {
  return role === "consumer"
    ? state === "OFFERED" || state === "AGREED"
    : state === "REQUESTED" || state === "ACCEPTED";
}
