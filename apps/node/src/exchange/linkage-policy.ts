import type { Agreement } from "@accord/agreement";
import type { LinkagePolicy } from "@accord/linkage";

/** The agreement's thresholds in the linkage engine's words. */
export function linkagePolicy(matching: Agreement["matching"]): LinkagePolicy {
  const { uniqueBelow, duplicateFrom } = matching.fingerprintPolicy;
  return { ...matching.policy, fingerprintBands: { uniqueBelow, duplicateFrom } };
}
