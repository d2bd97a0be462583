import {
  ASSISTANCE_KIND_LABELS,
  ATTRIBUTE_NAMES,
  type AttributeName,
  SERVICES,
  TIERS,
} from "@accord/vocabulary";
import { agreementDigest } from "../canonical.ts";
import { type Agreement, partyOf } from "../schema/agreement.ts";
import type { AssistanceTerms } from "../schema/assistance.ts";
import type { Clause } from "../schema/clause.ts";
import type { Overlap } from "../schema/overlap.ts";
import type { Party } from "../schema/party.ts";
import type { ReferralTerms } from "../schema/referral.ts";
import type { Exclusions } from "../schema/scope.ts";
import type { Purpose } from "../schema/terms.ts";
import { WORDS } from "./all-words.ts";
import { attributeLabel, type Language, type Words } from "./words.ts";
import { written } from "./written.ts";

/** What a purpose is, as the rendered agreement says it. */
export const purposeInWords = (purpose: Purpose, language: Language): string =>
  WORDS[language].purposes[purpose];

/**
 * The agreement as plain language in Markdown, every term of it, from the document that the software enforces; with
 * its digest. Texts that the parties wrote (names, why an attribute is necessary) stand as they wrote them.
 */
export function renderAgreement(agreement: Agreement, language: Language): string {
  const words = WORDS[language];
  const name = (id: string) => written(partyOf(agreement, id)?.name ?? id);
  const holder = (id: string) => (id === "latest" || id === "either" ? undefined : name(id));
  const section = (heading: string, lines: readonly string[]) => [`## ${heading}`, "", ...lines, ""];
  const items = (lines: readonly string[]) => lines.map((line) => `- ${line}`);
  const { scope, matching, circuitBreaker, ceilings, authority, impactAssessment } = agreement;
  const { linkFrom, adjudicateFrom, oneToOne } = matching.policy;
  const { version, uniqueBelow, duplicateFrom } = matching.fingerprintPolicy;

  return [
    `# ${written(agreement.title)}`,
    "",
    words.intro(agreement.id, agreement.version),
    ...(agreement.supersedes === undefined
      ? []
      : [
          words.supersedes(agreement.supersedes.digest, agreement.supersedes.dataShared),
          words.meanwhile(agreement.supersedes.meanwhile === "suspended"),
        ]),
    words.digest(agreementDigest(agreement)),
    "",
    ...section(words.headings.parties, items(agreement.parties.flatMap((party) => partyLines(party, words)))),
    ...section(
      words.headings.purpose,
      items([
        words.purposesAgreed(
          words.list(agreement.purposes.map((purpose) => words.purposes[purpose])),
          words.purposes[agreement.purpose],
        ),
        ...agreement.purposes.map(
          (purpose) => `**${words.purposes[purpose]}**: ${words.purposeDefinitions[purpose]}`,
        ),
        words.consentBasis,
      ]),
    ),
    ...section(
      words.headings.scope,
      items([
        words.places(words.list(scope.places)),
        ...(scope.programmes.length === 0
          ? []
          : [words.programmes(words.list(scope.programmes.map(written)))]),
        ...(scope.registeredFrom === undefined && scope.registeredUntil === undefined
          ? []
          : [words.registered(scope.registeredFrom, scope.registeredUntil)]),
        words.covered(words.list(scope.statuses.map((status) => words.statuses[status]))),
      ]),
    ),
    ...section(words.headings.exclusions, items(exclusionLines(agreement.exclusions, words))),
    `## ${words.headings.sends}`,
    "",
    ...agreement.parties.flatMap(({ id }, index) => {
      const other = agreement.parties[1 - index]?.id ?? "";
      return directionLines(agreement, id, other, words, language, name);
    }),
    ...(agreement.referrals.length === 0
      ? []
      : section(
          words.headings.referrals,
          items(agreement.referrals.flatMap((terms) => referralLines(terms, words, language, name))),
        )),
    ...(agreement.assistance.length === 0
      ? []
      : section(
          words.headings.assistance,
          items(agreement.assistance.flatMap((terms) => assistanceLines(terms, words, language, name))),
        )),
    ...section(words.headings.authority, [
      ...items([
        words.authorityDefault(holder(authority.default)),
        ...Object.entries(authority.attributes).map(([attribute, party]) =>
          words.authorityOf(attributeLabel(attribute as AttributeName, language), holder(party)),
        ),
      ]),
    ]),
    ...section(
      words.headings.matching,
      items([
        words.matchedBy(name(matching.by)),
        words.thresholds(words.percent(linkFrom), words.percent(adjudicateFrom), oneToOne),
        words.adjudication(holder(matching.adjudicationBy)),
        words.fingerprints(written(version), uniqueBelow, duplicateFrom),
      ]),
    ),
    ...(agreement.overlap === undefined
      ? []
      : section(words.headings.overlap, items(overlapLines(agreement.overlap, words)))),
    ...section(
      words.headings.limits,
      items([
        words.ceilings(
          words.number(ceilings.personsPerExchange),
          words.number(ceilings.recordsPerDay),
          words.number(ceilings.recordsInTotal),
        ),
        words.overlap(words.number(agreement.minimumOverlapTold)),
        words.breaker(
          words.percent(circuitBreaker.expectedOverlap.minimum),
          words.percent(circuitBreaker.expectedOverlap.maximum),
          words.percent(circuitBreaker.maximumDuplicateShare),
        ),
        words.onward,
      ]),
    ),
    ...section(
      words.headings.validity,
      items([
        words.valid(agreement.validFrom, agreement.validUntil, agreement.reviewBy),
        words.suspension,
        words.revocation,
        words.windUp(agreement.windUp.deleteWithinDays),
      ]),
    ),
    ...section(
      words.headings.protection,
      items([
        words.breach(agreement.breachNoticeHours),
        words.assessment(written(impactAssessment.reference), impactAssessment.completedOn),
      ]),
    ),
  ].join("\n");
}

function partyLines(party: Party, words: Words): string[] {
  const { id, kind, country, role, signingKey, contact, instructions, signing } = party;
  const name = written(party.name);
  const about = words.party(
    words.partyKinds[kind],
    country,
    words.roles[role],
    signingKey.kid,
    written(contact.dataProtection),
    written(contact.breach),
  );
  const signatories = signing.signatories.map((each) =>
    words.signatory(written(each.office), words.signatoryKinds[each.kind], each.key.kid),
  );
  return [
    `**${name}** (${id}): ${about}`,
    ...(instructions === undefined ? [] : [words.instructions(name, written(instructions))]),
    signatories.length === 0
      ? words.signedByNode(name)
      : words.signedBy(name, signing.required, words.list(signatories)),
  ];
}

function exclusionLines({ protectedLocation, categories, recipients }: Exclusions, words: Words): string[] {
  const denied = [
    ...recipients.classes.map((each) => words.recipientClasses[each]),
    ...recipients.named.map(written),
  ];
  return [
    words.protectedLocation(protectedLocation),
    ...categories.map((category) => words.excludedCategory(words.categories[category])),
    ...(denied.length === 0 ? [] : [words.denied(words.list(denied))]),
  ];
}

function overlapLines(overlap: Overlap, words: Words): string[] {
  const { estimateBy, linkBy, byCounty, stopBelow, goOn, ceilings } = overlap;
  const named = (keys: Overlap["estimateBy"]) => words.list(keys.map((key) => words.overlapKeys[key]));
  return [
    words.overlapEstimate(named(estimateBy)),
    ...(byCounty ? [words.overlapByCounty] : []),
    ...(linkBy.length === 0 ? [] : [words.overlapLinks(named(linkBy))]),
    ...(stopBelow === 0 ? [] : [words.overlapStop(words.number(stopBelow))]),
    ...(goOn === "whenBothConfirm" ? [words.overlapConfirm] : []),
    words.overlapCeilings(words.number(ceilings.personsPerRun), ceilings.runsPerDay),
  ];
}

function referralLines(
  terms: ReferralTerms,
  words: Words,
  language: Language,
  name: (id: string) => string,
): readonly string[] {
  const services = terms.services.map(({ kind, names }) => {
    const label = SERVICES[kind].label[language];
    return names.length === 0 ? label : `${label} (${words.list(names.map(written))})`;
  });
  return words.referral({
    ...terms,
    from: name(terms.from),
    to: name(terms.to),
    households: terms.subjects.includes("household"),
    services: words.list(services),
    personsPerDay: words.number(terms.personsPerDay),
  });
}

function assistanceLines(
  terms: AssistanceTerms,
  words: Words,
  language: Language,
  name: (id: string) => string,
): readonly string[] {
  return words.assistance({
    ...terms,
    from: name(terms.from),
    to: name(terms.to),
    kinds: words.list(terms.kinds.map((kind) => ASSISTANCE_KIND_LABELS[kind][language])),
    mostPersons: words.number(terms.mostPersons),
    personsPerDay: words.number(terms.personsPerDay),
  });
}

function directionLines(
  agreement: Agreement,
  from: string,
  to: string,
  words: Words,
  language: Language,
  name: (id: string) => string,
): string[] {
  const clauses = agreement.clauses.filter((clause) => clause.from === from && clause.to === to);
  const lines = [`### ${words.direction(name(from), name(to))}`, ""];
  if (clauses.length === 0) return [...lines, words.nothing(name(from), name(to)), ""];
  for (const tier of TIERS) {
    const ofTier = clauses.filter((clause) => clause.tier === tier);
    if (ofTier.length > 0) lines.push(`**${words.tiers[tier]}**`, "", ...table(ofTier, words, language), "");
  }
  const granted = new Set(clauses.map((clause) => clause.attribute));
  const withheld = ATTRIBUTE_NAMES.filter((attribute) => !granted.has(attribute));
  if (withheld.length > 0) {
    const labels = withheld.map((attribute) => attributeLabel(attribute, language));
    lines.push(`**${words.headings.missing}**`, "", `${words.notListed} ${labels.join("; ")}.`, "");
  }
  return lines;
}

function table(clauses: readonly Clause[], words: Words, language: Language): string[] {
  const { clause, attribute, form, purposes, basis, kept, why } = words.columns;
  return [
    `| ${[clause, attribute, form, purposes, basis, kept, why].join(" | ")} |`,
    "|---|---|---|---|---|---|---|",
    ...clauses.map(
      (one) =>
        `| ${[
          one.id,
          attributeLabel(one.attribute, language),
          words.transformations[one.transformation],
          words.list(one.purposes.map((purpose) => words.purposes[purpose])),
          words.basis(one.basis, one.basis.kind === "other" ? written(one.basis.reference) : ""),
          words.kept(one.retentionDays),
          written(one.necessity),
        ].join(" | ")} |`,
    ),
  ];
}
