import type { AttributeName, Authority } from "@accord/vocabulary";
import type { Session } from "../store/store.ts";
import { unfinished } from "../store/unfinished.ts";

/** The authority that holds for a person or household, given the agreements under which foreign statements stand there. */
export type AuthorityOf = (agreements: readonly string[]) => Authority;

/** How strong a source is for an attribute under an agreement; higher is stronger, absent is 0. */
export interface AuthorityRank {
  readonly attribute: AttributeName;
  readonly source: string;
  readonly rank: number;
}

/** Records an agreement's authority, replacing what stood; later materialisations of linked persons follow it. */
export async function recordAuthority(
  _session: Session,
  _agreement: string,
  _ranks: readonly AuthorityRank[],
): Promise<void> {
  unfinished();
}

/**
 * The one function that keeps current values: for each person, of all statements on their file, on the files of
 * duplicates merged into them, and of partners through links that stand, the greatest assertion of each attribute.
 * Also keeps the households of these persons. Authority is what `recordAuthority` stored unless handed in.
 */
export async function materialise(
  _session: Session,
  _persons: readonly string[],
  _authorityOf?: AuthorityOf,
): Promise<void> {
  unfinished();
}
