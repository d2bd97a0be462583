import type { RegistryContext } from "../context.ts";
import type { Session } from "../store/store.ts";
import { unfinished } from "../store/unfinished.ts";
import type { Identifier } from "./registration.ts";

/** One template to be attached to the own person who has the identifier (`issuer` and `kind` may be left out: any). */
export interface FingerprintAddition {
  readonly identifier: {
    readonly issuer?: string;
    readonly kind?: string;
    readonly value: Identifier["value"];
  };
  /** ISO/IEC 19794-2 finger position, 0 to 10. */
  readonly position: number;
  /** 0 to 100. */
  readonly quality: number;
  /** A whole ISO/IEC 19794-2:2005 record. */
  readonly template: Uint8Array;
  /** ISO 8601 in UTC. */
  readonly capturedAt: string;
}

export type FingerprintOutcome =
  | { readonly kind: "added" | "unchanged"; readonly person: string }
  | { readonly kind: "rejected"; readonly code: string; readonly reason: string };

/** Seals and stores templates; the same template of the same person and position again is `unchanged`. */
export async function addFingerprints(
  _session: Session,
  _context: RegistryContext,
  _additions: readonly FingerprintAddition[],
): Promise<readonly FingerprintOutcome[]> {
  return unfinished();
}

export interface FingerprintTemplate {
  readonly person: string;
  readonly position: number;
  readonly quality: number;
  readonly capturedAt: string;
  /** ISO/IEC 19794-2:2005 record, unsealed. */
  readonly template: Uint8Array;
}

/** Unsealed templates of own active persons, ordered by person; of `persons` only, or of an exchange's pinned persons. */
export async function* fingerprintTemplates(
  _session: Session,
  _selection: { readonly persons?: readonly string[]; readonly exchange?: string } = {},
): AsyncGenerator<FingerprintTemplate> {
  unfinished();
}
