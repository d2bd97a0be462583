import { createHash } from "node:crypto";
import type { PairEvidence } from "@accord/exchange";

/**
 * Says whether evidence is new: the levels that each comparison reached and the fingerprint score in steps of ten.
 * Weights move a little whenever a model is trained anew, and are no reason to ask a person again.
 */
export function evidenceDigest(evidence: Partial<PairEvidence>): string {
  const levels = (evidence.comparisons ?? []).map(({ comparison, level }) => `${comparison}=${level}`).sort();
  const score = evidence.fingerprintScore === undefined ? "none" : Math.round(evidence.fingerprintScore / 10);
  return createHash("sha256")
    .update([...levels, `fingerprints=${score}`].join("\n"))
    .digest("hex");
}
