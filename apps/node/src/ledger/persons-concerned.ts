import type { ExchangeState, LedgerNote } from "@accord/exchange";
import { personsOfPartnerRefs, personsOfRefs, pinnedPersons, type Session } from "@accord/registry";

/**
 * The persons of this node's registry whom an entry of an exchange concerns: all that were pinned, those whose data or
 * links crossed. Of match-tier records that came only the partner knows whose they are, and they are purged.
 */
export async function personsConcerned(
  session: Session,
  { exchange, agreement, partner }: ExchangeState,
  note: LedgerNote,
): Promise<readonly string[]> {
  if (note.kind === "snapshot") return pinnedPersons(session, { exchange });
  if (note.kind !== "disclosure" && note.kind !== "receipt") return [];
  const own = note.ownRefs.length === 0 ? [] : await personsOfRefs(session, { exchange, refs: note.ownRefs });
  const theirs =
    note.partnerRefs.length === 0 || note.flow === "match"
      ? []
      : await personsOfPartnerRefs(session, { agreement, partner, refs: note.partnerRefs });
  return [...new Set([...own.values(), ...theirs])];
}
