import type { DisclosureEntry, LedgerEntry, ReceiptEntry, RefusalEntry } from "./entry/entry.ts";

export type Side = "own" | "partner";

/** One thing on which two ledgers do not agree; `index` is the entry's place among those given for that side. */
export type Disagreement =
  /** Sent, and the other side has neither receipt nor refusal. */
  | { readonly kind: "unanswered"; readonly side: Side; readonly index: number; readonly commitment: string }
  /** Received, and the other side does not say that it sent it. */
  | { readonly kind: "undisclosed"; readonly side: Side; readonly index: number; readonly commitment: string }
  /** Sent and received, and described differently. */
  | {
      readonly kind: "different";
      readonly side: Side;
      readonly index: number;
      readonly otherIndex: number;
      readonly commitment: string;
      readonly fields: readonly string[];
    }
  /** The same batch twice in one ledger. */
  | { readonly kind: "repeated"; readonly side: Side; readonly index: number; readonly commitment: string };

export interface LedgerComparison {
  readonly agrees: boolean;
  /** Disclosures with a receipt that says the same, on either side. */
  readonly received: number;
  /** Disclosures that the other side refused and recorded as refused. */
  readonly refused: number;
  readonly disagreements: readonly Disagreement[];
}

type Answerable = DisclosureEntry | ReceiptEntry | RefusalEntry;

interface Placed<Entry> {
  readonly index: number;
  readonly entry: Entry;
}

const DESCRIBED = ["agreement", "clauses", "purpose", "tier", "persons", "counts"] as const;

/**
 * Holds two ledgers of one exchange against each other: each disclosure in one has a receipt or a refusal with the same
 * commitment in the other, each receipt a disclosure, and both describe the batch alike (agreement, clauses in any
 * order, purpose, tier, persons, counts).
 *
 * @param own the entries of one ledger, at least those of the exchange, in order
 * @param partner likewise of the other
 * @param exchange the exchange's id; other entries are passed over
 */
export function compareLedgers(
  own: readonly LedgerEntry[],
  partner: readonly LedgerEntry[],
  exchange: string,
): LedgerComparison {
  const ours = answers("own", own, partner, exchange);
  const theirs = answers("partner", partner, own, exchange);
  const disagreements = [...ours.disagreements, ...theirs.disagreements];
  return {
    agrees: disagreements.length === 0,
    received: ours.received + theirs.received,
    refused: ours.refused + theirs.refused,
    disagreements,
  };
}

/** What `side` sent against what the other side says of it, and what `side` received against what the other sent. */
function answers(
  side: Side,
  entries: readonly LedgerEntry[],
  others: readonly LedgerEntry[],
  exchange: string,
): Omit<LedgerComparison, "agrees"> {
  const disagreements: Disagreement[] = [];
  let received = 0;
  let refused = 0;
  const theirReceipts = byCommitment<ReceiptEntry>(others, "receipt", exchange);
  const theirRefusals = byCommitment<RefusalEntry>(others, "refusal", exchange);
  const theirDisclosures = byCommitment<DisclosureEntry>(others, "disclosure", exchange);
  const seen = new Set<string>();
  for (const [index, entry] of entries.entries()) {
    if ((entry.kind !== "disclosure" && entry.kind !== "receipt") || entry.exchange !== exchange) continue;
    const { commitment } = entry;
    const once = `${entry.kind} ${commitment}`;
    if (seen.has(once)) {
      disagreements.push({ kind: "repeated", side, index, commitment });
      continue;
    }
    seen.add(once);
    if (entry.kind === "receipt") {
      if (!theirDisclosures.has(commitment))
        disagreements.push({ kind: "undisclosed", side, index, commitment });
      continue;
    }
    const receipt = theirReceipts.get(commitment);
    if (receipt !== undefined) {
      const fields = differingFields(entry, receipt.entry);
      if (fields.length === 0) received++;
      else {
        disagreements.push({ kind: "different", side, index, otherIndex: receipt.index, commitment, fields });
      }
    } else if (theirRefusals.has(commitment)) refused++;
    else disagreements.push({ kind: "unanswered", side, index, commitment });
  }
  return { received, refused, disagreements };
}

/** The first entry of a kind for each commitment: only a repeat can come after it. */
function byCommitment<Entry extends Answerable>(
  entries: readonly LedgerEntry[],
  kind: Entry["kind"],
  exchange: string,
): Map<string, Placed<Entry>> {
  const found = new Map<string, Placed<Entry>>();
  for (const [index, entry] of entries.entries()) {
    if (!isOf<Entry>(entry, kind) || entry.exchange !== exchange || entry.commitment === undefined) continue;
    if (!found.has(entry.commitment)) found.set(entry.commitment, { index, entry });
  }
  return found;
}

function isOf<Entry extends Answerable>(entry: LedgerEntry, kind: Entry["kind"]): entry is Entry {
  return entry.kind === kind;
}

function differingFields(sent: DisclosureEntry, received: ReceiptEntry): string[] {
  return DESCRIBED.filter((field) => comparable(sent[field]) !== comparable(received[field]));
}

/** A field as text that is the same for the same content: clauses are a set, and an attribute counted 0 is not there. */
function comparable(value: DisclosureEntry[(typeof DESCRIBED)[number]]): string {
  if (Array.isArray(value)) return JSON.stringify([...value].sort());
  if (typeof value !== "object") return JSON.stringify(value);
  return JSON.stringify(
    Object.entries(value)
      .filter(([, count]) => count !== 0)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}
