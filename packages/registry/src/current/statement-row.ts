import { type AttributeStates, isAttributeName, type Method, type Statement } from "@accord/vocabulary";

/** A statement as it stands in the store, with the file on which it stands. */
export interface StatementRow {
  readonly subject: string;
  readonly id: string;
  readonly source: string;
  readonly method: Method;
  readonly asserted_at: string;
  readonly recorded_at: string;
  readonly clock: string;
  readonly states: AttributeStates;
  readonly via_link: string | null;
  readonly agreement: string | null;
  readonly retention_until: string | null;
}

/**
 * The statement as the vocabulary has it. A membership that came through a link names a household of the partner's
 * registry, which has no meaning among the own ones: it is on file but never current.
 */
export function countedStatement(row: StatementRow): Statement {
  const { "person.membership": membership, ...others } = row.states;
  const states = row.via_link === null && membership !== undefined ? row.states : others;
  return {
    id: row.id,
    source: row.source,
    method: row.method,
    assertedAt: row.asserted_at,
    recordedAt: row.recorded_at,
    clock: row.clock,
    states: Object.fromEntries(Object.entries(states).filter(([name]) => isAttributeName(name))),
  };
}
