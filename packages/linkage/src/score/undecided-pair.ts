import type { DecidablePair, Evidence } from "../decide/scored-pair.ts";
import type { LinkageModel } from "../document/linkage-model.ts";
import { schemeOf } from "../document/scheme.ts";
import { patternEvidence } from "./weights.ts";

/** A scored pair with what its evidence can be told from. */
export interface UndecidedPair extends DecidablePair {
  /** The packed levels of its comparisons. */
  readonly pattern: number;
  /** Bits by which the commonness of agreeing values changes the comparisons'. */
  readonly rarityBits: number;
}

/** Bits that are too few to be told. */
const UNTOLD = 0.005;

/**
 * The evidence of a pair, for people: each comparison's level and its bits, then what rarity, households and
 * fingerprints add. The bits sum to the pair's parts (a waterfall from the prior to the weight).
 */
export function explainPair(model: LinkageModel, pair: UndecidedPair): readonly Evidence[] {
  const { parts, rarityBits } = pair;
  const evidence: Evidence[] = patternEvidence(model, schemeOf(model), pair.pattern);
  const add = (comparison: string, level: string, weight: number) => {
    if (Math.abs(weight) > UNTOLD) evidence.push({ comparison, level, weight });
  };
  add("nameFrequency", rarityBits > 0 ? "rare" : "common", rarityBits);
  const mates = parts.biography - evidence.reduce((sum, { weight }) => sum + weight, 0);
  add("otherMemberOfHousehold", "could be another member", mates);
  add(
    "household",
    parts.household > 0 ? "other members match" : "other members do not match",
    parts.household,
  );
  add("fingerprints", parts.fingerprints > 0 ? "alike" : "unlike", parts.fingerprints);
  add("relativesFingerprints", "fingerprints of other members", parts.relativesFingerprints);
  return evidence;
}
