import type { Session } from "../store/store.ts";
import { unfinished } from "../store/unfinished.ts";

/** Another agency's node: `card` holds address and public keys, opaque here. */
export interface Partner {
  readonly id: string;
  readonly name: string;
  readonly card: unknown;
}

/** Inserts or replaces. */
export async function savePartner(_session: Session, _partner: Partner): Promise<void> {
  unfinished();
}
export async function readPartner(_session: Session, _id: string): Promise<Partner | undefined> {
  return unfinished();
}
export async function listPartners(_session: Session): Promise<readonly Partner[]> {
  return unfinished();
}
