import type { AttributeStates } from "@accord/vocabulary";
import type { Identifier } from "../registration/registration.ts";
import type { Session } from "../store/store.ts";
import { unfinished } from "../store/unfinished.ts";

export interface ExportedPerson {
  readonly id: string;
  readonly holder: string;
  readonly status: string;
  readonly externalKey: string | undefined;
  readonly registeredAt: string | undefined;
  readonly programme: string | undefined;
  readonly household: string | undefined;
  readonly identifiers: readonly Identifier[];
  readonly current: AttributeStates;
}

/** Current values of every person, by id; of one holder where given. Fingerprints are not exported. */
export async function* exportPersons(
  _session: Session,
  _selection: { readonly holder?: string } = {},
): AsyncGenerator<ExportedPerson> {
  unfinished();
}
