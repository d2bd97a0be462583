/**
 * A field of a ledger entry: what it says, the form that it has in words, and the check of its values. No form lets
 * free text in, so that personal data has no place in an entry.
 */
export interface Field<Value> {
  readonly says: string;
  readonly form: string;
  accepts(value: unknown): value is Value;
}

/** How many values of each attribute: attribute name to a count. */
export type AttributeCounts = Readonly<Record<string, number>>;

/** Whom an entry concerns, told to nobody but them: see `entry/subjects.ts`. */
export interface EntrySubjects {
  readonly count: number;
  /** 32 hex digits, new for each entry. */
  readonly nonce: string;
  /** RFC 6962 root over the persons' tags in ascending order, 64 hex digits. */
  readonly root: string;
}

const MAXIMUM_TERMS = 200;
const MAXIMUM_ATTRIBUTES = 200;

const DIGEST = /^[0-9a-f]{64}$/;
/** Random or hashed identifiers only: a pattern wide enough for a card or phone number would let one in. */
const OPAQUE =
  /^(?:[a-z][a-z-]{0,31}:)?(?:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|[0-9a-f]{32,128})$/;
const TERM = /^(?=.*[A-Za-z]|\d{1,4}$)[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;
const ATTRIBUTE = /^[a-z][A-Za-z]{0,31}\.[a-z][A-Za-z0-9]{0,63}$/;

/** A whole number from 0 to 2^53 - 1. */
export const count = (says: string): Field<number> => ({ says, form: "count", accepts: isCount });

/** 64 hex digits: a SHA-256, or what `commitTo` gives. */
export const digest = (says: string): Field<string> => matching(says, "64 hex digits", DIGEST);

/** A UUID or 32 to 128 hex digits, optionally after `word:`. */
export const opaque = (says: string): Field<string> => matching(says, "opaque identifier", OPAQUE);

/** A word of the agreement or the software: an agency, purpose, clause, role or code; no spaces and no long number. */
export const term = (says: string): Field<string> => matching(says, "term", TERM);

/** Up to 200 different terms. */
export const terms = (says: string): Field<readonly string[]> => ({
  says,
  form: "terms",
  accepts: (value): value is readonly string[] =>
    Array.isArray(value) &&
    value.length <= MAXIMUM_TERMS &&
    value.every((each) => typeof each === "string" && TERM.test(each)) &&
    new Set(value).size === value.length,
});

/** A count by attribute, for up to 200 attributes. */
export const counts = (says: string): Field<AttributeCounts> => ({
  says,
  form: "counts by attribute",
  accepts: (value): value is AttributeCounts => {
    if (!isPlainObject(value)) return false;
    const pairs = Object.entries(value);
    return (
      pairs.length <= MAXIMUM_ATTRIBUTES && pairs.every(([name, n]) => ATTRIBUTE.test(name) && isCount(n))
    );
  },
});

/** UTC with milliseconds: `2026-01-31T08:00:00.000Z`. */
export const instant = (says: string): Field<string> => ({
  says,
  form: "instant",
  accepts: (value): value is string => {
    if (typeof value !== "string" || !/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/.test(value))
      return false;
    const time = Date.parse(value);
    return !Number.isNaN(time) && new Date(time).toISOString() === value;
  },
});

/** One of the words given. */
export const oneOf = <const Words extends readonly string[]>(
  says: string,
  ...words: Words
): Field<Words[number]> => ({
  says,
  form: words.map((word) => `\`${word}\``).join(", "),
  accepts: (value): value is Words[number] => typeof value === "string" && words.includes(value),
});

/** An entry's subjects: how many, a nonce of the entry's own, and the root over their tags. */
export const subjects = (says: string): Field<EntrySubjects> => ({
  says,
  form: "count, nonce, root",
  accepts: (value): value is EntrySubjects =>
    isPlainObject(value) &&
    Object.keys(value).length === 3 &&
    isCount(value.count) &&
    value.count > 0 &&
    typeof value.nonce === "string" &&
    /^[0-9a-f]{32}$/.test(value.nonce) &&
    typeof value.root === "string" &&
    DIGEST.test(value.root),
});

export function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0 && !Object.is(value, -0);
}

function matching(says: string, form: string, pattern: RegExp): Field<string> {
  return {
    says,
    form,
    accepts: (value): value is string => typeof value === "string" && pattern.test(value),
  };
}
