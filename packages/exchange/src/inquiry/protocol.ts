import { AssistanceCycle, AssistanceKind } from "@accord/vocabulary";
import { z } from "zod";

/** Protocol version of questions on distribution lists; a node speaks exactly this one. */
export const INQUIRY_PROTOCOL = "accord-assistance/1";

/** Most persons of one question, and findings of one person. */
const PERSONS = 50_000;
const FINDINGS_A_PERSON = 10;

const ref = z.string().min(1).max(80);
const digest = z.string().regex(/^[0-9a-f]{64}$/, "a SHA-256 in hexadecimal");
const salt = z.string().regex(/^[A-Za-z0-9_-]{43}$/, "32 bytes in base64url");

/** What a list is to distribute, and for which days. */
export const ListedAssistance = z.strictObject({ kind: AssistanceKind, cycle: AssistanceCycle });
export type ListedAssistance = z.infer<typeof ListedAssistance>;

/** That a person has the same assistance in an overlapping cycle; where the clause says yes or no only, nothing more. */
export const AssistanceFinding = z.strictObject({
  /** The asking party's pseudonym of the person in this question, and the answering party's own. */
  ref,
  about: ref,
  cycle: AssistanceCycle.optional(),
  on: z.iso.date().optional(),
});
export type AssistanceFinding = z.infer<typeof AssistanceFinding>;

/**
 * A linked person on the list: under a pseudonym of this question alone, by which either can take back what it told,
 * and the asking party's pseudonym in exchanges, by which the answering one finds its own file.
 */
const AskedPerson = z.strictObject({ ref, linkedRef: ref });
export type AskedPerson = z.infer<typeof AskedPerson>;

export const InquiryBody = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("ask"),
    protocol: z.literal(INQUIRY_PROTOCOL),
    agreement: digest,
    terms: z.string().max(60),
    list: ListedAssistance,
    persons: z.array(AskedPerson).min(1).max(PERSONS),
    commitment: digest,
    salt,
  }),
  z.strictObject({
    kind: z.literal("answer"),
    findings: z.array(AssistanceFinding).max(PERSONS * FINDINGS_A_PERSON),
    commitment: digest,
    salt,
  }),
  z.strictObject({ kind: z.literal("decline"), code: z.string().max(80) }),
  z.strictObject({ kind: z.literal("received"), commitment: digest }),
]);
export type InquiryBody = z.infer<typeof InquiryBody>;
