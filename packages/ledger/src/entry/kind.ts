import { type Field, instant, opaque, subjects } from "./field.ts";

type Fields = Readonly<Record<string, Field<unknown>>>;

/** A kind of ledger entry: what is recorded when, and its fields; the one source of its type, check and description. */
export interface EntryKind<Required extends Fields = Fields, Optional extends Fields = Fields> {
  readonly says: string;
  readonly required: Required;
  readonly optional: Optional;
}

type Values<Of extends Fields> = {
  readonly [Name in keyof Of]: Of[Name] extends Field<infer Value> ? Value : never;
};
type OptionalValues<Of extends Fields> = {
  readonly [Name in keyof Of]?: (Of[Name] extends Field<infer Value> ? Value : never) | undefined;
};

/** Fields that every kind has. */
const COMMON_REQUIRED = { at: instant("when it happened") };
const COMMON_OPTIONAL = {
  reference: opaque("what the entry is about: a link, a request, an incident, an account"),
  subjects: subjects("whom it concerns, by tags that only their own keys open"),
};

type WithCommon<Required extends Fields, Optional extends Fields> = EntryKind<
  Required & typeof COMMON_REQUIRED,
  Optional & typeof COMMON_OPTIONAL
>;

export function entryKind<const Required extends Fields, const Optional extends Fields>(
  says: string,
  required: Required,
  optional: Optional,
): WithCommon<Required, Optional> {
  return {
    says,
    required: { ...COMMON_REQUIRED, ...required },
    optional: { ...COMMON_OPTIONAL, ...optional },
  };
}

/** The entries of a kind. */
export type EntryOf<Name extends string, Kind> =
  Kind extends EntryKind<infer Required, infer Optional>
    ? { readonly kind: Name } & Values<Required> & OptionalValues<Optional>
    : never;
