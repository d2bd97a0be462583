import { createHash, type KeyObject } from "node:crypto";
import { AccordError } from "@accord/vocabulary";
import { z } from "zod";
import { canonicalJson, parseCanonical } from "../canonical.ts";
import { PartyId } from "../schema/party.ts";
import { claimedHeader, signBytes, verifyBytes } from "./jws.ts";
import type { PinnedKeys, PrivateSigningKey } from "./key.ts";
import { SignedStatement } from "./signed.ts";
import type { VerifiedAgreement } from "./verify-agreement.ts";

export const EVENT_TYP = "accord-agreement-event+jws";

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const common = {
  version: z.literal("accord-agreement-event/1"),
  /** Digest of the agreement. */
  agreement: sha256,
  party: PartyId,
  /** ISO 8601 in UTC. It is recorded; an event works from when it is known, whatever stands here. */
  at: z.iso.datetime(),
};
const reason = z.string().min(1).max(1000);
const count = z.int().min(0);

/** What one party alone says of a signed agreement, each under its node's key. */
export const AgreementEvent = z.discriminatedUnion("kind", [
  /** Ends it, at once and for good. */
  z.strictObject({ ...common, kind: z.literal("revocation"), reason }),
  /** Stops it, at once, until both parties resumed from this suspension. */
  z.strictObject({ ...common, kind: z.literal("suspension"), reason }),
  /** One party's consent to go on after the suspension of that id. */
  z.strictObject({ ...common, kind: z.literal("resumption"), suspension: sha256, reason }),
  /** That the agreement was looked at again, and what is to follow. */
  z.strictObject({
    ...common,
    kind: z.literal("review"),
    outcome: z.enum(["continue", "amend", "end"]),
    reason,
    /** `YYYY-MM-DD` by which to look at it again. */
    nextReviewBy: z.iso.date().optional(),
  }),
  /** A certificate: what this party had received under the ended agreement is deleted, as the agreement asks. */
  z.strictObject({
    ...common,
    kind: z.literal("windUp"),
    ended: z.enum(["expired", "revoked", "superseded"]),
    /** Statements of the other party's that were deleted, records of the match tier, and persons who were known by them alone. */
    deleted: z.strictObject({ statements: count, matchRecords: count, persons: count }),
    /** What is kept all the same, and why; empty where nothing is. */
    kept: z.string().max(1000),
  }),
]);
export type AgreementEvent = z.infer<typeof AgreementEvent>;

type Own<Event> = Event extends unknown ? Omit<Event, keyof typeof common> : never;

/** What a party has to say; digest, party and time are added when it is signed. */
export type EventContent = Own<AgreementEvent>;

export interface EventRequest {
  readonly digest: string;
  readonly party: string;
  readonly privateKey: PrivateSigningKey | KeyObject;
  /** ISO 8601 in UTC. */
  readonly at: string;
  readonly content: EventContent;
}

/** An event whose signature was verified, with the id by which others refer to it. */
export interface VerifiedEvent {
  /** SHA-256 of the signed bytes, 64 lower-case hexadecimal digits. */
  readonly id: string;
  readonly event: AgreementEvent;
}

/** One party's signed event. @throws AccordError `agreement.event_malformed`. */
export async function signEvent(request: EventRequest): Promise<SignedStatement> {
  const { digest, party, privateKey, content, at } = request;
  const body = shapedEvent({
    version: "accord-agreement-event/1",
    agreement: digest,
    party,
    at,
    ...content,
  });
  return signBytes(canonicalJson(body), EVENT_TYP, { party, privateKey, at });
}

/**
 * Verifies an event of this agreement against the pinned key of the party that signed it.
 * @throws AccordError `agreement.event_malformed`, `agreement.event_other` (another agreement's),
 * `agreement.not_a_party`, `agreement.key_unknown`, `agreement.key_mismatch`, `agreement.signature_invalid`.
 */
export async function verifyEvent(
  signed: unknown,
  options: { readonly agreement: Pick<VerifiedAgreement, "agreement" | "digest">; readonly keys: PinnedKeys },
): Promise<VerifiedEvent> {
  const parsed = SignedStatement.safeParse(signed);
  if (!parsed.success) throw malformed();
  const header = claimedHeader(parsed.data.protected, EVENT_TYP);
  if (!options.agreement.agreement.parties.some((party) => party.id === header.party)) {
    throw new AccordError("agreement.not_a_party", "Who signed the event is not a party to the agreement.", {
      where: "event.party",
    });
  }
  const key = Object.hasOwn(options.keys, header.party) ? options.keys[header.party] : undefined;
  if (key === undefined) {
    throw new AccordError("agreement.key_unknown", `No key is pinned for ${header.party}.`, {
      where: `keys.${header.party}`,
      remedy: "Add the partner and confirm its key fingerprint out of band.",
    });
  }
  const bytes = await verifyBytes(parsed.data, EVENT_TYP, key);
  const event = shapedEvent(parseCanonical(bytes, "event"));
  if (event.party !== header.party) throw malformed();
  if (event.agreement !== options.agreement.digest) {
    throw new AccordError("agreement.event_other", "The event is of another agreement.", {
      where: "event.agreement",
    });
  }
  return { id: createHash("sha256").update(bytes).digest("hex"), event };
}

function shapedEvent(value: unknown): AgreementEvent {
  const parsed = AgreementEvent.safeParse(value);
  if (!parsed.success) throw malformed();
  return parsed.data;
}

function malformed(): AccordError {
  return new AccordError("agreement.event_malformed", "This is not a signed event of an agreement.", {
    where: "event",
  });
}
