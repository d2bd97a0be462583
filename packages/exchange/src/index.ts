export type * from "./conversation/conversation.ts";
export { ConversationDriver, type ConversationParts } from "./conversation/driver.ts";
export { AnyConversationMessage } from "./conversation/message.ts";
export type * from "./conversation/ports.ts";
export { type DriverParts, ExchangeDriver } from "./driver.ts";
export type { Effect, LedgerNote } from "./effects.ts";
export type { ExchangeEvent } from "./events.ts";
export type { MatchFacts, Snapshot } from "./facts.ts";
export type { HeldAgreement } from "./held-agreement.ts";
export {
  type AskedRange,
  answerRange,
  type DigestSet,
  RANGES_AT_ONCE,
  type RangeAnswer,
  reconcileSets,
  type SetDifference,
} from "./in-step/reconcile-sets.ts";
export { inquiryMachine } from "./inquiry/machine.ts";
export {
  type AskedPerson,
  type AssistanceFinding,
  type InquiryBody,
  ListedAssistance,
} from "./inquiry/protocol.ts";
export type { InquiryAct, InquiryResult, InquiryState, InquiryTask } from "./inquiry/state.ts";
export { assistanceTermsFrom } from "./inquiry/terms.ts";
export { LIMITS } from "./limits.ts";
export { type Transition, transition } from "./machine.ts";
export { type ComparablePerson, comparablePerson } from "./matching/comparable-person.ts";
export {
  compareRegistries,
  compareWithin,
  type Findings,
  type PairEvidence,
  type PairFinding,
  type TellProgress,
} from "./matching/compare-registries.ts";
export { isCorroborated } from "./matching/corroboration.ts";
export { type EqualIdentifiers, withEqualIdentifiers } from "./matching/equal-identifiers.ts";
export { batchesOf } from "./overlap/batches.ts";
export { OverlapOpening, OverlapPart, OverlapRun } from "./overlap/message.ts";
export { keysOfRun, type OverlapSlot, overlapDomain, overlapSlots } from "./overlap/slots.ts";
export type { OverlapFault, OverlapResult, OverlapStoreTask, OverlapWork } from "./overlap/tasks.ts";
export type { OverlapTold } from "./overlap/told.ts";
export type * from "./ports.ts";
export {
  AppliedAccount,
  ChangeCounts,
  DisclosureAccount,
  DuplicateFacts,
  FlowKind,
  LinkDecision,
  Message,
  MessageBody,
  PROTOCOL,
  SideFacts,
} from "./protocol.ts";
export { referralMachine } from "./referral/machine.ts";
export {
  OUTCOMES,
  REFUSALS,
  type ReferralBody,
  ReferralContent,
  ReferralOutcome,
  ReferredService,
  RefusalReason,
  WITHDRAWALS,
  WithdrawalReason,
} from "./referral/protocol.ts";
export {
  isReferrer,
  type ReferralAct,
  type ReferralResult,
  type ReferralState,
  type ReferralTask,
} from "./referral/state.ts";
export { referralTermsFrom } from "./referral/terms.ts";
export { type ExchangeReport, reportOf } from "./report.ts";
export {
  type ExchangeState,
  isDelta,
  isMatcher,
  isOver,
  newExchange,
  STEPS,
  type Standing,
  type Step,
} from "./state.ts";
export type { BackgroundTask, LongWork, StoreTask, TaskResult } from "./tasks.ts";
export { termsOf } from "./terms.ts";
export type { Context } from "./turn.ts";
