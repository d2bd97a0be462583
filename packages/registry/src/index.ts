export {
  dropFindings,
  findingsOf,
  type KeptFinding,
  keepFindings,
  mostOftenAsked,
  personsInquired,
  recordInquired,
} from "./assistance/inquiries.ts";
export {
  type AssistanceLine,
  type AssistanceOutcome,
  assistanceOf,
  assistanceOverlapping,
  findListed,
  type HeldAssistance,
  householdsOf,
  type ListedPerson,
  recordAssistance,
} from "./assistance/record-assistance.ts";
export { dataKeyPages, type OwnedKey, restoreDataKeys } from "./backup/key-pages.ts";
export { holdsNothing, openBlock, restorer } from "./backup/read-data.ts";
export { lastRestoration, type Restoration, recordRestoration } from "./backup/restoration.ts";
export { type BackupBlock, ensureDataKeys, writeData } from "./backup/write-data.ts";
export { type RegistryContext, registryContext } from "./context.ts";
export { type AuthorityOf, type AuthorityRank, recordAuthority } from "./current/authority.ts";
export type { ChangeCounts } from "./current/changes.ts";
export { materialise } from "./current/materialise.ts";
export {
  type Judgement,
  judge,
  judgementsOf,
  type OpenAdjudication,
  openAdjudications,
  type Pair,
  type Proposal,
  type ProposalOutcome,
  proposeDuplicate,
  proposePairs,
  type Verdict,
} from "./decisions/adjudication.ts";
export {
  countFiles,
  type DuplicateDecision,
  decideDuplicate,
  findDuplicates,
  restoreDuplicate,
} from "./decisions/duplicate.ts";
export { findLinks, type Link, type NewLink, recordLinks, undoLink } from "./decisions/link.ts";
export { readDisclosedPersons } from "./disclosure/disclosed-persons.ts";
export { readMatchRecords } from "./disclosure/match-records.ts";
export { partnerNumbers } from "./disclosure/partner-numbers.ts";
export { leftAct, type NotPinned, pinPersons } from "./disclosure/pin-persons.ts";
export { type PinnedScope, pinScope, type WithheldCounts } from "./disclosure/pin-scope.ts";
export {
  leftRefs,
  personsOfRefs,
  pinnedPersons,
  pinnedRefs,
  refsOfPersons,
  unlinkedRefs,
} from "./disclosure/pinned-refs.ts";
export { recordDisclosure } from "./disclosure/record-disclosure.ts";
export {
  addAssessment,
  approveAssessment,
  isAssessed,
  type KeptAssessment,
  listAssessments,
} from "./governance/assessment.ts";
export {
  AUTHORITIES,
  addDemand,
  CLAIMED_BASES,
  DEMAND_GROUNDS,
  DEMANDED,
  type Demand,
  decideDemand,
  demandWords,
  listDemands,
} from "./governance/demand.ts";
export { addDenied, type DenyListEntry, listDenied, removeDenied } from "./governance/deny-list.ts";
export { type FairnessRow, fairness } from "./governance/fairness.ts";
export {
  type ConsentsByLanguage,
  consentsByLanguage,
  type RequestsInTime,
  requestsInTime,
  retentionDue,
} from "./governance/figures.ts";
export {
  addIncident,
  closeIncident,
  INCIDENT_CAUSES,
  INCIDENT_OUTCOMES,
  type Incident,
  incidentWords,
  listIncidents,
} from "./governance/incident.ts";
export {
  addIncidentNotice,
  type HeardIncident,
  type IncidentNotice,
  keepHeardIncident,
  listHeardIncidents,
  listIncidentNotices,
  sendIncidentNotice,
  settleIncidentNotice,
} from "./governance/incident-notice.ts";
export {
  countReached,
  INCIDENT_SOURCES,
  type IncidentSelection,
  type IncidentSource,
  type Reached,
  type ReachedPerson,
  reachedPersons,
} from "./governance/reached-persons.ts";
export { type Base, basesWith, keepBase } from "./in-step/base.ts";
export {
  barredHere,
  barredThere,
  type CommonLink,
  commonLinks,
  dropReceived,
  firstDisclosed,
  noticesUnderWay,
  pendingPairs,
  pinComparison,
  receivedThrough,
  sendAgain,
  statementsSince,
  tellAgain,
  undonePairs,
  unpinComparison,
} from "./in-step/common.ts";
export {
  candidateRefs,
  linkedMembers,
  outOfScopeRefs,
  sendWhole,
  unlinkedMembers,
} from "./in-step/delta-pages.ts";
export { changeHorizon, newPersonsSince } from "./in-step/horizon.ts";
export { dropLeft, keepLeft } from "./in-step/left-ref.ts";
export { type LinkWord, putLinkWords, takeLinkWords } from "./in-step/link-word.ts";
export { pinDisclosed, pinUnlinked } from "./in-step/pin-candidates.ts";
export { type PinnedChanges, pinChanges } from "./in-step/pin-changes.ts";
export { applyDisclosed } from "./incoming/apply-disclosed.ts";
export { applyRoster } from "./incoming/apply-roster.ts";
export { cutReceived, deleteReceived } from "./incoming/end-of-agreement.ts";
export type { AppliedRecords, IncomingRecords } from "./incoming/incoming-records.ts";
export { personsOfPartnerRefs } from "./incoming/persons-of-partner-refs.ts";
export { purgeExpired } from "./incoming/purge-expired.ts";
export { countWrapped, rewrapDataKeys } from "./keys/data-key.ts";
export { seal, unseal } from "./keys/envelope.ts";
export { StoreKeys, type WrappingKey } from "./keys/store-keys.ts";
export { type Meeting, type MeetingOutcome, recordMeetings } from "./movement/meetings.ts";
export {
  countMovements,
  MOVEMENT_LEVELS,
  type Movement,
  type MovementCount,
  type MovementLevel,
  movementsOfPerson,
} from "./movement/movements.ts";
export {
  type AgreementDocument,
  agreementsAmending,
  listAgreements,
  readAgreement,
  saveAgreement,
} from "./node/agreement-document.ts";
export {
  type AgreementMessage,
  putAgreementMessage,
  settleAgreementMessage,
  waitingAgreementMessages,
} from "./node/agreement-message.ts";
export {
  type CheckpointRow,
  type EvidenceRow,
  forgetWitnessedLog,
  keepCheckpoint,
  keepEvidence,
  keepReceipts,
  keepWitnessedLog,
  latestCheckpoint,
  listCheckpoints,
  listEvidence,
  type ReceiptRow,
  readReceipts,
  readWitnessedLog,
  type WitnessedLogRow,
} from "./node/checkpoint.ts";
export {
  type ConversationRow,
  dueConversations,
  listConversations,
  personsBegunOn,
  readConversation,
  saveConversation,
  undeliveredConversations,
} from "./node/conversation.ts";
export { type ExchangeRow, listExchanges, readExchange, saveExchange } from "./node/exchange.ts";
export { findImportRun, type ImportRun, listImportRuns, saveImportRun } from "./node/import-run.ts";
export {
  appendLedgerEntries,
  type LedgerEntryRow,
  ledgerSize,
  readLedgerEntries,
} from "./node/ledger-entry.ts";
export {
  findSubjectEntries,
  keepSubjects,
  readSubjectTags,
  type SubjectEntry,
  subjectKeys,
} from "./node/ledger-subjects.ts";
export {
  acknowledgeOutbox,
  exchangesWithOutbox,
  markInbox,
  type OutboxMessage,
  pendingOutbox,
  putOutbox,
  useNonce,
} from "./node/mailbox.ts";
export { listNegotiations, type NegotiationRow, saveNegotiation } from "./node/negotiation.ts";
export {
  forgetOverlapBatches,
  forgetOverlapPairs,
  keepOverlapPairs,
  type OverlapPair,
  overlapPairs,
  putOverlapBatch,
  readOverlapBatch,
} from "./node/overlap.ts";
export { decidedPartnerRefs, type PairResult, pairResultsPage, savePairResults } from "./node/pair-result.ts";
export { listPartners, type Partner, readPartner, savePartner } from "./node/partner.ts";
export { listSignatories, type PinnedSignatory, pinSignatory, unpinSignatory } from "./node/signatory.ts";
export { purgeStaged, stagedRecord, stagedRecords, stageRecords } from "./node/staging.ts";
export { type AttributeUse, attributeUse } from "./reading/attribute-use.ts";
export { countRegistry, type RegistryCounts } from "./reading/counts.ts";
export { type ExportedPerson, exportPersons } from "./reading/export-persons.ts";
export { externalKeys } from "./reading/external-keys.ts";
export { filesOfPerson } from "./reading/files-of-person.ts";
export { type LinkageRow, linkageRows } from "./reading/linkage-rows.ts";
export {
  type FiledAssertion,
  type PersonFile,
  type PersonStatus,
  personFile,
} from "./reading/person-file.ts";
export { type PersonQuery, type PersonSummary, searchPersons } from "./reading/search.ts";
export { destroyOffer, keepOffer, type OfferPart, readOffer, WHOLE_OFFER } from "./referral/offer.ts";
export {
  householdOf,
  linkedByRef,
  linkedOwnPersons,
  personsReferred,
  personsUnderRefs,
  type ReferredPerson,
  recordReferred,
  referralsOf,
} from "./referral/referred.ts";
export { recordConsents } from "./registration/consent.ts";
export {
  addFingerprints,
  type FingerprintAddition,
  type FingerprintOrigin,
  type FingerprintOutcome,
  type FingerprintTemplate,
  fingerprintTemplates,
  knownFingerprints,
} from "./registration/fingerprints.ts";
export { registerBatch } from "./registration/register-batch.ts";
export type { Consent, Identifier, Registration, RegistrationOutcome } from "./registration/registration.ts";
export {
  type ConsentText,
  consentTextDigest,
  keepConsentTexts,
  listConsentTexts,
} from "./rights/consent-text.ts";
export {
  CONSENT_EVENTS,
  type ConsentWord,
  consentsOf,
  EXPRESSIONS,
  REFUSAL_REASONS,
  type RecordedConsent,
  UNDERSTANDING,
} from "./rights/consent-word.ts";
export { correctPerson } from "./rights/correct.ts";
export { type ErasedPersons, erasePersons } from "./rights/erase.ts";
export { type Erasure, erasureOf, unscrubbedErasures } from "./rights/erasure.ts";
export {
  bindNotice,
  noticesOf,
  REFS_A_NOTICE,
  type RightsNotice,
  takeNotice,
  unboundNotices,
  untakenNotices,
} from "./rights/notice.ts";
export {
  endObjection,
  OBJECTION_GROUNDS,
  type Objection,
  type ObjectionGround,
  objectionsOf,
  personOfObjection,
  recordObjection,
} from "./rights/objection.ts";
export type { Keeping } from "./rights/past-keeping.ts";
export { type PersonOfRights, personOfRights } from "./rights/person-of-rights.ts";
export { personsDue, personsReceived } from "./rights/persons-due.ts";
export {
  closeRequest,
  IDENTIFICATIONS,
  type Identification,
  openRequest,
  openRequests,
  REFUSAL_GROUNDS,
  REQUEST_KINDS,
  type RequestKind,
  type RightsRequest,
  requestsOf,
  requestWords,
} from "./rights/request.ts";
export {
  isRestricted,
  liftRestriction,
  RESTRICTION_GROUNDS,
  type Restriction,
  type RestrictionGround,
  restrictionsOf,
  restrictPerson,
} from "./rights/restriction.ts";
export {
  confirmRetention,
  type RetentionPreview,
  type RetentionTaken,
  retentionPreview,
  retentionPreviewWaits,
  takeExpired,
} from "./rights/retention-preview.ts";
export { type Scrubbed, scrubStore } from "./rights/scrub.ts";
export { barredRefs, liftBar, type TakenBack, takeBack } from "./rights/take-back.ts";
export { ENDED_BY_PERSON } from "./rights/unlink.ts";
export { type SaidConsent, sayConsent } from "./rights/withdraw.ts";
export {
  addStaffAccount,
  changeStaffAccount,
  findStaffAccount,
  listStaffAccounts,
  type StaffAccount,
} from "./staff/account.ts";
export {
  addApproval,
  listApprovals,
  moveApproval,
  readApproval,
  type StaffApproval,
} from "./staff/approval.ts";
export {
  dropCredentials,
  type Passkey,
  passkeysOf,
  readCredentials,
  type StaffCredentials,
  saveCredentials,
  savePasskey,
} from "./staff/credentials.ts";
export { listReads, recordRead, type StaffRead, seesPersons } from "./staff/read-log.ts";
export {
  beginStaffSession,
  dropEndedSignIns,
  dropInvitation,
  endStaffSessions,
  findInvitation,
  findStaffSession,
  type Invitation,
  type StaffSession,
  saveInvitation,
  touchStaffSession,
} from "./staff/sign-in.ts";
export type { StaffScope } from "./store/staff-scope.ts";
export { refreshStatistics } from "./store/statistics.ts";
export { openStore, type Session, type Store, type StoreLocation, type StoreOptions } from "./store/store.ts";
