import type { Session } from "../store/store.ts";
import { unfinished } from "../store/unfinished.ts";

/** An exchange as a node persists it; `state` is the protocol's own, opaque here. */
export interface ExchangeRow {
  readonly id: string;
  readonly agreementDigest: string;
  readonly partner: string;
  readonly role: string;
  readonly step: string;
  readonly state: unknown;
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** Inserts or replaces. */
export async function saveExchange(_session: Session, _exchange: ExchangeRow): Promise<void> {
  unfinished();
}
export async function readExchange(_session: Session, _id: string): Promise<ExchangeRow | undefined> {
  return unfinished();
}
/** Newest first. */
export async function listExchanges(_session: Session): Promise<readonly ExchangeRow[]> {
  return unfinished();
}
