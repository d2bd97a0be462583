import { type Weight, Waterfall } from "../../charts/waterfall.tsx";
import { useTerm, useWords } from "../../language/words.ts";
import { comparisonTerms } from "./comparison-terms.ts";
import type { Evidence } from "./reading.ts";
import { adjudicationWords } from "./words.ts";

/** Under this a piece of evidence says nothing that anyone need look at. */
const SAYS_NOTHING_BITS = 0.05;

/** The evidence as the machine weighed it, in bits (log base two of the Bayes factor): each comparison, then the other parts. */
export function EvidenceShown({ evidence }: { readonly evidence: Evidence }) {
  const say = useWords(adjudicationWords);
  const term = useTerm(comparisonTerms);
  const compared = (evidence.comparisons ?? []).map(({ comparison, level, weight }): Weight => ({ name: term(comparison), note: level, bits: weight }));
  const others = Object.entries(evidence.parts ?? {})
    .filter(([part]) => part !== "biography")
    .map(([part, bits]): Weight => ({ name: term(part), bits }));
  // What the comparisons together say beyond their sum: the model holds some of them for one piece of evidence.
  const biography = evidence.parts?.biography;
  const rest = biography === undefined ? 0 : biography - compared.reduce((sum, { bits }) => sum + bits, 0);
  const weights: Weight[] = [
    { name: say("before"), bits: evidence.prior ?? 0 },
    ...compared,
    ...(Math.abs(rest) > SAYS_NOTHING_BITS ? [{ name: "±", bits: rest }] : []),
    ...others,
  ];
  return <Waterfall weights={weights.filter(({ bits }) => Math.abs(bits) > SAYS_NOTHING_BITS)} total={say("total")} />;
}
