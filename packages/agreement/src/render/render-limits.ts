import { type Grant, TIERS } from "@accord/vocabulary";
import { planUnder, type Terms } from "../disclosure/plan-under.ts";
import { partyOf } from "../schema/agreement.ts";
import { WORDS } from "./all-words.ts";
import { attributeLabel, type Language } from "./words.ts";
import { written } from "./written.ts";

/**
 * Where agreements beside this one narrow it, clause by clause, in plain language (Markdown): what counts, and which of
 * them says so. Empty where none does. It is not part of the signed text: it changes with what else is in force.
 */
export function renderLimits(terms: Terms, language: Language): string {
  const words = WORDS[language];
  const name = (id: string) => written(partyOf(terms.agreement, id)?.name ?? id);
  const titled = (digests: readonly string[]) =>
    words.list(
      digests.map((digest) => {
        const title = terms.alongside.find((each) => each.digest === digest)?.agreement.title ?? "";
        return `${written(title)} (${digest.slice(0, 12)})`;
      }),
    );
  const line = (from: string, to: string, grant: Grant) =>
    words.narrowed(
      `${grant.clause}: ${attributeLabel(grant.attribute, language)}, ${name(from)} → ${name(to)}`,
      words.transformations[grant.transformation],
      grant.consent,
      words.kept(grant.retentionDays),
      titled(grant.limitedBy ?? []),
    );
  const lines = terms.agreement.parties.flatMap(({ id }) => {
    const plans = TIERS.map((tier) => planUnder(terms, { from: id, tier }));
    const clauses = plans.flatMap(({ grants, from, to }) =>
      grants.filter((grant) => grant.limitedBy !== undefined).map((grant) => line(from, to, grant)),
    );
    const excluding = new Set(plans.flatMap((plan) => plan.excludedBy ?? []));
    return excluding.size === 0
      ? clauses
      : [...clauses, words.narrowedExclusions(name(id), titled([...excluding].sort()))];
  });
  if (lines.length === 0) return "";
  return [`## ${words.headings.narrowed}`, "", ...lines.map((each) => `- ${each}`), ""].join("\n");
}
