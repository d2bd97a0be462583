import {
  AccordError,
  ATTRIBUTES,
  type AttributeState,
  type AttributeStates,
  type DisclosedPerson,
  type DisclosedStatement,
  type DisclosurePlan,
  type Grant,
  isAttributeName,
  type MatchRecord,
  type SubjectKind,
} from "@accord/vocabulary";
import { transformValue } from "./transform.ts";

export interface ApplyOptions {
  /** Key of the `hash` transformation, at least 32 bytes; needed only where a clause hashes. */
  readonly hashKey?: Uint8Array;
}

/**
 * A record as it may leave under the plan: granted attributes, transformed. It drops nothing silently. A record with
 * an attribute that no clause grants, or a statement of another source than the sender (onward transfer is none),
 * should never have been read, so it throws, and the caller sends nothing of it.
 *
 * The matching party runs it over its own match records with the *other's* plan and the same key before it compares,
 * so that hashes meet hashes and counties meet counties.
 * @throws AccordError `agreement.nothing_granted`, `agreement.not_granted`, `agreement.foreign_statement`,
 * `agreement.wrong_tier`, `agreement.value_malformed`, `agreement.hash_key_missing`.
 */
export function applyPlan(plan: DisclosurePlan, record: MatchRecord, options?: ApplyOptions): MatchRecord;
export function applyPlan(
  plan: DisclosurePlan,
  record: DisclosedPerson,
  options?: ApplyOptions,
): DisclosedPerson;
export function applyPlan(
  plan: DisclosurePlan,
  record: MatchRecord | DisclosedPerson,
  options: ApplyOptions = {},
): MatchRecord | DisclosedPerson {
  if (plan.grants.length === 0) {
    throw new AccordError(
      "agreement.nothing_granted",
      `Nothing is granted to ${plan.to} at tier ${plan.tier}.`,
      {
        where: "plan",
        remedy: "The agreement has no clause for this, or is not in force.",
      },
    );
  }
  const grants = new Map<string, Grant>(plan.grants.map((grant) => [grant.attribute, grant]));
  if ("statements" in record) {
    if (plan.tier === "match") throw wrongTier();
    return { ref: record.ref, statements: record.statements.map((statement) => cut(statement)) };
  }
  if (plan.tier !== "match") throw wrongTier();
  return { ref: record.ref, states: transformed(record.states, undefined) };

  function cut(statement: DisclosedStatement): DisclosedStatement {
    if (statement.source !== plan.from) {
      throw new AccordError(
        "agreement.foreign_statement",
        "A statement is another agency's, not the sender's.",
        {
          where: "statements.source",
          remedy: "Disclose only what the sending agency itself said: onward transfer is not agreed.",
        },
      );
    }
    const { id, subject, source, method, assertedAt, clock, states } = statement;
    return { id, subject, source, method, assertedAt, clock, states: transformed(states, subject) };
  }

  function transformed(states: AttributeStates, subject: SubjectKind | undefined): AttributeStates {
    const leaving: Record<string, AttributeState> = {};
    for (const [attribute, state] of Object.entries(states)) {
      if (state === undefined) continue;
      const grant = grants.get(attribute);
      if (grant === undefined || !isAttributeName(attribute)) throw notGranted(plan, attribute);
      const definition = ATTRIBUTES[attribute];
      if (subject !== undefined && definition.subject !== subject) throw notGranted(plan, attribute);
      if (state.state !== "known") {
        leaving[attribute] = { state: state.state };
        continue;
      }
      // A value of another shape could carry what the clause does not grant, such as a name in a place's field.
      const value = definition.schema.safeParse(state.value);
      if (!value.success) {
        throw new AccordError(
          "agreement.value_malformed",
          `A value of ${attribute} does not have its shape.`,
          {
            where: attribute,
          },
        );
      }
      leaving[attribute] = {
        state: "known",
        value: transformValue(grant.transformation, attribute, value.data, options.hashKey),
      };
    }
    return leaving as AttributeStates;
  }
}

function notGranted(plan: DisclosurePlan, attribute: string): AccordError {
  const field = isAttributeName(attribute) ? attribute : "an unknown attribute";
  return new AccordError(
    "agreement.not_granted",
    `No clause grants ${field} to ${plan.to} at tier ${plan.tier}.`,
    {
      where: field,
      remedy: "Read only what the plan grants.",
    },
  );
}

function wrongTier(): AccordError {
  return new AccordError("agreement.wrong_tier", "The record is not of the plan's tier.", {
    where: "record",
  });
}
