import {
  ATTRIBUTES,
  type AttributeName,
  DisclosedStatement,
  type DisclosurePlan,
  type Grant,
  isAttributeName,
  isWithin,
  type Place,
} from "@accord/vocabulary";
import { z } from "zod";
import { grantedShape } from "./granted-shapes.ts";
import type { Refusal } from "./refusal.ts";

export interface CheckOptions {
  /** Persons of this exchange and tier that were accepted in earlier batches. */
  readonly personsBefore?: number;
  /** Records received today under the agreement before this batch, and the agreement's `ceilings.recordsPerDay`. */
  readonly today?: { readonly records: number; readonly ceiling: number };
  /** Records received under the agreement at any time before this batch, and its `ceilings.recordsInTotal`. */
  readonly total?: { readonly records: number; readonly ceiling: number };
}

const AnyState = z.union([
  z
    .strictObject({ state: z.literal("known"), value: z.unknown() })
    .refine((state) => state.value !== undefined),
  z.strictObject({ state: z.enum(["notKnown", "declined", "withheld"]) }),
]);
type AnyState = z.infer<typeof AnyState>;
const AnyStates = z.record(z.string(), AnyState);
const Ref = z.string().min(1).max(80);
const MatchShape = z.strictObject({ ref: Ref, states: AnyStates });
const PersonShape = z.strictObject({
  ref: Ref,
  statements: z.array(DisclosedStatement.omit({ states: true }).extend({ states: AnyStates })).max(1000),
});

/**
 * The receiver's check, before anything of a batch is stored or compared: every record against the same clauses as
 * the sender's, written apart from what the sender runs. One field outside refuses the whole batch.
 *
 * The records are taken as they came off the wire, parsed JSON of any shape. After `undefined` they are
 * `MatchRecord`s (tier match) or `DisclosedPerson`s whose values have their transformed shape, which for `hash` and
 * `present` is not the vocabulary's: do not parse them with its schemas as well.
 */
export function checkRecords(
  plan: DisclosurePlan,
  records: readonly unknown[],
  options: CheckOptions = {},
): Refusal | undefined {
  if (records.length === 0) return undefined;
  if (plan.grants.length === 0) {
    return { rule: "nothingGranted", message: `Nothing is granted from ${plan.from} at tier ${plan.tier}.` };
  }
  if ((options.personsBefore ?? 0) + records.length > plan.maximumPersons) {
    return { rule: "tooManyPersons", message: `More than ${plan.maximumPersons} persons in one exchange.` };
  }
  if (options.today !== undefined && options.today.records + records.length > options.today.ceiling) {
    return { rule: "tooManyRecordsToday", message: `More than ${options.today.ceiling} records in one day.` };
  }
  if (options.total !== undefined && options.total.records + records.length > options.total.ceiling) {
    return {
      rule: "tooManyRecordsInTotal",
      message: `More than ${options.total.ceiling} records under the agreement.`,
    };
  }
  const check = recordCheck(plan);
  const seen = new Set<string>();
  for (const [recordIndex, record] of records.entries()) {
    const fault = check(record, seen);
    if (fault !== undefined) return { ...fault, recordIndex };
  }
  return undefined;
}

type Fault = Omit<Refusal, "recordIndex">;

function recordCheck(plan: DisclosurePlan): (record: unknown, seen: Set<string>) => Fault | undefined {
  const grants = new Map(
    plan.grants.map((grant) => [grant.attribute as string, { grant, shape: grantedShape(grant) }]),
  );

  return (record, seen) => {
    const parsed = hidesSomething(record)
      ? undefined
      : (plan.tier === "match" ? MatchShape : PersonShape).safeParse(record);
    if (parsed?.success !== true) {
      return { rule: "recordShape", message: `A record does not have the shape of tier ${plan.tier}.` };
    }
    const { ref } = parsed.data;
    if (seen.has(ref)) return { rule: "repeatedRecord", message: "A person is in the batch twice." };
    seen.add(ref);
    if ("states" in parsed.data) {
      const { states } = parsed.data;
      return checkStates(states, undefined) ?? placeFault(states) ?? personFault(states);
    }
    for (const statement of parsed.data.statements) {
      if (statement.source !== plan.from) {
        return { rule: "sourceNotSender", message: `A statement is not ${plan.from}'s own.` };
      }
      const fault = checkStates(statement.states, statement.subject) ?? originFault(statement.states);
      if (fault !== undefined) return fault;
    }
    return undefined;
  };

  function checkStates(states: Record<string, AnyState>, subject: string | undefined): Fault | undefined {
    for (const [attribute, state] of Object.entries(states)) {
      if (!isAttributeName(attribute)) {
        return { rule: "attributeUnknown", message: "An attribute is not in the catalogue." };
      }
      const granted = grants.get(attribute);
      if (granted === undefined) {
        return {
          rule: "attributeNotGranted",
          attribute,
          message: `No clause grants ${attribute} from ${plan.from} at tier ${plan.tier}.`,
        };
      }
      const at = { attribute, clause: granted.grant.clause };
      if (subject !== undefined && ATTRIBUTES[attribute].subject !== subject) {
        return { rule: "attributeOfOtherSubject", ...at, message: `${attribute} is not of a ${subject}.` };
      }
      if (state.state === "known" && !granted.shape.safeParse(state.value).success)
        return shapeFault(granted.grant);
    }
    return undefined;
  }

  /** Who comes from an excluded country must not be in any record, however old the statement that says so. */
  function originFault(states: Record<string, AnyState>): Fault | undefined {
    const state = states["person.origin"];
    if (state?.state !== "known") return undefined;
    const { pcode } = state.value as Place;
    return plan.exclusions.origins.some((country) => pcode.startsWith(country))
      ? faultOf(
          "personExcluded",
          "person.origin",
          "A person comes from a country that the agreement excludes.",
        )
      : undefined;
  }

  /** What the match tier's current values tell of a person whom the agreement does not cover. */
  function personFault(states: Record<string, AnyState>): Fault | undefined {
    const life = states["person.lifeStatus"];
    if (life?.state === "known") {
      const status = life.value === "present" ? "active" : life.value;
      if (!plan.scope.statuses.some((covered) => covered === status)) {
        return faultOf("statusOutOfScope", "person.lifeStatus", "A person's status is outside the scope.");
      }
    }
    return originFault(states);
  }

  function faultOf(rule: Fault["rule"], attribute: AttributeName, message: string): Fault {
    const clause = grants.get(attribute)?.grant.clause;
    return { rule, attribute, ...(clause === undefined ? {} : { clause }), message };
  }

  /** Only the match tier shows a person's one current place; where it is not visible, the sender answers for scope. */
  function placeFault(states: Record<string, AnyState>): Fault | undefined {
    const state = states["person.location"];
    if (state?.state !== "known" || plan.scope.places.length === 0) return undefined;
    const { pcode } = state.value as Place;
    // A transformed place can be wider than the scope's: then it must at least contain a place of the scope.
    if (plan.scope.places.some((place) => isWithin(pcode, place) || isWithin(place, pcode))) return undefined;
    return faultOf(
      "placeOutOfScope",
      "person.location",
      "A person's place is outside the agreement's scope.",
    );
  }
}

/** Deepest of a record that is agreed: statements, statement, states, state, value, parts, part. */
const MAXIMUM_DEPTH = 10;

/** True of a `__proto__` key, which the schema library passes over in silence, and of nesting without end. */
function hidesSomething(value: unknown, depth = 0): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (depth > MAXIMUM_DEPTH || Object.hasOwn(value, "__proto__")) return true;
  return Object.values(value).some((inner) => hidesSomething(inner, depth + 1));
}

function shapeFault({ attribute, clause, transformation }: Grant): Fault {
  return transformation === "none"
    ? { rule: "valueShape", attribute, clause, message: `A value of ${attribute} does not have its shape.` }
    : {
        rule: "valueNotTransformed",
        attribute,
        clause,
        message: `A value of ${attribute} is not in the shape that ${transformation} gives.`,
      };
}
