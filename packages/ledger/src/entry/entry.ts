/** How many values of each attribute went across: attribute name to a count. */
export type AttributeCounts = Readonly<Record<string, number>>;

export type Tier = "match" | "linked" | "roster";

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
  readonly tier: Tier;
  readonly persons: number;
  readonly counts: AttributeCounts;
  /** What `commitTo` makes of the batch's bytes and its salt, 64 hex digits. */
  readonly commitment: string;
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

/** What was decided on a possible link or duplicate; `reference` is the link's pseudonymous identifier. */
export interface DecisionEntry extends Common {
  readonly kind: "decision";
  readonly subject: "link" | "duplicate";
  readonly outcome: "confirmed" | "rejected" | "undone";
  readonly decidedBy: "policy" | "person";
  readonly reference: string;
  /** Commitment to the evidence. */
  readonly commitment: string;
  readonly exchange?: string | undefined;
  readonly partner?: string | undefined;
  readonly agreement?: string | undefined;
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
  readonly tier?: Tier | undefined;
  readonly persons?: number | undefined;
  readonly counts?: AttributeCounts | undefined;
  readonly commitment?: string | undefined;
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
  | RefusalEntry
  | AgreementEntry
  | ErasureEntry
  | ImportEntry
  | CheckpointEntry;
