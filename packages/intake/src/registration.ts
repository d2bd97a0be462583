import type { AttributeStates, Method } from "@accord/vocabulary";
import type { Problem } from "./problem.ts";

export interface RegisteredIdentifier {
  readonly issuer: string;
  readonly kind: string;
  readonly value: string;
}

/** Whether the person agrees that this recipient gets their record for this purpose. */
export interface RegisteredConsent {
  readonly recipient: string;
  readonly purpose: string;
  readonly given: boolean;
}

/** One person as one row of a file registers them, in the vocabulary's words. The registry stores it. */
export interface Registration {
  /** The person's key in the data source; unique in the file, stable from one file to the next. */
  readonly externalKey: string;
  readonly identifiers: readonly RegisteredIdentifier[];
  /** The household's key in the data source. */
  readonly household: string | undefined;
  /** `household.*` attributes, as this row gives them. */
  readonly householdStates: AttributeStates;
  /** `person.*` attributes; `person.membership` names the household by its external key. */
  readonly states: AttributeStates;
  readonly method: Method;
  /** ISO 8601 in UTC, such as `2019-05-12T00:00:00.000Z`. */
  readonly assertedAt: string;
  /** `YYYY-MM-DD`. */
  readonly registeredAt: string;
  readonly programme?: string;
  readonly protectLocation: boolean;
  readonly consents: readonly RegisteredConsent[];
  /** SHA-256 in hex of the canonical mapped content: equal digests mean that nothing changed. */
  readonly rowDigest: string;
}

/**
 * What becomes of one row. `warnings` speak of cells that were left out because the mapping says that a faulty value
 * there must not cost the row. `line` is the line in the file, or the row number of the sheet, from 1.
 */
export type RowOutcome =
  | {
      readonly kind: "registration";
      readonly line: number;
      readonly registration: Registration;
      readonly warnings: readonly Problem[];
    }
  | {
      readonly kind: "reject";
      readonly line: number;
      /** The person's key, only where the mapping says that it is not personal. */
      readonly key?: string;
      readonly reject: readonly Problem[];
    };
