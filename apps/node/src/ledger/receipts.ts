import {
  compareLedgers,
  formatProof,
  type LedgerComparison,
  type LedgerEntry,
  openUnderPolicy,
  type Policy,
  verifyProofFile,
} from "@accord/ledger";
import { keepReceipts, listCheckpoints, type ReceiptRow } from "@accord/registry";
import { AccordError } from "@accord/vocabulary";
import { z } from "zod";
import type { AccordNode } from "../node.ts";
import type { PartnerCard } from "../partner/card.ts";
import { requirePartner } from "../partner/partners.ts";
import { ownLogVerifiers, ownWitnessVerifiers, witnessVerifiers } from "./log-keys.ts";
import { ledgerStorage } from "./node-ledger.ts";
import { partnerPolicy } from "./policy.ts";
import { type LogParts, publishedCheckpoint } from "./serve-log.ts";

interface ReceiptParts extends LogParts, Pick<AccordNode, "client"> {}

/** Proofs a page, over the wire: each carries the checkpoint, some 8 kB. */
const RECEIPTS_A_PAGE = 200;

export interface Receipt {
  readonly index: number;
  /** A `.tlog-proof` that carries its entry. */
  readonly proof: string;
}

/**
 * This node's proofs of its entries about an exchange, from an index on, under the last checkpoint that the exchange's
 * partner cosigned: what it gives the partner as its receipt.
 */
export async function receiptsFor(
  node: LogParts,
  card: PartnerCard,
  exchange: string,
  from: number,
  limit = RECEIPTS_A_PAGE,
): Promise<readonly Receipt[]> {
  const storage = ledgerStorage(node.store);
  const checkpoint = await cosignedBy(node, card);
  const receipts: Receipt[] = [];
  for await (const { index, bytes, entry } of node.ledger.entries(from, checkpoint.size, storage)) {
    if (!isOf(entry, exchange, card.id)) continue;
    const path = await node.ledger.inclusionProof(index, checkpoint.size, storage);
    receipts.push({ index, proof: formatProof({ index, path, checkpoint: checkpoint.note, extra: bytes }) });
    if (receipts.length === limit) break;
  }
  return receipts;
}

/** The largest checkpoint that this partner cosigned; the one that is served where it cosigned none. */
async function cosignedBy(
  node: LogParts,
  card: PartnerCard,
): Promise<{ readonly size: number; readonly note: string }> {
  const policy: Policy = {
    ...partnerPolicy(card, { name: card.id, keys: witnessVerifiers(card) }),
    logs: ownLogVerifiers(node.judge.self, node.keys).map((key) => ({ key })),
  };
  for (const row of await listCheckpoints(node.store)) {
    try {
      openUnderPolicy(row.note, policy);
      return row;
    } catch {
      // Cosigned by others, or under keys of an earlier time: an older one may do.
    }
  }
  return publishedCheckpoint(node);
}

export interface ExchangeComparison extends LedgerComparison {
  readonly exchange: string;
  readonly partner: string;
  /** Entries of each side that were proven and compared. */
  readonly own: number;
  readonly theirs: number;
  /** How far the partner's ledger reached at the checkpoint that proves its entries. */
  readonly partnerSize: number;
}

/**
 * Fetches the partner's receipts of an exchange, verifies each against a checkpoint of the partner's that this node
 * cosigned, keeps them with this node's own, and holds both ledgers against each other.
 * @throws AccordError `exchange.partner_unreachable`; LedgerError where a receipt does not verify
 */
export async function compareWithPartner(
  node: ReceiptParts,
  partner: string,
  exchange: string,
): Promise<ExchangeComparison> {
  const card = await requirePartner(node.store, partner);
  const { self } = node.judge;
  const policy = partnerPolicy(card, { name: self, keys: ownWitnessVerifiers(self, node.keys) });
  const theirs = await partnersReceipts(node, card, exchange);
  const proven = theirs.map(({ proof }) => verifyProofFile(proof, policy));
  const own = await receiptsFor(node, card, exchange, 0, Number.MAX_SAFE_INTEGER);
  await keepReceipts(node.store, [...rows(exchange, partner, theirs), ...rows(exchange, self, own)]);
  const entriesHere: LedgerEntry[] = [];
  for await (const { entry } of node.ledger.entries(0, undefined, ledgerStorage(node.store))) {
    if (isOf(entry, exchange, partner)) entriesHere.push(entry);
  }
  const comparison = compareLedgers(
    entriesHere,
    proven.filter(({ entry }) => isOf(entry, exchange, self)).map(({ entry }) => entry),
    exchange,
  );
  return {
    exchange,
    partner,
    own: entriesHere.length,
    theirs: proven.length,
    partnerSize: Math.max(0, ...proven.map(({ checkpoint }) => checkpoint.size)),
    ...comparison,
  };
}

const Receipts = z.array(z.strictObject({ index: z.int().min(0), proof: z.string().max(200_000) }));

async function partnersReceipts(
  node: ReceiptParts,
  card: PartnerCard,
  exchange: string,
): Promise<readonly Receipt[]> {
  const all: Receipt[] = [];
  for (let from = 0; ; ) {
    const answer = await node.client.plain(card, {
      method: "GET",
      path: `/ledger/exchanges/${encodeURIComponent(exchange)}/receipts?from=${from}`,
    });
    if (answer?.status !== 200) {
      throw new AccordError("exchange.partner_unreachable", "the partner's node gave no receipts", {
        where: card.id,
        remedy: "Try again when the partner's node is up (`accord doctor` says whether it is reached).",
      });
    }
    const page = Receipts.parse(JSON.parse(answer.body));
    all.push(...page);
    if (page.length < RECEIPTS_A_PAGE) return all;
    from = page.at(-1)!.index + 1;
  }
}

const rows = (exchange: string, agency: string, receipts: readonly Receipt[]): ReceiptRow[] =>
  receipts.map(({ index, proof }) => ({ exchange, agency, index, proof }));

const isOf = (entry: LedgerEntry, exchange: string, partner: string): boolean =>
  "exchange" in entry && entry.exchange === exchange && "partner" in entry && entry.partner === partner;
