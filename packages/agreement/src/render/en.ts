import { PURPOSE_DEFINITIONS } from "../schema/terms.ts";
import type { Words } from "./words.ts";

export const english: Words = {
  purposes: {
    deduplicationOfPersons: "finding persons who are registered more than once",
    deduplicationOfAssistance: "seeing that nobody is assisted twice for the same need",
    updateOfRecords: "keeping records correct and current",
    referral: "referring persons to a service",
    targeting: "choosing who is assisted",
    statistics: "statistics that identify nobody",
  },
  purposeDefinitions: PURPOSE_DEFINITIONS,
  legalBases: {
    consent: "the consent of each person",
    vitalInterest: "the vital interest of the persons",
    publicInterest: "the public interest, under each party's mandate",
    legitimateInterest: "the legitimate interest of the parties",
    contract: "the performance of a contract with the person",
    legalObligation: "a legal obligation",
  },
  partyKinds: {
    unitedNations: "United Nations body",
    internationalOrganisation: "international organisation",
    redCrossRedCrescent: "member of the Red Cross and Red Crescent Movement",
    nonGovernmental: "non-governmental organisation",
    government: "government authority",
    lawEnforcement: "police or security authority",
    commercial: "company",
  },
  recipientClasses: {
    authoritiesOfCountryOfOrigin: "the authorities of a person's country of origin",
    government: "government authorities",
    lawEnforcement: "police and security authorities",
    commercial: "companies",
  },
  categories: {
    unaccompaniedChildWithoutGuardianConsent:
      "children who are unaccompanied and whose guardian did not consent",
    childWithoutGuardianConsent: "children whose guardian did not consent",
  },
  statuses: { active: "present", departed: "departed", deceased: "deceased" },
  signatoryKinds: { hardware: "a key on a token", passkey: "a passkey" },
  roles: { controller: "controller", jointController: "joint controller", processor: "processor" },
  transformations: {
    none: "as it is",
    birthYear: "the year only",
    county: "the county only",
    state: "the state only",
    hash: "as a keyed hash",
    present: "only that it exists",
  },
  tiers: {
    match: "To find who is the same person (deleted after matching)",
    linked: "For persons found in both registries",
    roster: "For every person in scope",
    referral: "For a person or household that is referred for a service",
    assistance: "For linked persons on a distribution list",
  },
  headings: {
    parties: "The parties",
    purpose: "Purposes",
    scope: "Who is covered",
    exclusions: "What is never shared",
    sends: "What may be shared",
    authority: "Whose value stands",
    matching: "Matching",
    overlap: "Overlap, before anybody is disclosed",
    limits: "Limits",
    validity: "Validity",
    protection: "Protection",
    referrals: "Referral to a service",
    assistance: "Questions on distribution lists",
    missing: "What is not shared",
    narrowed: "What other agreements narrow",
  },
  columns: {
    clause: "Clause",
    attribute: "What",
    form: "In what form",
    purposes: "Read for",
    basis: "On what ground",
    kept: "Kept for",
    why: "Why",
  },
  digest: (digest) => `Digest of this text's source (SHA-256): \`${digest}\``,
  intro: (id, version) =>
    `This text is made from the agreement \`${id}\` (${version}), which the software of both parties enforces.`,
  meanwhile: (suspended) =>
    suspended
      ? "Until this agreement is in force, that one is suspended."
      : "Until this agreement is in force, that one goes on.",
  supersedes: (digest, dataShared) =>
    `It supersedes the agreement with digest \`${digest}\`. ${
      {
        cutToNewTerms: "Data shared under that one is cut to the clauses below and to their times.",
        keptOnOldTerms: "Data shared under that one is kept as that one says.",
        deleted: "Data shared under that one is deleted.",
      }[dataShared]
    }`,
  party: (kind, country, role, kid, dataProtection, breach) =>
    `${kind}${country === undefined ? "" : ` (${country})`}; ${role}; its node's key: \`${kid}\`; data protection: ${dataProtection}; breaches are reported to: ${breach}.`,
  instructions: (party, instructions) => `Instructions to ${party} as processor: ${instructions}`,
  signedByNode: (party) => `For ${party} its node signs.`,
  signedBy: (party, required, signatories) =>
    `For ${party} ${required === 1 ? "one" : "two"} of these must sign: ${signatories}.`,
  signatory: (office, kind, kid) => `${office} with ${kind} (\`${kid}\`)`,
  purposesAgreed: (purposes, bound) =>
    `Data may be used for ${purposes}, and for nothing else. Exchanges under this agreement serve ${bound}.`,
  basis: (basis, reference) =>
    basis.kind === "consent" ? "consent" : `${english.legalBases[basis.legalBasis]}: ${reference}`,
  consentBasis:
    "Consent means that the person consented to this recipient for the purpose of the exchange; who did not is left out.",
  protectedLocation: (mode) =>
    mode === "person"
      ? "Of a person whose place must be protected, nothing is shared; of those who live with them, not the place."
      : "Of a person whose place must be protected, and of those who live with them, the place is not shared.",
  excludedCategory: (category) => `Nothing is shared of ${category}.`,
  denied: (recipients) => `Nothing may reach ${recipients}.`,
  covered: (statuses) => `Persons whose file says ${statuses}.`,
  places: (places) => `Persons whose present place lies in ${places}.`,
  programmes: (programmes) => `Only persons in ${programmes}.`,
  registered: (from, until) =>
    from === undefined
      ? `Only persons registered until ${until}.`
      : until === undefined
        ? `Only persons registered from ${from}.`
        : `Only persons registered from ${from} until ${until}.`,
  direction: (from, to) => `From ${from} to ${to}`,
  nothing: (from, to) => `${from} shares nothing with ${to}.`,
  narrowed: (clause, form, consent, kept, by) =>
    `${clause}: only ${form}, ${consent ? "of who consented, " : ""}kept: ${kept}; because of ${by}.`,
  narrowedExclusions: (from, by) => `${from} leaves out whom ${by} excludes as well.`,
  notListed: "Whatever is not listed above is not shared:",
  kept: (days) =>
    days === 0
      ? "until the exchange ends"
      : days === 1
        ? "1 day after receipt"
        : `${days} days after receipt`,
  referral: (terms) => [
    `**${terms.id}**: ${terms.from} may refer ${terms.households ? "a person or a household" : "a person"} to ${terms.to} for ${terms.services}, with what is listed above for referrals, when the person consented to exactly this.`,
    `${terms.to} accepts or refuses, with a reason, within ${terms.answerWithinHours.routine} hours; within ${terms.answerWithinHours.urgent} where it is urgent and ${terms.answerWithinHours.emergency} in an emergency. What was sent is deleted if it refuses.`,
    `The service is given within ${terms.completeWithinDays} days after acceptance. Either the person or ${terms.from} may withdraw the referral.`,
    terms.noteCharacters === 0
      ? "No note goes with a referral."
      : `A note of at most ${terms.noteCharacters} characters may go with it.`,
    `At most ${terms.personsPerDay} persons are referred in one day.`,
  ],
  assistance: (terms) => [
    `**${terms.id}**: before a distribution of ${terms.kinds}, ${terms.to} may ask ${terms.from} who of the linked persons on the list receives the same from ${terms.from} in a cycle that overlaps.`,
    terms.households
      ? "What any member of a household receives for the household counts for each of them."
      : "Only what the person receives counts, not what the household does.",
    `A list has at least ${terms.leastPersons} and at most ${terms.mostPersons} linked persons; at most ${terms.personsPerDay} persons are asked about in one day, and each at most ${terms.questionsPerPerson} times.`,
    `The cycle begins at most ${terms.daysBack} days before the question and ends at most ${terms.daysAhead} days after it.`,
  ],
  authorityDefault: (holder) =>
    holder === undefined
      ? "Where the registries differ, what was said last stands."
      : `Where the registries differ, the value of ${holder} stands.`,
  authorityOf: (attribute, holder) =>
    holder === undefined ? `${attribute}: what was said last.` : `${attribute}: the value of ${holder}.`,
  matchedBy: (party) => `${party} compares the two registries.`,
  thresholds: (link, adjudicate, oneToOne) =>
    `A pair is linked from a probability of ${link}; from ${adjudicate} a human decides; below, it is no pair.` +
    (oneToOne ? " A person is linked to one person of the other registry at most." : ""),
  adjudication: (party) =>
    party === undefined ? "Staff of either party decide." : `Staff of ${party} decide.`,
  fingerprints: (version, unique, duplicate) =>
    `Fingerprints (policy ${version}): below a score of ${unique} they link nobody; from ${duplicate} they propose a link; between, a human decides. A score of ${unique} stands for one false match in 10^${unique / 10} comparisons.`,
  overlapKeys: {
    cardNumber: "the household card number",
    rationCard: "the ration card number",
    phone: "the phone",
    agencyId: "the number that a party gave the person",
    nameAndBirthYear: "the sound of the name with sex and birth year",
    nameAndOrigin: "the sound of the name with sex and place of origin",
  },
  overlapEstimate: (keys) =>
    `Before anybody is disclosed, the parties find out how many persons are in both registries by comparing, blinded, ${keys}. Each learns numbers only.`,
  overlapByCounty: "The number is told by county as well; counties of few persons go together.",
  overlapLinks: (keys) =>
    `Persons with the same value in both registries of ${keys} are proposed as one person without the value leaving; of others it tells nothing.`,
  overlapStop: (persons) => `If fewer than ${persons} persons are in both, the exchange ends there.`,
  overlapConfirm: "The exchange goes on when staff of both parties have seen the number and said so.",
  overlapCeilings: (persons, runs) =>
    `At most ${persons} persons are compared in this way at once, ${runs === 1 ? "once" : `${runs} times`} a day.`,
  ceilings: (persons, records, total) =>
    `At most ${persons} persons in one exchange, ${records} records in one day and ${total} records in all.`,
  overlap: (minimum) => `An overlap of fewer than ${minimum} persons is told only as fewer than ${minimum}.`,
  breaker: (minimum, maximum, duplicates) =>
    `An exchange stops itself if fewer than ${minimum} or more than ${maximum} of the smaller registry is found in the other, or if more than ${duplicates} are duplicates.`,
  onward: "What was received is not passed on to anybody.",
  valid: (from, until, review) => `In force from ${from} to ${until}; to be reviewed by ${review}.`,
  revocation: "Either party may revoke it alone, at once; it then grants nothing.",
  suspension:
    "Either party may suspend it alone, at once; it then grants nothing until both have agreed to go on.",
  windUp: (days) =>
    `When it has ended, each party deletes what it received under it within ${days} days and certifies to the other that it did.`,
  breach: (hours) => `A breach is reported to the other party within ${hours} hours.`,
  assessment: (reference, on) => `Impact assessment: ${reference}, completed on ${on}.`,
  list: (items) => new Intl.ListFormat("en").format(items),
  number: (value) => new Intl.NumberFormat("en").format(value),
  percent: (share) =>
    new Intl.NumberFormat("en", { style: "percent", maximumFractionDigits: 2 }).format(share),
};
