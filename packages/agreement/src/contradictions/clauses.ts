import { ATTRIBUTES } from "@accord/vocabulary";
import type { Agreement } from "../schema/agreement.ts";
import type { Clause } from "../schema/clause.ts";
import { actClauseContradictions } from "./acts.ts";
import { type Contradiction, error, warning } from "./contradiction.ts";

/** Longest that transient matching data should stay while humans adjudicate, in days. */
const LONG_MATCH_RETENTION_DAYS = 90;

/** Each clause by itself, and clauses that say the same thing twice. */
export function* clauseContradictions(agreement: Agreement): Generator<Contradiction> {
  if (agreement.clauses.length === 0) {
    yield error({
      code: "clauses.none",
      message: "The agreement has no clause, so nothing may be exchanged.",
      where: "clauses",
      remedy: "Add a clause for each attribute that may leave.",
    });
  }
  const ids = new Set<string>();
  const grants = new Map<string, string>();
  for (const clause of agreement.clauses) {
    if (ids.has(clause.id)) {
      yield error({
        code: "clauses.id_repeated",
        message: `Two clauses have the id ${clause.id}.`,
        where: `clauses.${clause.id}`,
        remedy: "Give each clause an id of its own: refusals and receipts name it.",
      });
    }
    ids.add(clause.id);
    const grant = [clause.from, clause.to, clause.tier, clause.attribute].join(" ");
    const earlier = grants.get(grant);
    if (earlier !== undefined) {
      yield error({
        code: "clauses.repeated",
        message: `Clauses ${earlier} and ${clause.id} both grant ${clause.attribute} at tier ${clause.tier}.`,
        where: `clauses.${clause.id}`,
        remedy: "Keep one clause for each direction, tier and attribute.",
      });
    }
    grants.set(grant, clause.id);
    yield* oneClause(agreement, clause);
  }
}

function* oneClause(agreement: Agreement, clause: Clause): Generator<Contradiction> {
  const { id, from, to, attribute, tier, transformation } = clause;
  const definition = ATTRIBUTES[attribute];
  const parties = agreement.parties.map((party) => party.id);
  if (from === to) {
    yield error({
      code: "clauses.to_itself",
      message: `Clause ${id} goes from ${from} to itself.`,
      where: `clauses.${id}.to`,
      remedy: "Name the other party.",
    });
  }
  for (const end of ["from", "to"] as const) {
    if (!parties.includes(clause[end])) {
      yield error({
        code: "clauses.not_a_party",
        message: `Clause ${id} names ${clause[end]}, who is not a party.`,
        where: `clauses.${id}.${end}`,
        remedy: `Name ${parties.join(" or ")}.`,
      });
    }
  }
  if (!definition.transformations.includes(transformation)) {
    yield error({
      code: "clauses.transformation",
      message: `${transformation} cannot be done to ${attribute}.`,
      where: `clauses.${id}.transformation`,
      remedy: `Choose one of: ${definition.transformations.join(", ")}.`,
    });
  }
  if (
    tier !== "match" &&
    tier !== "assistance" &&
    (transformation === "hash" || transformation === "present")
  ) {
    // A pseudonymised copy that overwrites the real record is a failure seen in the field.
    yield error({
      code: "clauses.not_a_value",
      message: `Clause ${id} would put a ${transformation} of ${attribute} into the receiver's file as its value.`,
      where: `clauses.${id}.transformation`,
      remedy: "Use hash and present at tier match, and present at tier assistance.",
    });
  }
  if (tier === "match" && definition.subject === "household") {
    yield error({
      code: "clauses.household_at_match",
      message: `${attribute} is of a household; the match tier holds persons only.`,
      where: `clauses.${id}.tier`,
      remedy: "Grant person.membership at tier match, and this attribute at tier linked.",
    });
  }
  if (tier !== "match" && clause.retentionDays === 0) {
    yield error({
      code: "clauses.no_retention",
      message: `Clause ${id} gives ${attribute} for the file, to be deleted at once.`,
      where: `clauses.${id}.retentionDays`,
      remedy: "Say for how many days the receiver keeps it, or drop the clause.",
    });
  }
  if (tier === "match" && clause.retentionDays > LONG_MATCH_RETENTION_DAYS) {
    yield warning({
      code: "clauses.match_retained",
      message: `Clause ${id} keeps matching data ${clause.retentionDays} days.`,
      where: `clauses.${id}.retentionDays`,
      remedy: "Matching data is transient: keep it only as long as adjudication takes.",
    });
  }
  yield* groundsOf(agreement, clause);
  yield* actClauseContradictions(agreement, clause);
  if (clause.necessity.trim() === "") {
    const level = definition.sensitivity === "special" ? error : warning;
    yield level({
      code: "clauses.necessity",
      message: `Clause ${id} does not say why ${attribute} is necessary.`,
      where: `clauses.${id}.necessity`,
      remedy: "Say what the purpose cannot do without it, or drop the clause.",
    });
  }
}

/** The purposes and the basis of one clause. */
function* groundsOf(
  agreement: Agreement,
  { id, purposes, basis, attribute, tier }: Clause,
): Generator<Contradiction> {
  const where = `clauses.${id}.purposes`;
  const strange = purposes.filter((purpose) => !agreement.purposes.includes(purpose));
  if (strange.length > 0) {
    yield error({
      code: "clauses.purpose_not_agreed",
      message: `Clause ${id} serves ${strange.join(", ")}, which is not among the agreed purposes.`,
      where,
      remedy: "Choose some of the agreement's purposes, or add it to them.",
    });
  } else if (tier !== "referral" && tier !== "assistance" && !purposes.includes(agreement.purpose)) {
    yield warning({
      code: "clauses.purpose_not_exchanged",
      message: `Clause ${id} does not serve ${agreement.purpose}, so no exchange brings ${attribute}.`,
      where,
      remedy: "Add the exchange's purpose to the clause, or drop the clause.",
    });
  }
  if (new Set(purposes).size < purposes.length) {
    yield error({
      code: "clauses.purpose_repeated",
      message: `Clause ${id} names a purpose twice.`,
      where,
      remedy: "Name each purpose once.",
    });
  }
  if (basis.kind === "other" && ATTRIBUTES[attribute].sensitivity === "special") {
    yield warning({
      code: "clauses.special_without_consent",
      message: `Clause ${id} shares ${attribute}, which is of the most sensitive kind, without asking the person.`,
      where: `clauses.${id}.basis`,
      remedy: "Ask for consent, or have the impact assessment say why that cannot be.",
    });
  }
}
