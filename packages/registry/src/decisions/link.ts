import type { RegistryContext } from "../context.ts";
import type { Session } from "../store/store.ts";
import { unfinished } from "../store/unfinished.ts";

/** An own person and a partner's person, under their pseudonym, are one. */
export interface Link {
  readonly id: string;
  readonly agreement: string;
  readonly partner: string;
  readonly person: string;
  readonly partnerRef: string;
  readonly probability: number;
  readonly evidence: unknown;
  readonly decidedBy: string;
  readonly decidedAt: string;
  readonly undoneBy: string | undefined;
  readonly undoneAt: string | undefined;
}

export interface NewLink {
  readonly agreement: string;
  readonly partner: string;
  readonly person: string;
  readonly partnerRef: string;
  readonly probability: number;
  readonly evidence: unknown;
  readonly decidedBy: string;
  readonly exchange?: string | undefined;
}

/** Records links; one that stands already for the same pair and agreement is left as it is. Returns the n-th pair's link. */
export async function recordLinks(
  _session: Session,
  _context: RegistryContext,
  _links: readonly NewLink[],
): Promise<readonly Link[]> {
  return unfinished();
}

/** From now on the partner's statements through this link do not count; every value is as before it. */
export async function undoLink(
  _session: Session,
  _context: RegistryContext,
  _undo: { readonly link: string; readonly by: string },
): Promise<Link> {
  return unfinished();
}

/** Links by any of agreement, partner, exchange, person; only standing ones unless `undone`. */
export async function findLinks(
  _session: Session,
  _selection: {
    readonly agreement?: string;
    readonly partner?: string;
    readonly exchange?: string;
    readonly person?: string;
    readonly undone?: boolean;
  },
): Promise<readonly Link[]> {
  return unfinished();
}
