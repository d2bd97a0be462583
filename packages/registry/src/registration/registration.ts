import type { AttributeStates, Method } from "@accord/vocabulary";

export interface Identifier {
  readonly issuer: string;
  readonly kind: string;
  readonly value: string;
}

/** A person's word on whether a recipient may receive their data for a purpose. The latest one counts. */
export interface Consent {
  readonly recipient: string;
  readonly purpose: string;
  readonly given: boolean;
  /** ISO 8601 in UTC. */
  readonly assertedAt: string;
}

/**
 * One person as an agency registered them: a row of an import, or a form. `household` is the household's key in the
 * source; `states` may hold `person.membership`, whose `household` is then replaced by the registry's own id (use
 * the source's key there, or give `role` and `relationship` with any text). `rowDigest` says whether the row changed
 * since it was last imported.
 */
export interface Registration {
  readonly externalKey: string;
  readonly identifiers: readonly Identifier[];
  readonly household?: string | undefined;
  readonly householdStates?: AttributeStates | undefined;
  readonly states: AttributeStates;
  readonly method: Method;
  /** When it was said, ISO 8601 in UTC. */
  readonly assertedAt: string;
  /** `YYYY-MM-DD` or ISO 8601. */
  readonly registeredAt: string;
  readonly programme?: string | undefined;
  readonly protectLocation: boolean;
  readonly consents: readonly Consent[];
  readonly rowDigest: string;
}

export type RegistrationOutcome =
  | { readonly kind: "created" | "updated" | "unchanged"; readonly person: string }
  | {
      readonly kind: "rejected";
      /** Stable code, such as `registration.bad_attribute`. */
      readonly code: string;
      /** Names the field, never the value. */
      readonly reason: string;
    };
