import { AttributeName, PCode } from "@accord/vocabulary";
import { z } from "zod";
import { Clause } from "./clause.ts";
import { Party, PartyId } from "./party.ts";
import { LegalBasis, Purpose } from "./terms.ts";

export const AGREEMENT_VERSION = "accord-agreement/1";

const probability = z.number().min(0).max(1);
const authority = z.union([PartyId, z.literal("latest")]);

export const Scope = z.strictObject({
  /** A person is covered whose present place lies in one of these. `SS` is the whole country. */
  places: z.array(PCode).max(500),
  /** A person is covered who is in one of these; none named means that none is asked for. */
  programmes: z.array(z.string().min(1).max(80)).max(100),
  registeredFrom: z.iso.date().optional(),
  registeredUntil: z.iso.date().optional(),
});
export type Scope = z.infer<typeof Scope>;

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
  /** Digest of the agreement that this one amends. */
  supersedes: z
    .string()
    .regex(/^[0-9a-f]{64}$/, "SHA-256 in lower-case hexadecimal")
    .optional(),
  parties: z.tuple([Party, Party]),
  purposes: z.array(Purpose).min(1).max(6),
  /** The one of `purposes` that exchanges under this agreement are bound to. */
  purpose: Purpose,
  legalBasis: LegalBasis,
  scope: Scope,
  clauses: z.array(Clause).max(300),
  /** Whose value stands where the registries differ: a party, or whoever spoke last. */
  authority: z.strictObject({ default: authority, attributes: z.partialRecord(AttributeName, authority) }),
  /** True where only persons who consented to this recipient and purpose are disclosed. */
  consent: z.strictObject({ required: z.boolean() }),
  matching: Matching,
  /** Bounds outside which an exchange stops itself, as shares between 0 and 1. */
  circuitBreaker: z.strictObject({
    /** Persons found in both, as a share of the smaller registry in scope. */
    expectedOverlap: z.strictObject({ minimum: probability, maximum: probability }),
    maximumDuplicateShare: probability,
  }),
  ceilings: z.strictObject({
    personsPerExchange: z.int().min(1).max(100_000_000),
    recordsPerDay: z.int().min(1).max(100_000_000),
  }),
  onwardTransfer: z.literal("none"),
  /** In force from the start of the first to the end of the second of these days, UTC. */
  validFrom: z.iso.date(),
  validUntil: z.iso.date(),
  reviewBy: z.iso.date(),
  breachNoticeHours: z.int().min(1).max(720),
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

/** The other party; undefined where `id` is no party. */
export function counterpartOf(agreement: Agreement, id: string): Party | undefined {
  const [first, second] = agreement.parties;
  return id === first.id ? second : id === second.id ? first : undefined;
}
