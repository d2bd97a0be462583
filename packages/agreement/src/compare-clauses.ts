import type { Agreement } from "./schema/agreement.ts";
import type { Clause } from "./schema/clause.ts";

export type ClauseChange =
  | { readonly kind: "added"; readonly clause: Clause }
  | { readonly kind: "removed"; readonly clause: Clause }
  | {
      readonly kind: "changed";
      readonly before: Clause;
      readonly after: Clause;
      readonly fields: readonly (keyof Clause)[];
    };

/** How the clauses of one version differ from another's; a clause is the same where direction, tier and attribute are. */
export function compareClauses(before: Agreement, after: Agreement): readonly ClauseChange[] {
  const key = (clause: Clause) => [clause.from, clause.to, clause.tier, clause.attribute].join(" ");
  const earlier = new Map(before.clauses.map((clause) => [key(clause), clause]));
  const changes: ClauseChange[] = [];
  for (const clause of after.clauses) {
    const old = earlier.get(key(clause));
    earlier.delete(key(clause));
    if (old === undefined) {
      changes.push({ kind: "added", clause });
      continue;
    }
    const fields = (Object.keys(clause) as (keyof Clause)[]).filter(
      (field) => JSON.stringify(clause[field]) !== JSON.stringify(old[field]),
    );
    if (fields.length > 0) changes.push({ kind: "changed", before: old, after: clause, fields });
  }
  return [...changes, ...[...earlier.values()].map((clause) => ({ kind: "removed" as const, clause }))];
}
