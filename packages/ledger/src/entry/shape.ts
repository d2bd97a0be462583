import { LedgerError } from "../errors.ts";
import type { LedgerEntry } from "./entry.ts";

type Check = (value: unknown) => boolean;
interface Shape {
  readonly required: Readonly<Record<string, Check>>;
  readonly optional: Readonly<Record<string, Check>>;
}

const MAXIMUM_CLAUSES = 200;
const MAXIMUM_ATTRIBUTES = 200;

const matching =
  (pattern: RegExp): Check =>
  (value) =>
    typeof value === "string" && pattern.test(value);
const oneOf =
  (...values: readonly string[]): Check =>
  (value) =>
    typeof value === "string" && values.includes(value);

const count: Check = (value) =>
  Number.isSafeInteger(value) && (value as number) >= 0 && !Object.is(value, -0);
const digest = matching(/^[0-9a-f]{64}$/);
/**
 * Random or hashed identifiers only: a pattern wide enough for a card or phone number would let one in.
 */
const opaque = matching(
  /^(?:[a-z][a-z-]{0,31}:)?(?:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|[0-9a-f]{32,128})$/,
);
/** An agency, purpose, clause or code: a term of the agreement, short, without spaces, and no long number. */
const term = matching(/^(?=.*[A-Za-z]|\d{1,4}$)[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/);
const tier = oneOf("match", "linked", "roster", "links");

const instant: Check = (value) => {
  if (typeof value !== "string" || !/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/.test(value)) return false;
  const time = Date.parse(value);
  return !Number.isNaN(time) && new Date(time).toISOString() === value;
};

const clauses: Check = (value) =>
  Array.isArray(value) &&
  value.length <= MAXIMUM_CLAUSES &&
  value.every(term) &&
  new Set(value).size === value.length;

const attribute = /^[a-z][A-Za-z]{0,31}\.[a-z][A-Za-z0-9]{0,63}$/;
const counts: Check = (value) => {
  if (!isPlainObject(value)) return false;
  const pairs = Object.entries(value);
  return pairs.length <= MAXIMUM_ATTRIBUTES && pairs.every(([name, n]) => attribute.test(name) && count(n));
};

const batch = {
  exchange: opaque,
  partner: term,
  agreement: digest,
  clauses,
  purpose: term,
  tier,
  persons: count,
  counts,
  commitment: digest,
};
const place = { round: count, batch: count };
const batchDetail = { withheld: counts, bytes: counts, ...place };
const context = { exchange: opaque, partner: term, agreement: digest };

const SHAPES: Readonly<Record<LedgerEntry["kind"], Shape>> = {
  disclosure: { required: batch, optional: batchDetail },
  receipt: { required: batch, optional: batchDetail },
  snapshot: { required: { ...context, persons: count, commitment: digest }, optional: {} },
  decision: {
    required: {
      subject: oneOf("link", "duplicate"),
      outcome: oneOf("confirmed", "rejected", "waiting", "undone"),
      decidedBy: oneOf("policy", "person"),
      count,
    },
    optional: { ...context, commitment: digest },
  },
  exchange: {
    required: {
      ...context,
      event: oneOf("proposed", "accepted", "resumed", "halted", "overridden", "completed"),
    },
    optional: { code: term },
  },
  refusal: { required: { partner: term, code: term }, optional: { ...batch, ...place } },
  agreement: {
    required: {
      event: oneOf(
        "drafted",
        "proposed",
        "signed",
        "activated",
        "amended",
        "suspended",
        "resumed",
        "revoked",
        "expired",
        "closed",
      ),
      agreement: digest,
      partner: term,
    },
    optional: {},
  },
  erasure: {
    required: {
      reason: oneOf("request", "withdrawal", "retention", "purge", "agreement-ended"),
      persons: count,
      commitment: digest,
    },
    optional: context,
  },
  import: { required: { persons: count, rejected: count, commitment: digest }, optional: {} },
  checkpoint: { required: { partner: term, size: count, root: digest }, optional: { exchange: opaque } },
};

/**
 * Holds a value to the closed shape of its kind: every field known, every string an opaque identifier, a digest or a
 * term of the agreement, every number a count. There is no field of free text, so that personal data has no place.
 *
 * @throws LedgerError `ledger.entry_malformed`, naming the field and never its value
 */
export function assertEntryShape(value: unknown): asserts value is LedgerEntry {
  if (!isPlainObject(value)) throw malformed("entry", "A ledger entry is an object.");
  const { kind } = value;
  if (typeof kind !== "string" || !Object.hasOwn(SHAPES, kind)) {
    throw malformed("kind", "The kind of this ledger entry is not known.");
  }
  const shape = SHAPES[kind as LedgerEntry["kind"]];
  const required: Readonly<Record<string, Check>> = { at: instant, ...shape.required };
  const optional: Readonly<Record<string, Check>> = { reference: opaque, ...shape.optional };
  for (const name of Object.keys(required)) {
    if (value[name] === undefined) throw malformed(`${kind}.${name}`, "A ledger entry lacks a field.");
  }
  for (const [name, field] of Object.entries(value)) {
    if (name === "kind" || field === undefined) continue;
    const check = Object.hasOwn(required, name)
      ? required[name]
      : Object.hasOwn(optional, name)
        ? optional[name]
        : undefined;
    if (check === undefined) {
      // The name itself is not repeated: it may be a person's value put in the wrong place.
      throw malformed(kind, "A ledger entry has a field that its kind does not have.");
    }
    if (!check(field)) throw malformed(`${kind}.${name}`, "A field of a ledger entry is not of its form.");
  }
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function malformed(where: string, message: string): LedgerError {
  return new LedgerError("ledger.entry_malformed", message, {
    where,
    remedy: "Record counts, digests, opaque identifiers and terms of the agreement only.",
  });
}
