/** How many values of each attribute went across: attribute name to a count. */
export type AttributeCounts = Readonly<Record<string, number>>;

/** What crossed: attributes under one of the agreement's tiers, or the matching party's decisions (`links`). */
export type LedgerTier = "match" | "linked" | "roster" | "links";

interface Common {
  /** When it happened, UTC with milliseconds: `2026-01-31T08:00:00.000Z`. */
  readonly at: string;
  /** An opaque identifier (UUID or 32 to 128 hex digits, optionally after `word:`) of what the entry is about. */
  readonly reference?: string | undefined;
}

/** One batch that crossed between two nodes, described alike by the one that sent it and the one that received it. */
interface Batch extends Common {
  readonly exchange: string;
  readonly partner: string;
  /** SHA-256 of the canonical agreement, 64 hex digits. */
  readonly agreement: string;
  readonly clauses: readonly string[];
  readonly purpose: string;
  readonly tier: LedgerTier;
  readonly persons: number;
  readonly counts: AttributeCounts;
  /** What `commitTo` makes of the batch's bytes and its salt, 64 hex digits. */
  readonly commitment: string;
  /** Values that the clauses or the person's consent kept back, and bytes, by attribute. */
  readonly withheld?: AttributeCounts | undefined;
  readonly bytes?: AttributeCounts | undefined;
  /** The round of the exchange and the batch's place in it, each from 0. */
  readonly round?: number | undefined;
  readonly batch?: number | undefined;
}

/** This node sent a batch to `partner`. */
export interface DisclosureEntry extends Batch {
  readonly kind: "disclosure";
}

/** This node received a batch from `partner`, checked it against the clauses and applied it. */
export interface ReceiptEntry extends Batch {
  readonly kind: "receipt";
}

/** The persons in scope at the start of an exchange, pinned and committed to. */
export interface SnapshotEntry extends Common {
  readonly kind: "snapshot";
  readonly exchange: string;
  readonly partner: string;
  readonly agreement: string;
  readonly persons: number;
  readonly commitment: string;
}

/**
 * What was decided on possible links or duplicates: one, with `reference` (its pseudonymous identifier) and a
 * commitment to the evidence, or `count` of them at once by the policy.
 */
export interface DecisionEntry extends Common {
  readonly kind: "decision";
  readonly subject: "link" | "duplicate";
  readonly outcome: "confirmed" | "rejected" | "waiting" | "undone";
  readonly decidedBy: "policy" | "person";
  readonly count: number;
  readonly commitment?: string | undefined;
  readonly exchange?: string | undefined;
  readonly partner?: string | undefined;
  readonly agreement?: string | undefined;
}

/** A turn in an exchange that is no disclosure; `code` says why it halted. */
export interface ExchangeEntry extends Common {
  readonly kind: "exchange";
  readonly event: "proposed" | "accepted" | "resumed" | "halted" | "overridden" | "completed";
  readonly exchange: string;
  readonly partner: string;
  readonly agreement: string;
  readonly code?: string | undefined;
}

/**
 * Something that was asked for or sent, and refused here. With the `commitment` of a batch it answers the partner's
 * disclosure as a receipt would.
 */
export interface RefusalEntry extends Common {
  readonly kind: "refusal";
  readonly partner: string;
  /** The stable code of the error, such as `agreement.attribute_not_granted`. */
  readonly code: string;
  readonly exchange?: string | undefined;
  readonly agreement?: string | undefined;
  readonly clauses?: readonly string[] | undefined;
  readonly purpose?: string | undefined;
  readonly tier?: LedgerTier | undefined;
  readonly persons?: number | undefined;
  readonly counts?: AttributeCounts | undefined;
  readonly commitment?: string | undefined;
  readonly round?: number | undefined;
  readonly batch?: number | undefined;
}

/** A step in an agreement's life. */
export interface AgreementEntry extends Common {
  readonly kind: "agreement";
  readonly event:
    | "drafted"
    | "proposed"
    | "signed"
    | "activated"
    | "amended"
    | "suspended"
    | "resumed"
    | "revoked"
    | "expired"
    | "closed";
  readonly agreement: string;
  readonly partner: string;
}

/** Persons' data destroyed: on a person's request, on withdrawal, at the end of retention, or match-tier data purged. */
export interface ErasureEntry extends Common {
  readonly kind: "erasure";
  readonly reason: "request" | "withdrawal" | "retention" | "purge" | "agreement-ended";
  readonly persons: number;
  /** Commitment to the deletion certificate. */
  readonly commitment: string;
  readonly exchange?: string | undefined;
  readonly partner?: string | undefined;
  readonly agreement?: string | undefined;
}

/** A file brought into the registry; `commitment` is to its bytes. */
export interface ImportEntry extends Common {
  readonly kind: "import";
  readonly persons: number;
  readonly rejected: number;
  readonly commitment: string;
}

/** A partner's checkpoint that this node verified and cosigned; `root` in hex. */
export interface CheckpointEntry extends Common {
  readonly kind: "checkpoint";
  readonly partner: string;
  readonly size: number;
  readonly root: string;
  readonly exchange?: string | undefined;
}

/** What a ledger holds: who did what to how many, under which clause; never a person's value or identifier. */
export type LedgerEntry =
  | DisclosureEntry
  | ReceiptEntry
  | SnapshotEntry
  | DecisionEntry
  | ExchangeEntry
  | RefusalEntry
  | AgreementEntry
  | ErasureEntry
  | ImportEntry
  | CheckpointEntry;
