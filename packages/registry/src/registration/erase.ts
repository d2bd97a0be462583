import type { RegistryContext } from "../context.ts";
import type { Session } from "../store/store.ts";
import { unfinished } from "../store/unfinished.ts";

/**
 * Erases a person: their data key is destroyed, statements, identifiers, templates and values deleted; what stays is
 * that a person with this id was erased, and which disclosures of them there were.
 */
export async function erasePerson(
  _session: Session,
  _context: RegistryContext,
  _person: string,
): Promise<void> {
  unfinished();
}
