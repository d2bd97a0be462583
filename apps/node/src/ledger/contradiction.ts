import type { Ledger, LedgerError } from "@accord/ledger";
import { keepEvidence, type Session } from "@accord/registry";
import { ledgerOrigin } from "./log-keys.ts";
import { recordEntry } from "./record.ts";

/** What a log showed that this node does not cosign. */
export interface Contradiction {
  readonly partner: string;
  readonly exchange?: string | undefined;
  readonly error: LedgerError;
  /** The checkpoint that this node cosigned last. */
  readonly held: string | undefined;
  /** The request as it came: proof and checkpoint. */
  readonly shown: string;
  readonly at: string;
}

/** Codes that mean that a log is not what it was, and not merely that a request was late or misshapen. */
const CONTRADICTIONS = new Set([
  "ledger.checkpoint_smaller",
  "ledger.checkpoint_forked",
  "ledger.checkpoint_inconsistent",
]);

/**
 * Records that a checkpoint was refused. Where it contradicts what was cosigned before, both are kept for good: each is
 * signed by the log, so together they prove to anybody that it was changed.
 */
export async function noteContradiction(
  ledger: Ledger,
  session: Session,
  { partner, exchange, error, held, shown, at }: Contradiction,
): Promise<void> {
  if (CONTRADICTIONS.has(error.code)) {
    await keepEvidence(session, { origin: ledgerOrigin(partner), at, code: error.code, held, shown });
  }
  await recordEntry(ledger, session, {
    kind: "refusal",
    partner,
    code: error.code,
    ...(exchange === undefined ? {} : { exchange }),
    at,
  });
}
