import type { ConversationNote, ConversationState } from "@accord/exchange";
import type { EntryNamed, LedgerEntry } from "@accord/ledger";
import { linkedByRef, personsOfRefs, personsReferred, type Session } from "@accord/registry";

/** The ledger's entry for what a conversation notes. Its id stands where an exchange's would, so that both ledgers compare. */
export function conversationEntry(
  note: ConversationNote,
  state: ConversationState,
  exchangePurpose: string,
  at: string,
): LedgerEntry {
  const { id, kind, partner, agreement } = state;
  const place = { partner, agreement, at };
  switch (note.kind) {
    case "disclosure":
    case "receipt": {
      const lines = Object.entries(note.account);
      return {
        kind: note.kind,
        exchange: id,
        tier: note.tier,
        persons: note.records,
        commitment: note.commitment,
        clauses: note.clauses,
        purpose: PURPOSE[note.tier] ?? exchangePurpose,
        counts: Object.fromEntries(lines.map(([attribute, line]) => [attribute, line.values])),
        withheld: Object.fromEntries(
          lines
            .filter(([, line]) => line.withheld > 0)
            .map(([attribute, line]) => [attribute, line.withheld]),
        ),
        bytes: Object.fromEntries(lines.map(([attribute, line]) => [attribute, line.bytes])),
        ...place,
      };
    }
    case "refusal":
      return {
        kind: "refusal",
        code: note.code,
        exchange: id,
        tier: kind === "referral" ? "referral" : "assistance",
        ...(note.commitment === undefined ? {} : { commitment: note.commitment }),
        ...place,
      };
    case "destroyed":
      return {
        kind: "erasure",
        reason: "purge",
        persons: note.persons,
        commitment: note.commitment,
        exchange: id,
        reference: id,
        certifiedBy: "own",
        ...place,
      };
    case "turn": {
      const code = note.code === undefined ? {} : { code: note.code };
      const turn = { persons: note.persons, reference: id, ...code, ...place };
      return kind === "referral"
        ? { kind: "referral", event: note.event as EntryNamed<"referral">["event"], ...turn }
        : {
            kind: "inquiry",
            event: note.event as EntryNamed<"inquiry">["event"],
            ...(note.found === undefined ? {} : { found: note.found }),
            ...turn,
          };
    }
  }
}

const PURPOSE: Readonly<Record<"referral" | "assistance", string>> = {
  referral: "referral",
  assistance: "deduplicationOfAssistance",
};

/** The persons of this node's registry whom a note concerns. Of an offer only the partner knows whom, until it is accepted. */
export async function personsOfNote(
  session: Session,
  { id, kind, agreement, partner }: ConversationState,
  note: ConversationNote,
): Promise<readonly string[]> {
  if (note.kind === "turn" && kind === "referral")
    return (await personsReferred(session, id)).map((each) => each.person);
  if (note.kind !== "disclosure" && note.kind !== "receipt") return [];
  const own =
    note.ownRefs.length === 0 ? [] : await personsOfRefs(session, { exchange: id, refs: note.ownRefs });
  const theirs =
    note.partnerRefs.length === 0
      ? []
      : await linkedByRef(session, { agreement, partner, refs: note.partnerRefs });
  return [...new Set([...own.values(), ...theirs.values()])];
}
