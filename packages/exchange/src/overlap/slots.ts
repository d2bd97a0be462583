import { type Agreement, isExactKey, type Overlap, type OverlapKey } from "@accord/agreement";
import type { OverlapRun } from "./message.ts";

/** One place of a person's tuple: a kind of key and, for numbers that an agency gives, whose number it is. */
export interface OverlapSlot {
  readonly key: OverlapKey;
  readonly issuer: string | undefined;
  /** True where the key is one person's or household's alone. */
  readonly exact: boolean;
}

/** The slots of a run, the same on both sides: both read them from the agreement. */
export function overlapSlots(agreement: Agreement, run: OverlapRun): readonly OverlapSlot[] {
  return keysOfRun(agreement.overlap, run).flatMap((key): OverlapSlot[] => {
    const exact = isExactKey(key);
    if (key !== "agencyId") return [{ key, issuer: undefined, exact }];
    return agreement.parties.map(({ id }) => ({ key, issuer: id, exact }));
  });
}

/** The kinds of keys that a run compares. */
export const keysOfRun = (overlap: Overlap | undefined, run: OverlapRun): readonly OverlapKey[] =>
  (run === "estimate" ? overlap?.estimateBy : overlap?.linkBy) ?? [];

/** What sets a slot's elements apart from all others (a domain separation tag, RFC 9380, section 3.1). */
export const overlapDomain = (agreement: Agreement, slot: OverlapSlot): string =>
  `accord overlap 1 ${agreement.id} ${slot.key} ${slot.issuer ?? ""}`;
