import { Waterfall, type Weight } from "../../charts/waterfall.tsx";
import { useTerm, useWords } from "../../language/words.ts";
import { comparisonTerms } from "./comparison-terms.ts";
import type { Evidence } from "./reading.ts";
import { adjudicationWords } from "./words.ts";

/** Under this a piece of evidence says nothing that anyone need look at. */
const SAYS_NOTHING_BITS = 0.05;

/** The evidence as the machine weighed it, in bits (log base two of the Bayes factor): each comparison, and the fingerprints. */
export function EvidenceShown({ evidence }: { readonly evidence: Evidence }) {
  const say = useWords(adjudicationWords);
  const term = useTerm(comparisonTerms);
  const compared = (evidence.comparisons ?? []).map(
    ({ comparison, level, weight }): Weight => ({ name: term(comparison), note: level, bits: weight }),
  );
  const told = new Set((evidence.comparisons ?? []).map(({ comparison }) => comparison));
  const fingerprints = evidence.parts?.fingerprints ?? 0;
  const weights: Weight[] = [
    { name: say("before"), bits: evidence.prior ?? 0 },
    ...compared,
    ...(told.has("fingerprints") ? [] : [{ name: term("fingerprints"), bits: fingerprints }]),
  ];
  return (
    <Waterfall
      weights={weights.filter(({ bits }) => Math.abs(bits) > SAYS_NOTHING_BITS)}
      total={say("total")}
    />
  );
}
