import type { BirthDate, PersonName } from "@accord/vocabulary";
import type { Session } from "../store/store.ts";
import { unfinished } from "../store/unfinished.ts";

/** The current values of one person, typed, for matching. A field is undefined where nothing is known. */
export interface LinkageRow {
  readonly person: string;
  /** The pseudonym under which an exchange pinned the person; undefined without an exchange. */
  readonly ref: string | undefined;
  readonly name: PersonName | undefined;
  readonly sex: string | undefined;
  readonly birthDate: BirthDate | undefined;
  readonly location: string | undefined;
  readonly origin: string | undefined;
  readonly category: string | undefined;
  readonly phone: string | undefined;
  readonly agencyId: string | undefined;
  readonly cardNumber: string | undefined;
  readonly rationCard: string | undefined;
  readonly household: string | undefined;
  readonly householdRole: string | undefined;
  readonly relationship: string | undefined;
  readonly householdSize: number | undefined;
}

/** Own active persons (of an exchange's pinned scope where one is given), in order of person id. */
export async function* linkageRows(
  _session: Session,
  _selection: { readonly agency: string; readonly exchange?: string },
): AsyncGenerator<LinkageRow> {
  unfinished();
}
