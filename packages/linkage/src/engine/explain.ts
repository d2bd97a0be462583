import type { Evidence, UndecidedPair } from "../decide/scored-pair.ts";
import type { LinkageModel } from "../model/model.ts";
import { patternEvidence } from "../model/weights.ts";

/** The bits of a pair one by one; they sum to its parts. */
export function explain(
  model: LinkageModel,
  pattern: number,
  names: number,
  parts: UndecidedPair["parts"],
): readonly Evidence[] {
  const evidence: Evidence[] = patternEvidence(model, pattern);
  if (names !== 0) {
    evidence.push({ comparison: "nameFrequency", level: names > 0 ? "rare" : "common", weight: names });
  }
  const mates = parts.biography - evidence.reduce((sum, { weight }) => sum + weight, 0);
  if (Math.abs(mates) > 0.005) {
    evidence.push({ comparison: "otherMemberOfHousehold", level: "could be another member", weight: mates });
  }
  if (Math.abs(parts.household) > 0.005) {
    evidence.push({
      comparison: "household",
      level: parts.household > 0 ? "other members match" : "other members do not match",
      weight: parts.household,
    });
  }
  if (parts.fingerprints !== 0) {
    evidence.push({
      comparison: "fingerprints",
      level: parts.fingerprints > 0 ? "alike" : "unlike",
      weight: parts.fingerprints,
    });
  }
  if (Math.abs(parts.relativesFingerprints) > 0.005) {
    evidence.push({
      comparison: "relativesFingerprints",
      level: "fingerprints of other members",
      weight: parts.relativesFingerprints,
    });
  }
  return evidence;
}
