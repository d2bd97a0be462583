import { isWithin } from "@accord/vocabulary";
import type { Agreement } from "./schema/agreement.ts";
import type { Clause } from "./schema/clause.ts";

/**
 * Whether two clauses speak of the same: one attribute, one direction and tier, and a purpose that both serve. What one
 * agreement grants for referral says nothing of what another grants for statistics.
 */
export function speaksOfTheSame(a: Clause, b: Clause): boolean {
  return (
    a.from === b.from &&
    a.to === b.to &&
    a.tier === b.tier &&
    a.attribute === b.attribute &&
    a.purposes.some((purpose) => b.purposes.includes(purpose))
  );
}

/** Whether a person can be in both scopes: a place of one lies in a place of the other, and no programme parts them. */
export function mayCoverTheSame(
  { scope: a }: Pick<Agreement, "scope">,
  { scope: b }: Pick<Agreement, "scope">,
): boolean {
  // A scope without a place asks for none.
  const places =
    a.places.length === 0 ||
    b.places.length === 0 ||
    a.places.some((one) => b.places.some((other) => isWithin(one, other) || isWithin(other, one)));
  const programmes =
    a.programmes.length === 0 ||
    b.programmes.length === 0 ||
    a.programmes.some((programme) => b.programmes.includes(programme));
  return places && programmes;
}

/** What both clauses allow: the stricter transformation, consent where either asks for it, the shorter keeping. */
export function stricterClause(a: Clause, b: Clause): Clause {
  const consent = [a, b].find((clause) => clause.basis.kind === "consent");
  return {
    ...a,
    transformation: stricterTransformation(a.transformation, b.transformation),
    basis: consent?.basis ?? a.basis,
    retentionDays: Math.min(a.retentionDays, b.retentionDays),
  };
}

/** From what tells most of a value to what tells least; those that suit one attribute are always in this order. */
const BY_STRICTNESS = ["none", "county", "state", "birthYear", "hash", "present"] as const;

function stricterTransformation(
  a: Clause["transformation"],
  b: Clause["transformation"],
): Clause["transformation"] {
  return BY_STRICTNESS.indexOf(a) >= BY_STRICTNESS.indexOf(b) ? a : b;
}
