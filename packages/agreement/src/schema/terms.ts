import { z } from "zod";

/** The purposes a disclosure may serve. Closed: a purpose that is not here cannot be agreed, nor read under. */
export const PURPOSES = [
  "deduplicationOfPersons",
  "deduplicationOfAssistance",
  "updateOfRecords",
  "referral",
  "targeting",
  "statistics",
] as const;
export const Purpose = z.enum(PURPOSES);
export type Purpose = z.infer<typeof Purpose>;

/** Grounds for processing, as the ICRC Handbook on Data Protection in Humanitarian Action (chapter 3) lists them. */
export const LEGAL_BASES = [
  "consent",
  "vitalInterest",
  "publicInterest",
  "legitimateInterest",
  "contract",
  "legalObligation",
] as const;
export const LegalBasis = z.enum(LEGAL_BASES);
export type LegalBasis = z.infer<typeof LegalBasis>;

export const PARTY_ROLES = ["controller", "jointController", "processor"] as const;
export const PartyRole = z.enum(PARTY_ROLES);
export type PartyRole = z.infer<typeof PartyRole>;

/** The transformations of the vocabulary as a schema; which of them suit an attribute is the vocabulary's to say. */
const TRANSFORMATIONS = ["none", "birthYear", "state", "county", "hash", "present"] as const;
export const TransformationName = z.enum(TRANSFORMATIONS);
