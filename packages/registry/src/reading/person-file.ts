import type { Assertion, AttributeName, AttributeState } from "@accord/vocabulary";
import type { DuplicateDecision } from "../decisions/duplicate.ts";
import type { Link } from "../decisions/link.ts";
import type { Consent, Identifier } from "../registration/registration.ts";
import type { Session } from "../store/store.ts";
import { unfinished } from "../store/unfinished.ts";

export type PersonStatus = "active" | "deactivated" | "departed" | "deceased" | "erased";

/** An assertion with whether it is the current one, whose statement it was, and how it came. */
export interface FiledAssertion extends Assertion {
  readonly current: boolean;
  /** The person on whose file it stands: this one, or a duplicate merged into them. */
  readonly person: string;
  readonly viaLink: string | undefined;
  readonly agreement: string | undefined;
  readonly retentionUntil: string | undefined;
}

export interface PersonFile {
  readonly id: string;
  readonly holder: string;
  readonly status: PersonStatus;
  readonly mergedInto: string | undefined;
  readonly externalKey: string | undefined;
  readonly registeredAt: string | undefined;
  readonly programme: string | undefined;
  readonly protectLocation: boolean;
  readonly current: Readonly<Partial<Record<AttributeName, AttributeState>>>;
  readonly assertions: readonly FiledAssertion[];
  readonly identifiers: readonly Identifier[];
  readonly household:
    | {
        readonly id: string;
        readonly current: Readonly<Partial<Record<AttributeName, AttributeState>>>;
        readonly members: readonly {
          readonly person: string;
          readonly name: string | undefined;
          readonly role: string | undefined;
          readonly relationship: string | undefined;
        }[];
      }
    | undefined;
  readonly encounters: readonly {
    readonly id: string;
    readonly capturedAt: string;
    readonly source: string;
    readonly fingers: readonly { readonly position: number; readonly quality: number }[];
  }[];
  readonly consents: readonly Consent[];
  readonly links: readonly Link[];
  readonly duplicates: readonly DuplicateDecision[];
  readonly disclosures: readonly {
    readonly exchange: string;
    readonly recipient: string;
    readonly purpose: string;
    readonly tier: string;
    readonly agreement: string;
    readonly agreementDigest: string;
    readonly attributes: readonly AttributeName[];
    readonly at: string;
  }[];
}

/** Everything held on one person; undefined where there is no such person. Templates are counted, never read. */
export async function personFile(_session: Session, _person: string): Promise<PersonFile | undefined> {
  return unfinished();
}
