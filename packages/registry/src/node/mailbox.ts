import type { Session } from "../store/store.ts";
import { unfinished } from "../store/unfinished.ts";

export interface OutboxMessage {
  readonly id: string;
  readonly exchange: string;
  readonly partner: string;
  readonly body: Uint8Array;
  readonly createdAt: string;
  readonly acknowledgedAt: string | undefined;
}

/** Keeps messages to be sent; one whose id is there already is left as it is. */
export async function putOutbox(
  _session: Session,
  _messages: readonly Omit<OutboxMessage, "acknowledgedAt">[],
): Promise<void> {
  unfinished();
}
/** Messages not yet acknowledged, oldest first. */
export async function pendingOutbox(
  _session: Session,
  _selection: { readonly exchange?: string; readonly partner?: string; readonly limit?: number },
): Promise<readonly OutboxMessage[]> {
  return unfinished();
}
/** Marks as acknowledged and lets go of the body. */
export async function acknowledgeOutbox(_session: Session, _id: string, _at: string): Promise<void> {
  unfinished();
}
/** True the first time that this message of this partner is seen; false for every repetition. */
export async function markInbox(
  _session: Session,
  _message: { readonly partner: string; readonly id: string; readonly at: string },
): Promise<boolean> {
  return unfinished();
}
/** True if the nonce was not used before with this key. Nonces that expired before `now` are let go. */
export async function useNonce(
  _session: Session,
  _nonce: {
    readonly keyId: string;
    readonly nonce: string;
    readonly expiresAt: string;
    readonly now: string;
  },
): Promise<boolean> {
  return unfinished();
}
