import type { AttributeName } from "./attributes.ts";
import { type AttributeState, METHODS, type Statement } from "./statement.ts";

/** One value of one attribute, with who said so, how they know, and when. */
export interface Assertion extends Omit<Statement, "states" | "id"> {
  readonly statement: string;
  readonly attribute: AttributeName;
  readonly state: AttributeState;
}

/** Rank of a source for an attribute, higher is stronger; from the agreement for linked persons, else all equal. */
export type Authority = (attribute: AttributeName, source: string) => number;

export const equalAuthority: Authority = () => 0;

export function* assertionsOf(statement: Statement): Generator<Assertion> {
  const { id, states, ...rest } = statement;
  for (const [attribute, state] of Object.entries(states)) {
    if (state !== undefined) yield { ...rest, statement: id, attribute: attribute as AttributeName, state };
  }
}

const STATE_RANK = { withheld: 0, notKnown: 1, declined: 2, known: 3 } as const;

/**
 * The total order under which the greatest assertion is the current value: something said before nothing said
 * (a withheld value never stands over a known one), authority, how it is known, when it was asserted, the clock,
 * the agency, and last the statement's id, so that two different assertions never tie.
 */
export function compareAssertions(authority: Authority): (a: Assertion, b: Assertion) => number {
  return (a, b) =>
    STATE_RANK[a.state.state] - STATE_RANK[b.state.state] ||
    authority(a.attribute, a.source) - authority(b.attribute, b.source) ||
    METHODS.indexOf(a.method) - METHODS.indexOf(b.method) ||
    compareText(a.assertedAt, b.assertedAt) ||
    compareText(a.clock, b.clock) ||
    compareText(a.source, b.source) ||
    compareText(a.statement, b.statement);
}

/** The current assertion of each attribute that the statements speak of. Order of the statements does not matter. */
export function currentAssertions(
  statements: Iterable<Statement>,
  authority: Authority = equalAuthority,
): Map<AttributeName, Assertion> {
  const compare = compareAssertions(authority);
  const current = new Map<AttributeName, Assertion>();
  for (const statement of statements) {
    for (const assertion of assertionsOf(statement)) {
      const standing = current.get(assertion.attribute);
      if (standing === undefined || compare(assertion, standing) > 0)
        current.set(assertion.attribute, assertion);
    }
  }
  return current;
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
