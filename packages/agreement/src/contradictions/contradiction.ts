import type { PCode } from "@accord/vocabulary";

/** Something in a well-formed agreement that cannot work, or hardly. A draft with an `error` cannot be signed. */
export interface Contradiction {
  readonly level: "error" | "warning";
  /** Stable, such as `matching.name_not_granted`. */
  readonly code: string;
  readonly message: string;
  /** The agreement's field, such as `clauses.m3.retentionDays`. */
  readonly where: string;
  readonly remedy: string;
}

export type Finding = Omit<Contradiction, "level">;

export const error = (finding: Finding): Contradiction => ({ level: "error", ...finding });
export const warning = (finding: Finding): Contradiction => ({ level: "warning", ...finding });

export interface ContradictionOptions {
  /** Says whether a P-code exists, by a gazetteer of the caller's. Without it only the codes' form is known. */
  readonly isKnownPlace?: (pcode: PCode) => boolean;
}
