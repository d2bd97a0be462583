import type { ClauseChange, TermChange } from "@accord/agreement";
import { harmless, styled } from "./terminal.ts";

export interface VersionChanges {
  readonly terms: readonly TermChange[];
  readonly clauses: readonly ClauseChange[];
}

/** A difference between two versions, one line a term or clause: what was, and what is proposed. */
export function changeLines(changes: VersionChanges | undefined): string[] {
  if (changes === undefined) return [];
  return [
    ...changes.terms.map(
      ({ term, before, after }) => `${styled("yellow", "~")} ${term}: ${shown(before)} -> ${shown(after)}`,
    ),
    ...changes.clauses.flatMap(clauseLines),
  ];
}

function clauseLines(change: ClauseChange): string[] {
  if (change.kind === "added") return [`${styled("green", "+")} ${clauseText(change.clause)}`];
  if (change.kind === "removed") return [`${styled("red", "-")} ${clauseText(change.clause)}`];
  const { before, after, fields } = change;
  return [
    `${styled("yellow", "~")} ${harmless(after.id)} (${after.attribute}, ${after.from} to ${after.to}, ${after.tier}):`,
    ...fields.map((field) => `    ${field}: ${shown(before[field])} -> ${shown(after[field])}`),
  ];
}

const clauseText = ({ id, attribute, from, to, tier, transformation, retentionDays }: AddedClause): string =>
  `${harmless(id)}: ${attribute} from ${from} to ${to} at ${tier}, ${transformation}, kept ${retentionDays} days`;

type AddedClause = Extract<ClauseChange, { kind: "added" }>["clause"];

function shown(value: unknown): string {
  if (value === undefined) return "nothing";
  return harmless(typeof value === "string" ? value : JSON.stringify(value));
}
