import { fromBase64, toBase64 } from "../bytes.ts";
import { LedgerError } from "../errors.ts";
import type { TreeHead } from "../ledger.ts";
import { emptyRoot, HASH_BYTES } from "../merkle/hash.ts";
import { verifyConsistency } from "../merkle/verify-proof.ts";
import { openCheckpoint } from "./checkpoint.ts";
import type { NoteSigner, NoteVerifier } from "./key.ts";
import { countersign } from "./note.ts";

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

/**
 * Cosigns a partner's checkpoint as a witness does (C2SP tlog-witness): the log's key signed it, it starts from what was
 * cosigned last, and the proof shows that the log has only grown since.
 *
 * The caller keeps `head` as the next `last` before the cosignature goes out, in one transaction with the reading of
 * `last`; otherwise a crash or a race lets a rewritten log pass.
 *
 * @param last what was cosigned last for this log; undefined where nothing was
 * @returns the cosignature's line, which is the answer to the log; the note with it; and the new head
 * @throws LedgerError `ledger.checkpoint_smaller`, `ledger.checkpoint_out_of_step` (the log's idea of what was cosigned
 *   last is wrong; tell it the size), `ledger.checkpoint_inconsistent` (evidence of a rewritten log), and what
 *   `openCheckpoint` throws
 */
export async function cosignCheckpoint(parts: {
  readonly request: WitnessRequest;
  readonly logKey: NoteVerifier;
  readonly last: TreeHead | undefined;
  readonly cosigner: NoteSigner;
  readonly timeSeconds: number;
}): Promise<{ readonly cosignature: string; readonly note: string; readonly head: TreeHead }> {
  const { request, logKey, cosigner, timeSeconds } = parts;
  const { note, oldSize, proof } = request;
  const last = parts.last ?? { size: 0, root: emptyRoot() };
  const { size, root } = openCheckpoint(note, logKey);
  if (size < last.size || size < oldSize) {
    throw new LedgerError("ledger.checkpoint_smaller", "The log is smaller than when it was cosigned last.", {
      where: logKey.name,
      remedy: "Ask the partner whether its ledger was restored from a backup; entries are missing.",
    });
  }
  if (oldSize !== last.size) {
    throw new LedgerError("ledger.checkpoint_out_of_step", "The proof starts from another size.", {
      where: logKey.name,
      remedy: `Ask again with a consistency proof from size ${last.size}, which was cosigned last.`,
    });
  }
  if (!verifyConsistency({ oldSize, oldRoot: last.root, newSize: size, newRoot: root, proof })) {
    throw new LedgerError("ledger.checkpoint_inconsistent", "The log does not continue what was cosigned.", {
      where: logKey.name,
      remedy: "Keep both checkpoints: they are the evidence that entries were changed. Tell the partner.",
    });
  }
  const cosignature = await countersign(note, cosigner, timeSeconds);
  return { cosignature, note: note + cosignature, head: { size, root } };
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
