import { DisclosedPerson, ServiceKind, Urgency } from "@accord/vocabulary";
import { z } from "zod";

/** Protocol version of referrals; a node speaks exactly this one. */
export const REFERRAL_PROTOCOL = "accord-referral/1";

/** Most persons of one referral: a household. */
const REFERRED_PERSONS = 60;

export const REFUSALS = [
  "notEligible",
  "noCapacity",
  "serviceNotAvailable",
  "outsideArea",
  "alreadyServed",
  "notReachable",
  "personDeclines",
  "wrongService",
] as const;
export const RefusalReason = z.enum(REFUSALS);
export type RefusalReason = z.infer<typeof RefusalReason>;

export const WITHDRAWALS = [
  "personWithdrew",
  "noLongerNeeded",
  "error",
  "servedElsewhere",
  "notAnswered",
] as const;
export const WithdrawalReason = z.enum(WITHDRAWALS);
export type WithdrawalReason = z.infer<typeof WithdrawalReason>;

export const OUTCOMES = ["served", "partlyServed", "notServed", "notReached"] as const;
export const ReferralOutcome = z.enum(OUTCOMES);
export type ReferralOutcome = z.infer<typeof ReferralOutcome>;

export const ReferredService = z.strictObject({
  kind: ServiceKind,
  /** One of the names that the terms list for it. */
  name: z.string().min(1).max(60).optional(),
});
export type ReferredService = z.infer<typeof ReferredService>;

const ref = z.string().min(1).max(80);
const digest = z.string().regex(/^[0-9a-f]{64}$/, "a SHA-256 in hexadecimal");

/** What is handed over: who, under pseudonyms of this referral alone, and the note where the terms let one go. */
export const ReferralContent = z.strictObject({
  persons: z.array(DisclosedPerson).min(1).max(REFERRED_PERSONS),
  /** Pseudonyms in exchanges of those whom both parties linked, by which the receiver finds its own file. */
  linked: z.array(z.strictObject({ ref, linkedRef: ref })).max(REFERRED_PERSONS),
  note: z.string().max(500).optional(),
});
export type ReferralContent = Omit<z.infer<typeof ReferralContent>, "persons"> & {
  readonly persons: DisclosedPerson[];
};

export const ReferralBody = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("refer"),
    protocol: z.literal(REFERRAL_PROTOCOL),
    agreement: digest,
    terms: z.string().max(60),
    service: ReferredService,
    subject: z.enum(["person", "household"]),
    urgency: Urgency,
    answerBy: z.iso.datetime(),
    content: ReferralContent,
    commitment: digest,
    salt: z.string().regex(/^[A-Za-z0-9_-]{43}$/, "32 bytes in base64url"),
  }),
  /** It was checked against the clauses and waits for staff. */
  z.strictObject({ kind: z.literal("taken"), commitment: digest }),
  /** It is outside the clauses; nothing of it was kept. */
  z.strictObject({ kind: z.literal("reject"), code: z.string().max(80) }),
  z.strictObject({ kind: z.literal("accept"), completeBy: z.iso.datetime() }),
  z.strictObject({ kind: z.literal("refuse"), reason: RefusalReason }),
  z.strictObject({ kind: z.literal("complete"), outcome: ReferralOutcome }),
  z.strictObject({ kind: z.literal("withdraw"), reason: WithdrawalReason }),
]);
type Refer = Extract<z.infer<typeof ReferralBody>, { kind: "refer" }>;
export type ReferralBody =
  | Exclude<z.infer<typeof ReferralBody>, { kind: "refer" }>
  | (Omit<Refer, "content"> & { readonly content: ReferralContent });
