import type { LedgerEntry } from "../entry/entry.ts";
import { openEntry } from "../entry/seal.ts";
import { LedgerError } from "../errors.ts";
import { leafHash } from "../merkle/hash.ts";
import { verifyInclusion } from "../merkle/verify-proof.ts";
import type { OpenedCheckpoint } from "../note/checkpoint.ts";
import { openUnderPolicy, type Policy } from "./policy.ts";
import { parseProof } from "./tlog-proof.ts";

export interface ProvenEntry {
  readonly index: number;
  readonly entry: LedgerEntry;
  readonly checkpoint: OpenedCheckpoint;
}

/**
 * Verifies a `.tlog-proof` file that carries its entry as extra data: the checkpoint under the policy, the entry's form,
 * and the path from its hash to the root. What it answers is proven; nothing else of the file is.
 *
 * @throws LedgerError `ledger.proof_malformed`, `ledger.proof_wrong`, `ledger.entry_malformed`, and those of the policy
 *   and the checkpoint
 */
export function verifyProofFile(text: string, policy: Policy): ProvenEntry {
  const { index, path, checkpoint, extra } = parseProof(text);
  if (extra === undefined) {
    throw new LedgerError("ledger.proof_malformed", "The proof does not carry its entry.", {
      where: "extra",
      remedy: "Take the .tlog-proof file as it was handed out.",
    });
  }
  const opened = openUnderPolicy(checkpoint, policy);
  const { size, root } = opened;
  if (!verifyInclusion({ leaf: leafHash(extra), index, size, root, proof: path })) {
    throw new LedgerError("ledger.proof_wrong", "The proof does not lead from its entry to its checkpoint.", {
      where: `index ${index}`,
      remedy: "Ask for the proof again; if it is still wrong, the entry is not in that ledger.",
    });
  }
  return { index, entry: openEntry(extra).entry, checkpoint: opened };
}
