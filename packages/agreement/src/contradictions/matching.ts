import type { AttributeName } from "@accord/vocabulary";
import { type Agreement, counterpartOf } from "../schema/agreement.ts";
import { type Contradiction, error, warning } from "./contradiction.ts";

/** What the matching party needs of the other at tier match, and thresholds that leave room for neither decision. */
export function* matchingContradictions(agreement: Agreement): Generator<Contradiction> {
  const { by, adjudicationBy, policy, fingerprintPolicy } = agreement.matching;
  const parties = agreement.parties.map((party) => party.id);
  if (!parties.includes(by)) {
    yield error({
      code: "matching.not_a_party",
      message: `Matching is given to ${by}, who is not a party.`,
      where: "matching.by",
      remedy: `Name ${parties.join(" or ")}.`,
    });
  }
  if (adjudicationBy !== by && (adjudicationBy === "either" || parties.includes(adjudicationBy))) {
    yield warning({
      code: "matching.adjudicator_does_not_match",
      message: `Only ${by}, who matches, holds what both parties say of a waiting pair, so only its staff can decide.`,
      where: "matching.adjudicationBy",
      remedy: `Give adjudication to ${by}.`,
    });
  }
  if (adjudicationBy !== "either" && !parties.includes(adjudicationBy)) {
    yield error({
      code: "matching.adjudicator_not_a_party",
      message: `Adjudication is given to ${adjudicationBy}, who is not a party.`,
      where: "matching.adjudicationBy",
      remedy: `Name ${parties.join(", ")} or either.`,
    });
  }
  if (policy.linkFrom <= policy.adjudicateFrom) {
    yield error({
      code: "matching.thresholds",
      message: "Pairs are linked from a probability at which they should wait for a human.",
      where: "matching.policy.linkFrom",
      remedy: "Set linkFrom above adjudicateFrom.",
    });
  }
  if (fingerprintPolicy.uniqueBelow > fingerprintPolicy.duplicateFrom) {
    yield error({
      code: "matching.fingerprint_bands",
      message: "A fingerprint score would be unique and duplicate at once.",
      where: "matching.fingerprintPolicy",
      remedy: "Set uniqueBelow at most at duplicateFrom.",
    });
  }
  const supplier = counterpartOf(agreement, by)?.id;
  if (supplier !== undefined) yield* fieldsNeeded(agreement, supplier, by);
}

function* fieldsNeeded(agreement: Agreement, from: string, to: string): Generator<Contradiction> {
  const granted = (attribute: AttributeName) =>
    agreement.clauses.find(
      (clause) =>
        clause.tier === "match" && clause.from === from && clause.to === to && clause.attribute === attribute,
    );
  const where = "clauses";
  const remedy = (attribute: string) => `Add a clause for ${attribute} from ${from} to ${to} at tier match.`;
  const name = granted("person.name");
  if (name === undefined) {
    yield error({
      code: "matching.name_not_granted",
      message: `${to} is to match, but no clause grants it person.name from ${from}.`,
      where,
      remedy: remedy("person.name"),
    });
  } else if (name.transformation === "hash") {
    yield warning({
      code: "matching.name_hashed",
      message: "Hashed names match only where both registries spelt them alike.",
      where: `clauses.${name.id}.transformation`,
      remedy: "Grant the name itself at tier match, or expect fewer links.",
    });
  }
  const prints = granted("person.fingerprints");
  if (granted("person.birthDate") === undefined && prints?.transformation !== "none") {
    yield error({
      code: "matching.blocking_not_granted",
      message: "Candidate pairs are found by name with birth date, or by fingerprints; neither is granted.",
      where,
      remedy: remedy("person.birthDate (birthYear is enough) or person.fingerprints"),
    });
  }
  if (granted("person.membership") === undefined) {
    yield warning({
      code: "matching.household_not_granted",
      message: "Without households, children and persons without usable prints are hard to find.",
      where,
      remedy: remedy("person.membership"),
    });
  }
}
