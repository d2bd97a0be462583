import { randomUUID } from "node:crypto";
import type { AttributeName, PCode, Tier } from "@accord/vocabulary";
import { shaped } from "./canonical.ts";
import { assistanceTemplate, referralTemplate } from "./draft-acts.ts";
import { AGREEMENT_VERSION, type Agreement } from "./schema/agreement.ts";
import type { Clause } from "./schema/clause.ts";
import { TEMPLATE_OVERLAP } from "./schema/overlap.ts";
import type { Party } from "./schema/party.ts";
import { PERSON_STATUSES } from "./schema/terms.ts";

export interface DraftTerms {
  readonly parties: readonly [Party, Party];
  readonly scope: {
    readonly places: readonly PCode[];
    readonly programmes?: readonly string[];
    readonly registeredFrom?: string;
    readonly registeredUntil?: string;
    /** All three where not given: that somebody departed or died is what the partner must learn. */
    readonly statuses?: Agreement["scope"]["statuses"];
  };
  readonly impactAssessment: Agreement["impactAssessment"];
  /** `YYYY-MM-DD`. */
  readonly validFrom: string;
  /** Last day; one year from `validFrom` where not given. */
  readonly validUntil?: string;
  /** Half a year from `validFrom` where not given, or the last day if that is sooner. */
  readonly reviewBy?: string;
  /** Party that receives the match tier and compares; the second where not given. */
  readonly matchingBy?: string;
  /** A random UUID where not given. */
  readonly id?: string;
  readonly title?: string;
  /** Ground of every clause of the template; the consent of each person where not given. */
  readonly basis?: Clause["basis"];
  /** True where the overlap is to be found out before anybody is disclosed. */
  readonly overlap?: boolean;
  /** True where either party may refer persons to the other. */
  readonly referral?: boolean;
  /** True where either party may ask the other about its distribution lists. */
  readonly assistance?: boolean;
  /** Terms that replace the template's, whole fields each. */
  readonly terms?: Partial<
    Pick<
      Agreement,
      | "supersedes"
      | "purposes"
      | "purpose"
      | "exclusions"
      | "clauses"
      | "referrals"
      | "assistance"
      | "authority"
      | "matching"
      | "overlap"
      | "circuitBreaker"
      | "ceilings"
      | "minimumOverlapTold"
      | "windUp"
      | "breachNoticeHours"
    >
  >;
}

const MATCH_RETENTION_DAYS = 14;
const LINKED_RETENTION_DAYS = 730;

type Template = readonly [AttributeName, Clause["transformation"], string];

const MATCH: readonly Template[] = [
  [
    "person.name",
    "none",
    "Names are spelt differently in the two registries and can only be compared as written.",
  ],
  ["person.sex", "none", "Tells apart persons of like names."],
  ["person.birthDate", "none", "Tells apart persons of like names; mostly an estimated year."],
  ["person.membership", "none", "Finds children and persons without usable prints through their household."],
  ["person.location", "county", "Narrows the comparison; the county is enough."],
  ["person.origin", "county", "Tells apart persons of like names; the county is enough."],
  ["person.phone", "hash", "Equal phones support a match; the number itself is not needed."],
  ["person.rationCard", "hash", "Equal cards support a match; the number itself is not needed."],
  [
    "person.fingerprints",
    "none",
    "Persons without documents are found by templates only; images never leave.",
  ],
];

const LINKED: readonly Template[] = [
  ["person.name", "none", "Both agencies call a person by one name at a distribution."],
  ["person.sex", "none", "Corrects errors of entry."],
  ["person.birthDate", "none", "Entitlements depend on age."],
  ["person.location", "none", "Assistance follows persons who have moved."],
  ["person.encounterPlace", "none", "Movements are seen where persons are met again."],
  ["person.category", "none", "Programmes depend on it."],
  ["person.lifeStatus", "none", "Assistance ends for who has departed or died."],
  ["person.phone", "none", "Persons are told of distributions."],
  ["person.agencyId", "none", "Either agency can refer to the person in the other's words."],
  ["person.cardNumber", "none", "One card, so that nobody is assisted twice."],
  ["household.size", "none", "Rations depend on it."],
];

/**
 * The template of the model case: one party supplies the match tier, the other matches; both keep the linked persons
 * in step; every clause by consent; nothing at tier roster, no disability, no vulnerabilities; nothing of persons whose
 * place is protected and of unaccompanied children whose guardian did not consent. Look at `contradictions` before it is signed.
 * @throws AccordError `agreement.malformed` where a term does not have its shape.
 */
export function draftAgreement(draft: DraftTerms): Agreement {
  const [first, second] = draft.parties;
  const matchingBy = draft.matchingBy ?? second.id;
  const supplier = matchingBy === first.id ? second.id : first.id;
  const validUntil = draft.validUntil ?? monthsAfter(draft.validFrom, 12);
  const halfYear = monthsAfter(draft.validFrom, 6);
  const { places, programmes = [], registeredFrom, registeredUntil, statuses } = draft.scope;
  const basis = draft.basis ?? { kind: "consent" };
  const purpose = draft.terms?.purpose ?? "deduplicationOfPersons";
  const purposes: Agreement["purposes"] = draft.terms?.purposes ?? [
    "deduplicationOfPersons",
    "deduplicationOfAssistance",
    "updateOfRecords",
    ...(draft.referral === true ? (["referral"] as const) : []),
  ];
  const ways = [
    { from: supplier, to: matchingBy, basis },
    { from: matchingBy, to: supplier, basis },
  ];
  const referrals = draft.referral === true ? ways.map(referralTemplate) : [];
  const assistance = draft.assistance === true ? ways.map(assistanceTemplate) : [];
  const linkedPurposes = purposes.filter((each) => each !== "referral");
  return shaped({
    version: AGREEMENT_VERSION,
    id: `urn:uuid:${draft.id ?? randomUUID()}`,
    title: draft.title ?? `Sharing of beneficiary data between ${first.name} and ${second.name}`,
    parties: draft.parties,
    purposes,
    purpose,
    scope: {
      places,
      programmes,
      ...(registeredFrom === undefined ? {} : { registeredFrom }),
      ...(registeredUntil === undefined ? {} : { registeredUntil }),
      statuses: statuses ?? [...PERSON_STATUSES],
    },
    exclusions: {
      protectedLocation: "person",
      categories: ["unaccompaniedChildWithoutGuardianConsent"],
      recipients: {
        classes: ["authoritiesOfCountryOfOrigin", "government", "lawEnforcement", "commercial"],
        named: [],
      },
    },
    clauses: [
      ...clauses(MATCH, "match", {
        from: supplier,
        to: matchingBy,
        retentionDays: MATCH_RETENTION_DAYS,
        basis,
        purposes: [purpose],
      }),
      ...clauses(LINKED, "linked", {
        from: supplier,
        to: matchingBy,
        retentionDays: LINKED_RETENTION_DAYS,
        basis,
        purposes: linkedPurposes,
      }),
      ...clauses(LINKED, "linked", {
        from: matchingBy,
        to: supplier,
        retentionDays: LINKED_RETENTION_DAYS,
        basis,
        purposes: linkedPurposes,
      }),
      ...referrals.flatMap((each) => each.clauses),
      ...assistance.map((each) => each.clause),
    ],
    referrals: referrals.map((each) => each.terms),
    assistance: assistance.map((each) => each.terms),
    authority: { default: "latest", attributes: {} },
    matching: {
      by: matchingBy,
      adjudicationBy: matchingBy,
      policy: { linkFrom: 0.95, adjudicateFrom: 0.5, oneToOne: true },
      fingerprintPolicy: { version: "1", uniqueBelow: 80, duplicateFrom: 120 },
    },
    ...(draft.overlap === true ? { overlap: TEMPLATE_OVERLAP } : {}),
    circuitBreaker: { expectedOverlap: { minimum: 0.05, maximum: 0.95 }, maximumDuplicateShare: 0.1 },
    ceilings: {
      personsPerExchange: 1_000_000,
      recordsPerDay: 5_000_000,
      recordsInTotal: 500_000_000,
    },
    minimumOverlapTold: 10,
    onwardTransfer: "none",
    validFrom: draft.validFrom,
    validUntil,
    reviewBy: draft.reviewBy ?? ([halfYear, validUntil].sort()[0] as string),
    breachNoticeHours: 24,
    windUp: { deleteWithinDays: 30 },
    impactAssessment: draft.impactAssessment,
    ...draft.terms,
  });
}

function clauses(
  templates: readonly Template[],
  tier: Tier,
  terms: Pick<Clause, "from" | "to" | "retentionDays" | "basis" | "purposes">,
): Clause[] {
  return templates.map(([attribute, transformation, necessity]) => ({
    id: `${tier}.${terms.from}.${attribute.replace(".", "-")}`,
    from: terms.from,
    to: terms.to,
    attribute,
    tier,
    transformation,
    purposes: terms.purposes,
    basis: terms.basis,
    retentionDays: terms.retentionDays,
    necessity,
  }));
}

/** The same day that many months later, or the last of the month where it has no such day. */
function monthsAfter(date: string, months: number): string {
  const [year = 0, month = 1, day = 1] = date.split("-").map(Number);
  const last = new Date(Date.UTC(year, month - 1 + months + 1, 0)).getUTCDate();
  const later = new Date(Date.UTC(year, month - 1 + months, Math.min(day, last)));
  return Number.isNaN(later.getTime()) ? date : later.toISOString().slice(0, 10);
}
