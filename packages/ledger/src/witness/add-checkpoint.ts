import { fromUtf8 } from "../bytes.ts";
import { LedgerError, type LedgerErrorCode } from "../errors.ts";
import type { TreeHead } from "../ledger.ts";
import type { NoteSigner, NoteVerifier } from "../note/key.ts";
import { type Cosigned, cosignCheckpoint } from "./cosign.ts";
import { parseWitnessRequest } from "./request.ts";

/** What a witness knows of a log: its keys, and the head that it cosigned last. */
export interface WitnessedLog {
  readonly keys: readonly NoteVerifier[];
  readonly last: TreeHead | undefined;
}

/** An answer of the witness's HTTP interface; with status 200, what is kept before it goes out. */
export interface WitnessAnswer {
  readonly status: 200 | 400 | 403 | 404 | 409 | 422;
  readonly contentType: string;
  readonly body: string;
  readonly cosigned?: Cosigned & { readonly origin: string };
  /** Why it was refused. */
  readonly refusal?: LedgerError;
}

const TEXT = "text/plain; charset=utf-8";
const SIZE = "text/x.tlog.size";

const STATUS: Readonly<Partial<Record<LedgerErrorCode, WitnessAnswer["status"]>>> = {
  "ledger.note_signature_wrong": 403,
  "ledger.note_unverified": 403,
  "ledger.checkpoint_smaller": 409,
  "ledger.checkpoint_out_of_step": 409,
  "ledger.checkpoint_forked": 409,
  "ledger.checkpoint_inconsistent": 422,
};

/**
 * Answers `POST <prefix>/add-checkpoint` (C2SP tlog-witness) without doing anything itself: the caller reads the log's
 * state and keeps the new head in one transaction around this call, and sends the answer when that is committed.
 *
 * @param body the request's body as it came
 * @param logOf what is known of the log with this origin; undefined where nothing is
 */
export async function answerAddCheckpoint(parts: {
  readonly body: Uint8Array | string;
  readonly logOf: (origin: string) => Promise<WitnessedLog | undefined>;
  readonly cosigners: readonly NoteSigner[];
  readonly timeSeconds: number;
}): Promise<WitnessAnswer> {
  const { body, logOf, cosigners, timeSeconds } = parts;
  let last: TreeHead | undefined;
  try {
    const request = parseWitnessRequest(typeof body === "string" ? body : (fromUtf8(body) ?? ""));
    const [origin = ""] = request.note.split("\n", 1);
    const log = await logOf(origin);
    if (log === undefined) return refused(404, unknownLog());
    last = log.last;
    const cosigned = await cosignCheckpoint({ request, logKeys: log.keys, last, cosigners, timeSeconds });
    return { status: 200, contentType: TEXT, body: cosigned.cosignatures, cosigned: { ...cosigned, origin } };
  } catch (error) {
    if (!(error instanceof LedgerError)) throw error;
    const status = STATUS[error.code] ?? 400;
    // A fork is told apart by its lack of a size: there is none from which a proof could start.
    return status === 409 && error.code !== "ledger.checkpoint_forked"
      ? { status, contentType: SIZE, body: `${last?.size ?? 0}\n`, refusal: error }
      : refused(status, error);
  }
}

function refused(status: WitnessAnswer["status"], refusal: LedgerError): WitnessAnswer {
  return { status, contentType: TEXT, body: `${refusal.message}\n`, refusal };
}

function unknownLog(): LedgerError {
  return new LedgerError("ledger.witness_log_unknown", "This witness does not know the log.", {
    where: "origin",
    remedy: "Give the log's verifier key to whoever runs the witness.",
  });
}
