/**
 * The agreement as bytes: RFC 8785 (JSON Canonicalization Scheme). Two things that the scheme leaves to its caller
 * are done here: JSON.parse keeps the last of two equal keys, and numbers beyond 2^53-1 lose digits; so bytes are
 * taken only if canonicalising what was parsed gives the same bytes, and unsafe integers are refused.
 */
import { createHash } from "node:crypto";
import { AccordError } from "@accord/vocabulary";
import canonicalize from "canonicalize";
import { Agreement } from "./schema/agreement.ts";

/** Longest agreement that is read, in bytes. 300 clauses with long texts come to less than half of it. */
export const MAXIMUM_AGREEMENT_BYTES = 1_048_576;

const MAXIMUM_DEPTH = 32;

/**
 * The RFC 8785 bytes of an agreement; these are what is signed.
 * @throws AccordError `agreement.malformed` where it does not have the schema's shape.
 */
export function canonicalBytes(agreement: Agreement): Uint8Array {
  return canonicalJson(shaped(agreement));
}

/** SHA-256 over the canonical bytes, 64 lower-case hexadecimal digits. */
export function agreementDigest(agreement: Agreement): string {
  return digestOf(canonicalBytes(agreement));
}

/**
 * Reads an agreement from exactly the bytes that were signed.
 * @throws AccordError `agreement.too_large`, `agreement.not_json`, `agreement.not_canonical` (duplicate keys, white
 * space, order of keys, a byte-order mark), `agreement.unsafe_number`, `agreement.malformed`.
 */
export function parseAgreement(bytes: Uint8Array): Agreement {
  const agreement = shaped(parseCanonical(bytes, "agreement"));
  // The schema library passes over a `__proto__` key in silence; what is used must be all that was signed.
  if (Buffer.compare(canonicalJson(agreement), bytes) !== 0) {
    throw new AccordError("agreement.malformed", "The agreement has fields that its schema does not know.", {
      where: "agreement",
    });
  }
  return agreement;
}

function digestOf(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/** RFC 8785 bytes of plain JSON. */
export function canonicalJson(value: unknown): Uint8Array {
  refuseUnsafeNumbers(value, "agreement");
  const text = canonicalize(value);
  if (text === undefined) throw new AccordError("agreement.not_json", "The value has no JSON form.");
  return new TextEncoder().encode(text);
}

/** JSON from bytes that must be canonical; `where` names the document in errors. */
export function parseCanonical(bytes: Uint8Array, where: string): unknown {
  if (bytes.length > MAXIMUM_AGREEMENT_BYTES) {
    throw new AccordError("agreement.too_large", `The ${where} is longer than 1 MiB.`, {
      where,
      remedy: "Ask the partner for the document itself; texts belong in annexes.",
    });
  }
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch {
    // The parser's own message quotes the input, so it is not passed on.
    throw new AccordError("agreement.not_json", `The ${where} is not JSON in UTF-8.`, { where });
  }
  refuseUnsafeNumbers(value, where);
  let again: Uint8Array;
  try {
    again = canonicalJson(value);
  } catch (error) {
    throw new AccordError("agreement.not_canonical", `The ${where} cannot be canonicalised.`, {
      where,
      cause: error,
    });
  }
  if (Buffer.compare(again, bytes) !== 0) {
    throw new AccordError(
      "agreement.not_canonical",
      `The ${where} is not in canonical form (RFC 8785): a key is repeated, or spacing, order or a number differs.`,
      { where, remedy: "Sign the canonical bytes; do not edit or reformat a signed document." },
    );
  }
  return value;
}

/** Checks an unknown value against the agreement's schema; error messages name fields, never values. */
export function shaped(value: unknown): Agreement {
  const parsed = Agreement.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const field = issue?.path.join(".") || "agreement";
  throw new AccordError(
    "agreement.malformed",
    `The agreement's shape is wrong at ${field}: ${issue?.message}`,
    {
      where: field,
      remedy: "Compare the field with the published JSON Schema of the agreement.",
    },
  );
}

function refuseUnsafeNumbers(value: unknown, where: string, depth = 0): void {
  if (depth > MAXIMUM_DEPTH) {
    throw new AccordError("agreement.malformed", `The ${where} is nested too deep.`, { where });
  }
  if (typeof value === "bigint" || (typeof value === "number" && !isSafeNumber(value))) {
    throw new AccordError(
      "agreement.unsafe_number",
      `A number in the ${where} is beyond 2^53-1 or not finite.`,
      {
        where,
      },
    );
  }
  if (Array.isArray(value)) for (const item of value) refuseUnsafeNumbers(item, where, depth + 1);
  else if (typeof value === "object" && value !== null) {
    for (const item of Object.values(value)) refuseUnsafeNumbers(item, where, depth + 1);
  }
}

function isSafeNumber(value: number): boolean {
  return Number.isFinite(value) && (!Number.isInteger(value) || Number.isSafeInteger(value));
}
