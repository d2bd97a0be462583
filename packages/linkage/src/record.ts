/** One person as a registry holds them, with whatever of these attributes it may give. */
export interface LinkageRecord {
  /** Unique within its registry. */
  readonly id: string;
  /** Parts of the name as written, own name first where the order is known; any script. */
  readonly nameParts: readonly string[] | undefined;
  readonly sex?: "female" | "male" | "other" | undefined;
  /** `YYYY`, `YYYY-MM` or `YYYY-MM-DD`. */
  readonly birthDate?: string | undefined;
  /** True where the birth date was derived from an estimated age; only its year is compared then. */
  readonly birthEstimated?: boolean | undefined;
  /** P-code of residence, e.g. `SS0707` or a site below it. */
  readonly place?: string | undefined;
  /** P-code of origin. */
  readonly origin?: string | undefined;
  /** Phone number, or a keyed hash of it. */
  readonly phone?: string | undefined;
  /** Exact identifiers as `kind:value`; the value may be a keyed hash. */
  readonly identifiers?: readonly string[] | undefined;
  /** Identifier of the household within the registry. */
  readonly household?: string | undefined;
  readonly role?: "head" | "alternate" | "member" | undefined;
  readonly relationship?: string | undefined;
  readonly householdSize?: number | undefined;
}

/** What a fingerprint comparison says of one pair. */
export interface BiometricEvidence {
  readonly left: string;
  readonly right: string;
  /** log2 of the likelihood ratio same person : different persons; negative where the fingers differ. */
  readonly weight: number;
  /** −10·log10 of the false match rate at this similarity; 80 is one in 10^8. */
  readonly score: number;
}
