import { ATTRIBUTE_NAMES, type AttributeName, TIERS } from "@accord/vocabulary";
import { agreementDigest } from "../canonical.ts";
import { type Agreement, partyOf } from "../schema/agreement.ts";
import type { Clause } from "../schema/clause.ts";
import { english } from "./en.ts";
import { french } from "./fr.ts";
import { attributeLabel, type Language, type Words } from "./words.ts";

const LANGUAGES: Readonly<Record<Language, Words>> = { en: english, fr: french };

/**
 * The agreement as plain language in Markdown, every term of it, from the document that the software enforces; with
 * its digest. Texts that the parties wrote (names, why an attribute is necessary) stand as they wrote them.
 */
export function renderAgreement(agreement: Agreement, language: Language): string {
  const words = LANGUAGES[language];
  const name = (id: string) => text(partyOf(agreement, id)?.name ?? id);
  const holder = (id: string) => (id === "latest" || id === "either" ? undefined : name(id));
  const section = (heading: string, lines: readonly string[]) => [`## ${heading}`, "", ...lines, ""];
  const items = (lines: readonly string[]) => lines.map((line) => `- ${line}`);
  const { scope, matching, circuitBreaker, ceilings, authority, impactAssessment } = agreement;
  const { linkFrom, adjudicateFrom, oneToOne } = matching.policy;
  const { version, uniqueBelow, duplicateFrom } = matching.fingerprintPolicy;

  return [
    `# ${text(agreement.title)}`,
    "",
    words.intro(agreement.id, agreement.version),
    ...(agreement.supersedes === undefined ? [] : [words.supersedes(agreement.supersedes)]),
    words.digest(agreementDigest(agreement)),
    "",
    ...section(
      words.headings.parties,
      items(
        agreement.parties.map(
          ({ id, role, signingKey, contact }) =>
            `**${name(id)}** (${id}): ${words.party(words.roles[role], signingKey.kid, text(contact.dataProtection), text(contact.breach))}`,
        ),
      ),
    ),
    ...section(
      words.headings.purpose,
      items([
        words.purposesAgreed(
          words.list(agreement.purposes.map((purpose) => words.purposes[purpose])),
          words.purposes[agreement.purpose],
        ),
        words.legalBasis(words.legalBases[agreement.legalBasis]),
        words.consent(agreement.consent.required),
      ]),
    ),
    ...section(
      words.headings.scope,
      items([
        words.places(words.list(scope.places)),
        ...(scope.programmes.length === 0 ? [] : [words.programmes(words.list(scope.programmes.map(text)))]),
        ...(scope.registeredFrom === undefined && scope.registeredUntil === undefined
          ? []
          : [words.registered(scope.registeredFrom, scope.registeredUntil)]),
      ]),
    ),
    `## ${words.headings.sends}`,
    "",
    ...agreement.parties.flatMap(({ id }, index) => {
      const other = agreement.parties[1 - index]?.id ?? "";
      return directionLines(agreement, id, other, words, language, name);
    }),
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
        words.fingerprints(text(version), uniqueBelow, duplicateFrom),
      ]),
    ),
    ...section(
      words.headings.limits,
      items([
        words.ceilings(words.number(ceilings.personsPerExchange), words.number(ceilings.recordsPerDay)),
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
      items([words.valid(agreement.validFrom, agreement.validUntil, agreement.reviewBy), words.revocation]),
    ),
    ...section(
      words.headings.protection,
      items([
        words.breach(agreement.breachNoticeHours),
        words.assessment(text(impactAssessment.reference), impactAssessment.completedOn),
      ]),
    ),
  ].join("\n");
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
  const { clause, attribute, form, kept, why } = words.columns;
  return [
    `| ${[clause, attribute, form, kept, why].join(" | ")} |`,
    "|---|---|---|---|---|",
    ...clauses.map(
      (one) =>
        `| ${[
          one.id,
          attributeLabel(one.attribute, language),
          words.transformations[one.transformation],
          words.kept(one.retentionDays),
          text(one.necessity),
        ].join(" | ")} |`,
    ),
  ];
}

/** A party's own text on one line that cannot become a heading, a table cell, a link or markup. */
function text(written: string): string {
  return written.replace(/\s+/gu, " ").replace(/[\\`*_[\]<>|#]/gu, (character) => `\\${character}`);
}
