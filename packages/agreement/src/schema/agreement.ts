import { AttributeName } from "@accord/vocabulary";
import { z } from "zod";
import { AssistanceTerms } from "./assistance.ts";
import { Clause } from "./clause.ts";
import { Overlap } from "./overlap.ts";
import { Party, PartyId } from "./party.ts";
import { ReferralTerms } from "./referral.ts";
import { Exclusions, Scope } from "./scope.ts";
import { Purpose } from "./terms.ts";

export const AGREEMENT_VERSION = "accord-agreement/1";

const probability = z.number().min(0).max(1);
const authority = z.union([PartyId, z.literal("latest")]);

export const Matching = z.strictObject({
  /** The party that receives the match tier and compares. */
  by: PartyId,
  adjudicationBy: z.union([PartyId, z.literal("either")]),
  policy: z.strictObject({
    /** Probability from which a pair is linked without a human. */
    linkFrom: probability,
    /** Probability from which a pair waits for a human; below, it is no pair. */
    adjudicateFrom: probability,
    /** True where a person of one registry is linked to one person of the other at most. */
    oneToOne: z.boolean(),
  }),
  fingerprintPolicy: z.strictObject({
    version: z.string().min(1).max(40),
    /** Scores are -10·log10 of the false-match rate: 80 stands for one false match in 100 million comparisons. */
    uniqueBelow: z.number().min(0).max(300),
    duplicateFrom: z.number().min(0).max(300),
  }),
});
export type Matching = z.infer<typeof Matching>;

/**
 * The data-sharing agreement of two parties. It holds no defaults and transforms nothing: what is parsed is what was
 * signed. `contradictions` says what in a well-formed agreement cannot work.
 */
export const Agreement = z.strictObject({
  version: z.literal(AGREEMENT_VERSION),
  id: z
    .string()
    .regex(/^urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, "urn:uuid: and a lower-case UUID"),
  title: z.string().min(1).max(300),
  /** The agreement that this one amends, and what becomes of the data that was shared under it. */
  supersedes: z
    .strictObject({
      digest: z.string().regex(/^[0-9a-f]{64}$/, "SHA-256 in lower-case hexadecimal"),
      /** Cut to the new clauses and their retention; kept as it was agreed; or deleted. */
      dataShared: z.enum(["cutToNewTerms", "keptOnOldTerms", "deleted"]),
      /** From the signatures until the new one is in force: the earlier goes on where this is absent, or is suspended. */
      meanwhile: z.enum(["suspended"]).optional(),
    })
    .optional(),
  parties: z.tuple([Party, Party]),
  purposes: z.array(Purpose).min(1).max(6),
  /** The one of `purposes` that exchanges under this agreement are bound to. */
  purpose: Purpose,
  scope: Scope,
  exclusions: Exclusions,
  clauses: z.array(Clause).max(300),
  /** How persons are referred for a service, for each direction in which they may be. */
  referrals: z.array(ReferralTerms).max(2),
  /** What is answered on a distribution list, for each party that answers. */
  assistance: z.array(AssistanceTerms).max(2),
  /** Whose value stands where the registries differ: a party, or whoever spoke last. */
  authority: z.strictObject({ default: authority, attributes: z.partialRecord(AttributeName, authority) }),
  matching: Matching,
  /** How the overlap is found out before anybody is disclosed; where absent, only matching shows it. */
  overlap: Overlap.optional(),
  /** Bounds outside which an exchange stops itself, as shares between 0 and 1. */
  circuitBreaker: z.strictObject({
    /** Persons found in both, as a share of the smaller registry in scope. */
    expectedOverlap: z.strictObject({ minimum: probability, maximum: probability }),
    maximumDuplicateShare: probability,
  }),
  ceilings: z.strictObject({
    personsPerExchange: z.int().min(1).max(100_000_000),
    recordsPerDay: z.int().min(1).max(100_000_000),
    /** Records that one party may send the other while the agreement lasts, over all exchanges. */
    recordsInTotal: z.int().min(1).max(1_000_000_000),
  }),
  /** An overlap of fewer persons than this is told as "fewer than" it, so that a probe with few guesses learns nothing. */
  minimumOverlapTold: z.int().min(2).max(1000),
  onwardTransfer: z.literal("none"),
  /** In force from the start of the first to the end of the second of these days, UTC. */
  validFrom: z.iso.date(),
  validUntil: z.iso.date(),
  reviewBy: z.iso.date(),
  breachNoticeHours: z.int().min(1).max(720),
  /** When it has ended, however it ended: days in which the receiver deletes what it received, and certifies that it did. */
  windUp: z.strictObject({ deleteWithinDays: z.int().min(0).max(365) }),
  impactAssessment: z.strictObject({ reference: z.string().min(1).max(200), completedOn: z.iso.date() }),
});
export type Agreement = z.infer<typeof Agreement>;

/** JSON Schema 2020-12 of the agreement. It cannot say that a key's `kid` is its thumbprint, nor what contradicts what. */
export function agreementJsonSchema(): Record<string, unknown> {
  return {
    ...z.toJSONSchema(Agreement, { target: "draft-2020-12" }),
    $id: "https://accord.example/schema/agreement-1.json",
    title: "Accord data-sharing agreement, version 1",
  };
}

export function partyOf(agreement: Agreement, id: string): Party | undefined {
  return agreement.parties.find((party) => party.id === id);
}

/**
 * An overlap as it may be told before anybody is disclosed: the count, or that it is below the agreement's minimum. A
 * count of none is below it as well.
 */
export function overlapTold(
  agreement: Pick<Agreement, "minimumOverlapTold">,
  count: number,
): { readonly count: number } | { readonly fewerThan: number } {
  const { minimumOverlapTold } = agreement;
  return count >= minimumOverlapTold ? { count } : { fewerThan: minimumOverlapTold };
}

/** The other party; undefined where `id` is no party. */
export function counterpartOf(agreement: Agreement, id: string): Party | undefined {
  const [first, second] = agreement.parties;
  return id === first.id ? second : id === second.id ? first : undefined;
}
