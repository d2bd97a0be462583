import type { Agreement } from "../schema/agreement.ts";
import type { Clause } from "../schema/clause.ts";
import { type Contradiction, error, warning } from "./contradiction.ts";

/** Referrals and questions on lists: terms without clauses, clauses without terms, terms of nobody's. */
export function* actContradictions(agreement: Agreement): Generator<Contradiction> {
  for (const [act, tier] of [
    ["referrals", "referral"],
    ["assistance", "assistance"],
  ] as const) {
    const directions = new Set<string>();
    for (const { id, from, to } of agreement[act]) {
      const parties = agreement.parties.map((party) => party.id);
      if (from === to || !parties.includes(from) || !parties.includes(to)) {
        yield error({
          code: `${act}.not_the_parties`,
          message: `Terms ${id} are not between the two parties.`,
          where: `${act}.${id}`,
          remedy: `Name ${parties.join(" and ")}.`,
        });
      }
      if (directions.has(from)) {
        yield error({
          code: `${act}.repeated`,
          message: `Two terms speak of ${act} from ${from}.`,
          where: `${act}.${id}`,
          remedy: "Keep one for each direction.",
        });
      }
      directions.add(from);
      if (!agreement.clauses.some((clause) => clause.tier === tier && clause.from === from)) {
        yield error({
          code: `${act}.no_clause`,
          message: `Terms ${id} have no clause at tier ${tier} from ${from}, so nothing may leave under them.`,
          where: `${act}.${id}`,
          remedy: "Add the clauses, or drop the terms.",
        });
      }
    }
  }
  for (const { id, from, to, leastPersons, mostPersons, personsPerDay } of agreement.assistance) {
    const asks = (clause: Clause) => clause.tier === "assistance" && clause.from === to;
    if (!agreement.clauses.some(asks)) {
      yield error({
        code: "assistance.question_not_granted",
        message: `${to} may ask ${from}, but no clause lets it say who is on its list.`,
        where: `assistance.${id}`,
        remedy: `Add a clause on person.assistance at tier assistance from ${to} to ${from}.`,
      });
    }
    if (leastPersons > mostPersons) {
      yield error({
        code: "assistance.list_reversed",
        message: `The least persons of a list are more than the most in ${id}.`,
        where: `assistance.${id}.leastPersons`,
        remedy: "Set leastPersons below mostPersons.",
      });
    }
    if (mostPersons > personsPerDay) {
      yield warning({
        code: "assistance.day_below_list",
        message: `A full list does not fit into the persons of one day in ${id}.`,
        where: `assistance.${id}.personsPerDay`,
        remedy: "Raise personsPerDay, or lower mostPersons.",
      });
    }
    if (leastPersons < 5) {
      yield warning({
        code: "assistance.probing",
        message: `Under ${id} a list of ${leastPersons} can be asked about, which is to ask about one person.`,
        where: `assistance.${id}.leastPersons`,
        remedy: "Ask about lists of five persons or more.",
      });
    }
  }
}

/** What a clause of an act of its own must be besides what every clause must. */
export function* actClauseContradictions(agreement: Agreement, clause: Clause): Generator<Contradiction> {
  const { id, attribute, tier, purposes } = clause;
  if ((tier === "assistance") !== (attribute === "person.assistance")) {
    yield error({
      code: "clauses.assistance_elsewhere",
      message: `Clause ${id} grants ${attribute} at tier ${tier}.`,
      where: `clauses.${id}.attribute`,
      remedy: "At tier assistance only person.assistance is told, and it is told nowhere else.",
    });
  }
  if (tier !== "referral" && tier !== "assistance") return;
  const act = tier === "referral" ? "referrals" : "assistance";
  const purpose = tier === "referral" ? "referral" : "deduplicationOfAssistance";
  if (!purposes.includes(purpose)) {
    yield error({
      code: "clauses.act_purpose",
      message: `Clause ${id} is at tier ${tier} and does not serve ${purpose}.`,
      where: `clauses.${id}.purposes`,
      remedy: `Add ${purpose} to the clause, and to the agreement's purposes.`,
    });
  }
  if (
    !agreement[act].some(
      (terms) => terms.from === clause.from || (act === "assistance" && terms.to === clause.from),
    )
  ) {
    yield error({
      code: "clauses.no_terms",
      message: `Clause ${id} is at tier ${tier}, but the agreement has no terms for ${act} from ${clause.from}.`,
      where: `clauses.${id}.tier`,
      remedy: `Add terms to ${act}, or drop the clause.`,
    });
  }
}
