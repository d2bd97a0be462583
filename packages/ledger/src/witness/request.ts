import { fromBase64, toBase64 } from "../bytes.ts";
import { LedgerError } from "../errors.ts";
import { HASH_BYTES } from "../merkle/hash.ts";

/** Most hashes of a consistency proof (C2SP tlog-witness). */
const MAXIMUM_PROOF_HASHES = 63;

/** What a log asks a witness: to cosign its checkpoint, which continues the one of `oldSize` that it cosigned last. */
export interface WitnessRequest {
  /** 0 where the witness has not cosigned this log before. */
  readonly oldSize: number;
  /** Consistency proof from `oldSize` to the checkpoint's size; empty from 0. */
  readonly proof: readonly Uint8Array[];
  /** The checkpoint, signed by the log. */
  readonly note: string;
}

/** The body of `add-checkpoint` (C2SP tlog-witness): `old` and the size, the proof in base64, a blank line, the note. */
export function formatWitnessRequest({ oldSize, proof, note }: WitnessRequest): string {
  return `old ${oldSize}\n${proof.map((hash) => `${toBase64(hash)}\n`).join("")}\n${note}`;
}

/**
 * Reads the body of `add-checkpoint`; the note in it is not verified yet.
 *
 * @throws LedgerError `ledger.witness_request_malformed`
 */
export function parseWitnessRequest(text: string): WitnessRequest {
  const blank = text.indexOf("\n\n");
  const [old = "", ...lines] = text.slice(0, Math.max(blank, 0)).split("\n");
  const size = /^old (0|[1-9]\d{0,15})$/.exec(old)?.[1];
  if (size === undefined || !Number.isSafeInteger(Number(size)) || lines.length > MAXIMUM_PROOF_HASHES) {
    throw malformed();
  }
  const proof = lines.map((line) => {
    const hash = fromBase64(line);
    if (hash?.length !== HASH_BYTES) throw malformed();
    return hash;
  });
  return { oldSize: Number(size), proof, note: text.slice(blank + 2) };
}

function malformed(): LedgerError {
  return new LedgerError(
    "ledger.witness_request_malformed",
    "The request to cosign a checkpoint cannot be read.",
    {
      where: "request",
      remedy: "Send `old` and a size, the proof in base64, a blank line and the checkpoint.",
    },
  );
}
