import {
  ATTRIBUTES,
  type AttributeStates,
  isAttributeName,
  type Method,
  type Statement,
} from "@accord/vocabulary";

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
 * The statement as the vocabulary has it. What a partner's agency itself gives out (its numbers, cards, households) is
 * on file but never current where it came through a link: the own agency's stands.
 */
export function countedStatement(row: StatementRow): Statement {
  const counts = (name: string) =>
    isAttributeName(name) && (row.via_link === null || ATTRIBUTES[name].givenByAgency !== true);
  return {
    id: row.id,
    source: row.source,
    method: row.method,
    assertedAt: row.asserted_at,
    recordedAt: row.recorded_at,
    clock: row.clock,
    states: Object.fromEntries(Object.entries(row.states).filter(([name]) => counts(name))),
  };
}
