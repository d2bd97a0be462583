import type { RegistryContext } from "../context.ts";
import type { Session } from "../store/store.ts";
import { unfinished } from "../store/unfinished.ts";

/** Two persons of one registry that are one: `duplicate` is deactivated, `kept` shows what both files say. */
export interface DuplicateDecision {
  readonly id: string;
  readonly kept: string;
  readonly duplicate: string;
  readonly evidence: unknown;
  readonly decidedBy: string;
  readonly decidedAt: string;
  readonly undoneBy: string | undefined;
  readonly undoneAt: string | undefined;
}

/** Deactivates `duplicate` and merges its file into the view of `kept`. Both must be active and of one holder. */
export async function decideDuplicate(
  _session: Session,
  _context: RegistryContext,
  _decision: {
    readonly kept: string;
    readonly duplicate: string;
    readonly by: string;
    readonly evidence: unknown;
  },
): Promise<DuplicateDecision> {
  return unfinished();
}

/** Undoes the decision under which `duplicate` was deactivated: status and every value of both are as before. */
export async function restoreDuplicate(
  _session: Session,
  _context: RegistryContext,
  _restoration: { readonly duplicate: string; readonly by: string },
): Promise<DuplicateDecision> {
  return unfinished();
}
