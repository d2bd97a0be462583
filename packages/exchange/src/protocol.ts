import { DisclosedPerson, MatchRecord } from "@accord/vocabulary";
import { z } from "zod";
import { LIMITS } from "./limits.ts";
import { OVERLAP_BODIES } from "./overlap/message.ts";

/** Protocol version; a node speaks exactly this one, and hello refuses another. */
export const PROTOCOL = "accord-exchange/6";

/**
 * What flows in batches. `match`, `linked` and `roster` are the agreement's tiers; `links` are the decisions of the
 * matching party, in a delta also those that people of the supplying party made; `left` are persons whom the agreement
 * does not cover any more, in a delta alone.
 */
export const FlowKind = z.enum(["match", "links", "linked", "roster", "left"]);
export type FlowKind = z.infer<typeof FlowKind>;

const count = z.int().min(0);
const Counts = z.record(z.string().max(80), count);
const commitment = z.string().regex(/^[0-9a-f]{64}$/, "a SHA-256 in hexadecimal");

export const LinkDecision = z.strictObject({
  /** The matching party's pseudonym for its person, and the supplying party's for its own. */
  matcherRef: z.string().min(1).max(80),
  supplierRef: z.string().min(1).max(80),
  verdict: z.enum(["linked", "waiting", "unlinked"]),
  probability: z.number().min(0).max(1),
  decidedBy: z.string().min(1).max(40),
});
export type LinkDecision = z.infer<typeof LinkDecision>;

/** How many values and bytes of each attribute left, by attribute. */
export const DisclosureAccount = z.record(
  z.string().max(80),
  z.strictObject({ values: count, withheld: count, bytes: count }),
);
export type DisclosureAccount = z.infer<typeof DisclosureAccount>;

/** How many current values a partner's statements changed, by attribute: the fields brought in step. */
export const AppliedAccount = Counts;
export type AppliedAccount = z.infer<typeof AppliedAccount>;

/** `found` are the sure ones; where they are implausibly many, none is deactivated and all wait for a human. */
export const DuplicateFacts = z.strictObject({
  compared: count,
  found: count,
  deactivated: count,
  waiting: count,
});
export type DuplicateFacts = z.infer<typeof DuplicateFacts>;

/** What one side knows of its own part and tells for the common report: counts only. */
export const SideFacts = z.strictObject({
  persons: count,
  withheld: Counts,
  duplicates: DuplicateFacts,
  disclosed: z.partialRecord(z.enum(["match", "linked", "roster"]), DisclosureAccount),
  applied: AppliedAccount,
  newlyKnown: count,
});
export type SideFacts = z.infer<typeof SideFacts>;

/** Identifier of a suite under which messages are sealed; what it stands for is the transport's affair. */
const SuiteId = z.string().regex(/^[a-z0-9-]{1,60}$/, "a suite's identifier");

/** Digests of other agreements of the two that the sender counts in life. */
const Alongside = z.array(commitment).max(LIMITS.agreementsAlongside);

/** What a delta will send, in counts: who is to be compared, who left the scope, decisions that people made. */
export const ChangeCounts = z.strictObject({ fresh: count, left: count, words: count });
export type ChangeCounts = z.infer<typeof ChangeCounts>;

const batchPlace = { flow: FlowKind, round: z.int().min(0), index: z.int().min(0) };

export const MessageBody = z.discriminatedUnion("kind", [
  ...OVERLAP_BODIES,
  z.strictObject({
    kind: z.literal("hello"),
    protocol: z.string().max(40),
    agreement: z.string().max(100),
    /** Sealing suites that the proposer can open, the preferred first. */
    suites: z.array(SuiteId).min(1).max(LIMITS.suites),
    alongside: Alongside,
    /** Finished exchanges from which the proposer can send what changed, the newest first; none asks for a whole one. */
    bases: z.array(z.uuid()).max(LIMITS.bases),
  }),
  /** The suite under which both seal from now on, and from which exchange both send what changed; a whole one without. */
  z.strictObject({
    kind: z.literal("welcome"),
    suite: SuiteId,
    alongside: Alongside,
    base: z.uuid().optional(),
  }),
  z.strictObject({
    kind: z.literal("snapshot"),
    persons: count,
    commitment,
    duplicates: DuplicateFacts,
    /** Size of the partner's ledger that the sender cosigned last, from which the next consistency proof starts. */
    cosignedSize: count,
    /** In a delta. */
    changes: ChangeCounts.optional(),
  }),
  z.strictObject({
    kind: z.literal("batch"),
    ...batchPlace,
    last: z.boolean(),
    commitment,
    /** 32 random bytes that make the commitment tell nothing to who has not received the batch. */
    salt: z.string().regex(/^[A-Za-z0-9_-]{43}$/, "32 bytes in base64url"),
    match: z.array(MatchRecord).max(LIMITS.personsPerBatch).optional(),
    links: z.array(LinkDecision).max(LIMITS.linksPerBatch).optional(),
    persons: z.array(DisclosedPerson).max(LIMITS.personsPerBatch).optional(),
    left: z.array(z.string().min(1).max(80)).max(LIMITS.linksPerBatch).optional(),
  }),
  z.strictObject({ kind: z.literal("received"), ...batchPlace, commitment }),
  z.strictObject({ kind: z.literal("purged"), certificate: z.string().max(4096) }),
  z.strictObject({ kind: z.literal("receipt"), round: z.int().min(0), checkpoint: z.string().max(16_384) }),
  /** Asks for the receipt again: the sender has cosigned the partner's ledger up to `since` already. */
  z.strictObject({ kind: z.literal("outOfStep"), round: z.int().min(0), since: count }),
  z.strictObject({
    kind: z.literal("report"),
    round: z.int().min(0),
    facts: SideFacts,
    cosignature: z.string().max(8192),
  }),
  /** In the place of a batch that was not sent any more, since the exchange had ended; the word that it ended follows. */
  z.strictObject({ kind: z.literal("withdrawn") }),
  /** Asks whether the receiver still knows the exchange and goes on with it; the number is the sender's next one. */
  z.strictObject({ kind: z.literal("probe") }),
  z.strictObject({ kind: z.literal("notice"), code: z.string().max(80), reason: z.string().max(400) }),
  z.strictObject({ kind: z.literal("halt"), code: z.string().max(80), reason: z.string().max(400) }),
]);
export type MessageBody = z.infer<typeof MessageBody>;

/** One message: the number counts from 0 in each direction of an exchange, so that nothing is lost, repeated or reordered. */
export const Message = z.strictObject({
  exchange: z.uuid(),
  from: z.string().min(1).max(40),
  to: z.string().min(1).max(40),
  number: z.int().min(0),
  sentAt: z.iso.datetime(),
  body: MessageBody,
});
export type Message = Omit<z.infer<typeof Message>, "body"> & { readonly body: MessageBody };
