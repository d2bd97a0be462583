export { authorityOf } from "./authority.ts";
export {
  agreementDigest,
  canonicalBytes,
  MAXIMUM_AGREEMENT_BYTES,
  parseAgreement,
} from "./canonical.ts";
export { type CheckOptions, checkRecords } from "./check/check-records.ts";
export type { Refusal, RefusalRule } from "./check/refusal.ts";
export { type ClauseChange, compareClauses } from "./compare-clauses.ts";
export { compareVersions, type TermChange, type VersionChanges } from "./compare-versions.ts";
export type { Contradiction, ContradictionOptions } from "./contradictions/contradiction.ts";
export { contradictions } from "./contradictions/contradictions.ts";
export { DeniedRecipient, denies, type Recipient } from "./denied-party.ts";
export { type Directory, type DirectoryEntry, directoryGraph, directoryOf } from "./directory.ts";
export { type ApplyOptions, applyPlan } from "./disclosure/apply-plan.ts";
export type { Direction } from "./disclosure/compile.ts";
export { compileOverlap } from "./disclosure/compile-overlap.ts";
export { HASH_PATTERN, hashValue, MINIMUM_HASH_KEY_BYTES } from "./disclosure/hash.ts";
export { type Alongside, planInForce, planUnder, type Terms } from "./disclosure/plan-under.ts";
export { type DraftTerms, draftAgreement } from "./draft.ts";
export { agreementJsonLd } from "./export/json-ld.ts";
export {
  type Force,
  type ForceAt,
  inForce,
  type NotInForce,
  notInForceCode,
  openSuspensions,
  requireInForce,
} from "./in-force.ts";
export { NegotiationMessage } from "./life/message.ts";
export {
  isNegotiated,
  type Negotiation,
  type NegotiationEffect,
  type NegotiationEvent,
  type NegotiationState,
  standingVersion,
  waitsForUs,
} from "./life/negotiation.ts";
export {
  type AgreementPhase,
  type Duty,
  dutiesOn,
  ENDED,
  type PhaseFacts,
  phaseOf,
  plusDays,
} from "./life/phase.ts";
export {
  type NegotiationTurn,
  newAnswer,
  newNegotiation,
  type TurnContext,
  transition as negotiate,
} from "./life/transition.ts";
export { type AgreementBlock, agreementBlocks } from "./render/blocks.ts";
export { purposeInWords, renderAgreement } from "./render/render-agreement.ts";
export { renderLimits } from "./render/render-limits.ts";
export { LANGUAGES, type Language } from "./render/words.ts";
export {
  AGREEMENT_VERSION,
  Agreement,
  agreementJsonSchema,
  counterpartOf,
  Matching,
  overlapTold,
  partyOf,
} from "./schema/agreement.ts";
export { AssistanceTerms } from "./schema/assistance.ts";
export { Basis } from "./schema/basis.ts";
export { Clause } from "./schema/clause.ts";
export { ExactOverlapKey, isExactKey, Overlap, OverlapKey, TEMPLATE_OVERLAP } from "./schema/overlap.ts";
export { Party, PartyId } from "./schema/party.ts";
export { ReferralTerms } from "./schema/referral.ts";
export { Exclusions, Scope } from "./schema/scope.ts";
export { P256Key, Signatory, SignatoryKey, Signing, SigningKey } from "./schema/signatory.ts";
export {
  LEGAL_BASES,
  LegalBasis,
  PARTY_ROLES,
  PartyKind,
  PartyRole,
  PERSON_STATUSES,
  PURPOSE_DEFINITIONS,
  PURPOSES,
  Purpose,
} from "./schema/terms.ts";
export {
  AgreementEvent,
  type EventContent,
  type EventRequest,
  signEvent,
  type VerifiedEvent,
  verifyEvent,
} from "./signature/event.ts";
export type { Signer } from "./signature/jws.ts";
export {
  generateSigningKey,
  type PinnedKeys,
  type PrivateSigningKey,
  publicSigningKey,
} from "./signature/key.ts";
export { type PartyKey, signaturesRequired, signingKeysOf } from "./signature/party-keys.ts";
export {
  addSignature,
  mergeSignatures,
  type SignatureRequest,
  signAgreement,
  signatureRequest,
} from "./signature/sign-agreement.ts";
export { JwsSignature, PasskeyAssertion, SignedAgreement, SignedStatement } from "./signature/signed.ts";
export {
  type PartySignature,
  type PinnedFor,
  type SignatureState,
  signatureState,
  type VerifiedAgreement,
  verifyAgreement,
} from "./signature/verify-agreement.ts";
