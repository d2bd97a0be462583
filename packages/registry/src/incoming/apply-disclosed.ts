import type { AttributeName, DisclosedPerson } from "@accord/vocabulary";
import type { RegistryContext } from "../context.ts";
import type { Session } from "../store/store.ts";
import { unfinished } from "../store/unfinished.ts";

export interface IncomingRecords {
  readonly agreement: string;
  readonly partner: string;
  readonly records: readonly DisclosedPerson[];
  /** Until when each attribute may be kept, ISO 8601 in UTC; absent means no limit. */
  readonly retentionUntil: Readonly<Partial<Record<AttributeName, string>>>;
}

export interface AppliedRecords {
  /** Own persons (or partner-held persons of a roster) that the records concern. */
  readonly persons: number;
  /** Statements that were new here, or had attributes that were new. */
  readonly statements: number;
  /** Current values that changed, by attribute: fields brought in step. */
  readonly changed: Readonly<Partial<Record<AttributeName, number>>>;
  /** Refs for which no link stands; their records were left out. */
  readonly unknownRefs: readonly string[];
}

/**
 * Stores a partner's statements on the own persons linked to their refs; applying the same again changes nothing.
 * Household statements go to the own household where the own person is its head.
 * @throws AccordError `incoming.foreign_source` if a statement's source is not the partner; nothing is stored then.
 */
export async function applyDisclosed(
  _session: Session,
  _context: RegistryContext,
  _incoming: IncomingRecords,
): Promise<AppliedRecords> {
  return unfinished();
}

/** Stores persons that only the partner knows, held by the partner; applying the same again changes nothing. */
export async function applyRoster(
  _session: Session,
  _context: RegistryContext,
  _incoming: IncomingRecords,
): Promise<AppliedRecords> {
  return unfinished();
}
