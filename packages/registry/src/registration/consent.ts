import type { Session } from "../store/store.ts";
import { unfinished } from "../store/unfinished.ts";
import type { Consent } from "./registration.ts";

/** Records a person's consents and refusals; of two on the same recipient and purpose the later one counts. */
export async function recordConsents(
  _session: Session,
  _consents: readonly (Consent & { readonly person: string })[],
): Promise<void> {
  unfinished();
}
