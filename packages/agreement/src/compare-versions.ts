import { type ClauseChange, compareClauses } from "./compare-clauses.ts";
import type { Agreement } from "./schema/agreement.ts";

/** A term other than a clause that differs, by its path. */
export interface TermChange {
  /** Such as `ceilings.recordsPerDay`. */
  readonly term: string;
  readonly before: unknown;
  readonly after: unknown;
}

export interface VersionChanges {
  readonly terms: readonly TermChange[];
  readonly clauses: readonly ClauseChange[];
}

/** Everything in which one version differs from another; empty lists where they say the same. */
export function compareVersions(before: Agreement, after: Agreement): VersionChanges {
  const { clauses: _before, ...earlier } = before;
  const { clauses: _after, ...later } = after;
  return { terms: [...differences(earlier, later, [])], clauses: compareClauses(before, after) };
}

function* differences(before: unknown, after: unknown, path: readonly string[]): Generator<TermChange> {
  if (isRecord(before) && isRecord(after)) {
    for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
      yield* differences(before[name], after[name], [...path, name]);
    }
  } else if (isParties(before) && isParties(after)) {
    for (const [index, party] of before.entries()) {
      yield* differences(party, after[index], [...path, party.id]);
    }
  } else if (JSON.stringify(before) !== JSON.stringify(after)) {
    yield { term: path.join("."), before, after };
  }
}

/** Parties are told apart by name, not by their place in the list. */
function isParties(value: unknown): value is readonly { readonly id: string }[] {
  return (
    Array.isArray(value) &&
    value.length === 2 &&
    value.every((each) => isRecord(each) && "signingKey" in each && typeof each.id === "string")
  );
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
