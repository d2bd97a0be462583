import { LedgerError } from "../errors.ts";
import type { TreeHead } from "../ledger.ts";
import { emptyRoot } from "../merkle/hash.ts";
import { verifyConsistency } from "../merkle/verify-proof.ts";
import { openCheckpoint } from "../note/checkpoint.ts";
import type { NoteSigner, NoteVerifier } from "../note/key.ts";
import { countersign } from "../note/note.ts";
import type { WitnessRequest } from "./request.ts";

export interface Cosigned {
  /** The cosignatures' lines, which are the answer to the log. */
  readonly cosignatures: string;
  /** The note with them. */
  readonly note: string;
  readonly head: TreeHead;
}

/**
 * Cosigns a log's checkpoint as a witness does (C2SP tlog-witness): one of the log's keys signed it, it starts from what
 * was cosigned last, and the proof shows that the log has only grown since.
 *
 * The caller keeps `head` as the next `last` before the cosignatures go out, in one transaction with the reading of
 * `last`; otherwise a crash or a race lets a rewritten log pass.
 *
 * @param last what was cosigned last for this log; undefined where nothing was
 * @throws LedgerError `ledger.witness_request_malformed` (a proof from beyond the checkpoint),
 *   `ledger.checkpoint_smaller`, `ledger.checkpoint_out_of_step` (the log's idea of what was cosigned last is wrong; tell
 *   it the size), `ledger.checkpoint_forked` and `ledger.checkpoint_inconsistent` (evidence of a rewritten log), and what
 *   `openCheckpoint` throws
 */
export async function cosignCheckpoint(parts: {
  readonly request: WitnessRequest;
  readonly logKeys: readonly NoteVerifier[];
  readonly last: TreeHead | undefined;
  readonly cosigners: readonly NoteSigner[];
  readonly timeSeconds: number;
}): Promise<Cosigned> {
  const { request, logKeys, cosigners, timeSeconds } = parts;
  const { note } = request;
  const head = openCheckpoint(note, logKeys);
  assertContinues(request, head, parts.last ?? { size: 0, root: emptyRoot() });
  let cosignatures = "";
  for (const cosigner of cosigners) cosignatures += await countersign(note, cosigner, timeSeconds);
  return { cosignatures, note: note + cosignatures, head: { size: head.size, root: head.root } };
}

function assertContinues(
  { oldSize, proof }: WitnessRequest,
  { origin, size, root }: TreeHead & { readonly origin: string },
  last: TreeHead,
): void {
  if (oldSize > size) {
    throw new LedgerError("ledger.witness_request_malformed", "The old size is beyond the checkpoint's.", {
      where: origin,
      remedy: "Ask with the size that was cosigned last, and a checkpoint of at least that size.",
    });
  }
  if (size < last.size) {
    throw new LedgerError("ledger.checkpoint_smaller", "The log is smaller than when it was cosigned last.", {
      where: origin,
      remedy:
        "Ask the partner whether its node was restored from a backup: it must restore a newer one, or begin a new log under a new key, because entries that it showed are missing.",
    });
  }
  if (oldSize !== last.size) {
    throw new LedgerError("ledger.checkpoint_out_of_step", "The proof starts from another size.", {
      where: origin,
      remedy: `Ask again with a consistency proof from size ${last.size}, which was cosigned last.`,
    });
  }
  if (verifyConsistency({ oldSize, oldRoot: last.root, newSize: size, newRoot: root, proof })) return;
  const evidence =
    "Keep both checkpoints: signed by the log, they prove that entries were changed. Stop exchanges with the partner and have both data-protection officers compare the entries.";
  if (size === oldSize) {
    throw new LedgerError("ledger.checkpoint_forked", "The log shows another root at the same size.", {
      where: origin,
      remedy: evidence,
    });
  }
  throw new LedgerError("ledger.checkpoint_inconsistent", "The log does not continue what was cosigned.", {
    where: origin,
    remedy: evidence,
  });
}
