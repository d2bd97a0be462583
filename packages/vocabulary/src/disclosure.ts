import { z } from "zod";
import type { AttributeName, Transformation } from "./attributes.ts";
import type { PCode } from "./place.ts";
import { AttributeState, Statement } from "./statement.ts";

/**
 * When an attribute may leave: `match` is transient, to find the same person, and purged after; `linked` only for
 * persons found in both registries; `roster` for every person in scope; `referral` for one person or household that is
 * handed over for a service; `assistance` for linked persons on a distribution list. The last two leave on an act of
 * their own, never in an exchange of registries.
 */
export const TIERS = ["match", "linked", "roster", "referral", "assistance"] as const;
/** The tiers of an exchange of registries. */
export const EXCHANGE_TIERS = [
  "match",
  "linked",
  "roster",
] as const satisfies readonly (typeof TIERS)[number][];
export type ExchangeTier = (typeof EXCHANGE_TIERS)[number];

export const Tier = z.enum(TIERS);
export type Tier = z.infer<typeof Tier>;

/** One attribute that may leave, with the clause that says so. */
export interface Grant {
  readonly clause: string;
  readonly attribute: AttributeName;
  readonly transformation: Transformation;
  readonly retentionDays: number;
  /** True where it may leave only of persons who consented to this recipient and purpose. */
  readonly consent: boolean;
  /** For what the recipient may read it. */
  readonly purposes: readonly string[];
  /** Digests of agreements beside this one that cut the clause down to what both allow. */
  readonly limitedBy?: readonly string[];
}

/** Persons of whom nothing leaves, whatever is granted. */
export interface DisclosureExclusions {
  /** Of a person whose place is protected: nothing leaves (`person`), or all but the place (`place`). */
  readonly protectedLocation: "person" | "place";
  readonly unaccompaniedChildren: boolean;
  readonly children: boolean;
  /** Country codes: persons who come from there, or from nobody knows where, are left out. */
  readonly origins: readonly string[];
}

/** The states of a person's file in which an agreement may cover them. */
export type CoveredStatus = "active" | "departed" | "deceased";

/** Which persons an agreement covers. An empty list of places or programmes means that none is asked for. */
export interface DisclosureScope {
  readonly places: readonly PCode[];
  readonly programmes: readonly string[];
  /** Registered on or after, registered on or before: `YYYY-MM-DD`. */
  readonly registeredFrom?: string | undefined;
  readonly registeredUntil?: string | undefined;
  readonly statuses: readonly CoveredStatus[];
}

/**
 * The agreement's clauses of one direction and one tier, compiled: the registry reads these attributes of these
 * persons and nothing else. There is no other way to build a disclosure.
 */
export interface DisclosurePlan {
  readonly agreement: string;
  readonly agreementDigest: string;
  readonly from: string;
  readonly to: string;
  readonly purpose: string;
  readonly tier: Tier;
  readonly grants: readonly Grant[];
  readonly scope: DisclosureScope;
  readonly exclusions: DisclosureExclusions;
  /** True where every grant of this tier asks for consent, so that a person without it is left out whole. */
  readonly consentRequired: boolean;
  /** True where every clause of this direction, of any tier, asks for consent: a person without it is not even pinned. */
  readonly consentToBeCovered: boolean;
  /** Most persons that may be disclosed under the agreement in one exchange. */
  readonly maximumPersons: number;
  /** Digests of agreements beside this one that exclude whom this one does not. */
  readonly excludedBy?: readonly string[];
}

/**
 * A person as the `match` tier shows them: current values only, under a pseudonym that holds for this agreement and
 * pair of agencies alone; a household in `person.membership` is a pseudonym likewise. Values may be transformed (a
 * hashed phone is no phone), so it is the agreement's check, not this schema, that holds them to their shapes.
 */
export const MatchRecord = z.strictObject({
  ref: z.string().min(1).max(80),
  states: z.record(z.string().max(80), AttributeState),
});
export type MatchRecord = { readonly ref: string; readonly states: Statement["states"] };

/** What travels in the `linked` and `roster` tiers: statements, each cut down to the attributes that are granted. */
export const DisclosedStatement = Statement.omit({ recordedAt: true }).extend({
  subject: z.enum(["person", "household"]),
});
export type DisclosedStatement = Omit<Statement, "recordedAt"> & { readonly subject: "person" | "household" };

export const DisclosedPerson = z.strictObject({
  ref: z.string().min(1).max(80),
  statements: z.array(DisclosedStatement).max(1000),
});
export type DisclosedPerson = { readonly ref: string; readonly statements: readonly DisclosedStatement[] };
