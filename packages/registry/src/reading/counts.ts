import type { Session } from "../store/store.ts";
import { unfinished } from "../store/unfinished.ts";

/** What a node holds, by count. */
export interface RegistryCounts {
  readonly persons: number;
  readonly activePersons: number;
  readonly partnerHeldPersons: number;
  readonly households: number;
  readonly fingerprints: number;
  readonly links: number;
  readonly duplicates: number;
  readonly openAdjudications: number;
}

export async function countRegistry(_session: Session, _agency: string): Promise<RegistryCounts> {
  return unfinished();
}
