import type { Session } from "../store/store.ts";
import { unfinished } from "../store/unfinished.ts";

export interface PersonSummary {
  readonly id: string;
  readonly holder: string;
  readonly status: string;
  readonly mergedInto: string | undefined;
  readonly name: string | undefined;
  readonly sex: string | undefined;
  readonly birthYear: number | undefined;
  readonly location: string | undefined;
}

export type PersonQuery =
  | { readonly kind: "identifier"; readonly value: string; readonly limit?: number }
  | { readonly kind: "name"; readonly text: string; readonly limit?: number };

/** By an identifier's exact value, or by words that all begin parts of the name. At most `limit` (50) persons. */
export async function searchPersons(
  _session: Session,
  _query: PersonQuery,
): Promise<readonly PersonSummary[]> {
  return unfinished();
}
