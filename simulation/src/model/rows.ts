import type { ExchangeState, Message } from "@accord/exchange";
import type { DisclosedPerson, DisclosedStatement, MatchRecord } from "@accord/vocabulary";

/** A person of a node's own registry. `truth` is who they are; the model's matching reads it off their name. */
export interface PersonRow {
  readonly id: string;
  readonly truth: string;
  readonly active: boolean;
  readonly consent: boolean;
  readonly placeProtected: boolean;
  readonly statements: readonly DisclosedStatement[];
}

export interface PinRow {
  readonly exchange: string;
  readonly ref: string;
  readonly person: string;
  /** Left the exchange after they were pinned: consent withdrawn, or the file no longer active. */
  readonly left: boolean;
}

export interface PairRow {
  readonly exchange: string;
  readonly ownRef: string;
  readonly partnerRef: string;
  readonly decision: "linked" | "waiting" | "unlinked" | "none";
  readonly decidedBy: string;
  readonly probability: number;
  readonly round: number;
}

export interface LinkRow {
  readonly person: string;
  readonly ownRef: string;
  readonly partnerRef: string;
  readonly exchange: string;
  readonly decidedBy: string;
}

/** What another party of the same agreement said of one of its persons, kept on the file of the own person linked to it. */
interface ReceivedRow {
  readonly partnerRef: string;
  readonly person: string;
  readonly statement: DisclosedStatement;
}

interface OutboxRow {
  readonly message: Message;
  readonly delivered: boolean;
}

/** A word to the partner outside any exchange; sent again until it is taken. */
export interface LetterRow {
  readonly id: string;
  readonly body: LetterBody;
  readonly taken: boolean;
}

export type LetterBody =
  | { readonly kind: "withdrawal" | "restoration"; readonly refs: readonly string[] }
  | { readonly kind: "agreement"; readonly name: string; readonly supersedes: string | undefined }
  | { readonly kind: "standing"; readonly agreement: string; readonly standing: Standing };

/** What staff said of an agreement that both signed. */
export type Standing = "active" | "suspended" | "revoked";

export interface AgreementRow {
  readonly digest: string;
  /** Which of the history's agreements it is. */
  readonly name: string;
  readonly standing: Standing;
  readonly supersededBy: string | undefined;
}

interface LedgerRow {
  readonly bytes: Uint8Array;
  readonly leafHash: Uint8Array;
}

interface WitnessedRow {
  readonly size: number;
  readonly root: string;
  readonly log: string;
}

/** The tables of a simulated node's store, with the row of each. */
export interface Rows {
  persons: PersonRow;
  pins: PinRow;
  staged: { readonly exchange: string; readonly record: MatchRecord };
  pairs: PairRow;
  links: LinkRow;
  judgements: { readonly verdict: "same" | "different" };
  received: ReceivedRow;
  roster: DisclosedPerson;
  /** One row each time that a batch of persons was put on file. */
  applications: { readonly exchange: string; readonly refs: readonly string[] };
  exchanges: ExchangeState;
  outbox: OutboxRow;
  ledger: LedgerRow;
  witnessed: WitnessedRow;
  /** Own checkpoints that the partner cosigned, by size. */
  cosigned: { readonly root: string; readonly log: string };
  letters: LetterRow;
  heard: true;
  barred: true;
  agreements: AgreementRow;
  meta: number;
}

export type Table = keyof Rows;

const TABLES: readonly Table[] = [
  "persons",
  "pins",
  "staged",
  "pairs",
  "links",
  "judgements",
  "received",
  "roster",
  "applications",
  "exchanges",
  "outbox",
  "ledger",
  "witnessed",
  "cosigned",
  "letters",
  "heard",
  "barred",
  "agreements",
  "meta",
];

export type TableMaps = { readonly [T in Table]: Map<string, Rows[T]> };

export const emptyTables = (): TableMaps =>
  Object.fromEntries(TABLES.map((table) => [table, new Map()])) as unknown as TableMaps;

/** A number as a key that sorts like the number. */
export const ordinal = (index: number): string => String(index).padStart(6, "0");
