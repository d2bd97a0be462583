import type { PairEvidence } from "./compare-registries.ts";

/** Bits from the other members of two households, from which they speak for one household that was registered twice. */
const HOUSEHOLD_BITS = 2;

/**
 * Whether a probable duplicate within one registry has a second signal besides a name and an age that are alike:
 * fingerprints, the household's other members, a phone or a card in common, or the whole name equal in all its parts.
 * Namesakes who are neighbours look sure without one, and whoever is deactivated loses a ration; so a machine does not
 * decide these. Two entries of one household are mostly brothers, sisters or twins: only fingerprints decide there.
 */
export function isCorroborated(evidence: PairEvidence, fingerprintsFrom: number): boolean {
  if ((evidence.fingerprintScore ?? 0) >= fingerprintsFrom) return true;
  if (evidence.sameHousehold) return false;
  const level = new Map(evidence.comparisons.map((each) => [each.comparison, each.level]));
  return (
    evidence.parts.household >= HOUSEHOLD_BITS ||
    level.get("phone") === "same" ||
    level.get("identifier") === "one in common" ||
    (level.get("ownName") === "same" && level.get("lineage") === "both parts same")
  );
}
