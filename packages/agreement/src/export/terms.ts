import type { AttributeName, Tier } from "@accord/vocabulary";
import type { LegalBasis, PartyRole, Purpose } from "../schema/terms.ts";

/** What of the Data Privacy Vocabulary 2.3 (W3C Data Privacy Vocabularies and Controls Community Group) is used. */
export const DPV_TERMS = [
  "AccessControlMethod",
  "Consent",
  "Contract",
  "ControllerProcessorAgreement",
  "DataController",
  "DataProcessingAgreement",
  "DataProcessor",
  "DigitalSignatures",
  "EncryptionAtRest",
  "EncryptionInTransfer",
  "Erase",
  "HashFunctions",
  "SecureMultiPartyComputation",
  "JointDataControllers",
  "JointDataControllersAgreement",
  "LegalAgreement",
  "LegalObligation",
  "LegitimateInterest",
  "Match",
  "PersonalData",
  "ProvideOfficialStatistics",
  "PublicBenefit",
  "PublicInterest",
  "RecordManagement",
  "ServiceAccessDetermination",
  "Share",
  "Transfer",
  "VitalInterestOfDataSubject",
  "VulnerableDataSubject",
  "hasDataSubject",
  "hasLegalBasis",
  "hasTechnicalMeasure",
] as const;
type DpvTerm = (typeof DPV_TERMS)[number];
export const dpv = (term: DpvTerm): string => `dpv:${term}`;

/** Categories of its personal-data extension, for the attributes that have one. */
export const PERSONAL_DATA: Partial<Record<AttributeName, string>> = {
  "person.name": "pd:Name",
  "person.fingerprints": "pd:Fingerprint",
  "household.size": "pd:Household",
  "household.number": "pd:Household",
  "household.vulnerability": "pd:Household",
};

export const LEGAL_BASIS: Readonly<Record<LegalBasis, string>> = {
  consent: dpv("Consent"),
  vitalInterest: dpv("VitalInterestOfDataSubject"),
  publicInterest: dpv("PublicInterest"),
  legitimateInterest: dpv("LegitimateInterest"),
  contract: dpv("Contract"),
  legalObligation: dpv("LegalObligation"),
};

export const ROLE: Readonly<Record<PartyRole, string>> = {
  controller: dpv("DataController"),
  jointController: dpv("JointDataControllers"),
  processor: dpv("DataProcessor"),
};

/** The vocabulary has no humanitarian purposes: ours are narrower ones of these. */
export const BROADER_PURPOSE: Readonly<Record<Purpose, string>> = {
  deduplicationOfPersons: dpv("RecordManagement"),
  deduplicationOfAssistance: dpv("PublicBenefit"),
  updateOfRecords: dpv("RecordManagement"),
  referral: dpv("PublicBenefit"),
  targeting: dpv("ServiceAccessDetermination"),
  statistics: dpv("ProvideOfficialStatistics"),
};

export const ACTION: Readonly<Record<Tier, string>> = {
  match: dpv("Match"),
  linked: dpv("Share"),
  roster: dpv("Share"),
  referral: dpv("Transfer"),
  assistance: dpv("Match"),
};
