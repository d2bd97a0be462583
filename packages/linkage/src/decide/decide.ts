import { assignOneToOne } from "./assign.ts";
import {
  bitsOf,
  DEFAULT_FINGERPRINT_BANDS,
  DEFAULT_MARGIN_BITS,
  type LinkagePolicy,
  probabilityOf,
} from "./policy.ts";
import type { DecidablePair, Decision, PairDecision, PairLabel } from "./scored-pair.ts";

/** What a decision may rest on. `biography` includes the households' biographies but no fingerprint. */
export type Basis = "all" | "biography" | "biographyWithoutHouseholds" | "fingerprints" | "nameAndBirthYear";

export interface BasisDecision {
  readonly left: string;
  readonly right: string;
  readonly probability: number;
  readonly decision: Decision;
  readonly labels: readonly PairLabel[];
}

function bitsBy(pair: DecidablePair, basis: Basis): number {
  const { biography, household, fingerprints } = pair.parts;
  switch (basis) {
    case "all":
      return pair.weight;
    case "biography":
      return pair.prior + biography + household;
    case "biographyWithoutHouseholds":
      return pair.prior + biography;
    case "fingerprints":
      return pair.prior + fingerprints;
    case "nameAndBirthYear":
      return pair.sameNameAndBirthYear ? 20 : -20;
  }
}

/** Fingerprints say one person, the biography says another, and is not certain of the same all the same. */
function isConflict(pair: DecidablePair, policy: LinkagePolicy): boolean {
  const { uniqueBelow } = policy.fingerprintBands ?? DEFAULT_FINGERPRINT_BANDS;
  return (
    pair.contradictory &&
    (pair.fingerprintScore ?? 0) >= uniqueBelow &&
    // A miskeyed sex beside a biography that is certain all the same is no conflict.
    bitsBy(pair, "biography") < bitsOf(policy.linkFrom)
  );
}

/** Labels of a pair that reached `bits` by the basis, apart from its rivals. */
function cautions(pair: DecidablePair, basis: Basis, policy: LinkagePolicy): PairLabel[] {
  const bands = policy.fingerprintBands ?? DEFAULT_FINGERPRINT_BANDS;
  const score = pair.fingerprintScore;
  if (basis === "fingerprints") return (score ?? 0) < bands.uniqueBelow ? ["weakFingerprints"] : [];
  if (basis !== "all" || score === undefined) return [];
  const withoutFingers = bitsBy(pair, "biography");
  const supported = pair.weight - pair.parts.fingerprints >= bitsOf(policy.adjudicateFrom);
  const labels: PairLabel[] = [];
  const fingersSayOne = score >= bands.uniqueBelow;
  if (isConflict(pair, policy)) labels.push("conflict");
  else if (pair.parts.fingerprints < -6 && withoutFingers >= bitsOf(policy.linkFrom)) labels.push("conflict");
  if (!supported && pair.parts.fingerprints > 0) {
    const favoured = pair.parts.biography + pair.parts.household > 0;
    if (!fingersSayOne || (score < bands.duplicateFrom && !favoured)) labels.push("weakFingerprints");
  }
  return labels;
}

/**
 * Whether a rival to a pair is more likely a second record of the same person than a different person: the two
 * records that compete stand in different households (or in none), so that no brother or sister is meant. That two
 * strangers both match beyond the threshold is far rarer than a person registered twice.
 */
function isDuplicateRival(chosen: DecidablePair | undefined, rival: DecidablePair | undefined): boolean {
  if (chosen === undefined || rival === undefined) return false;
  const [one, other] =
    chosen.left === rival.left
      ? [chosen.rightHousehold, rival.rightHousehold]
      : [chosen.leftHousehold, rival.leftHousehold];
  return one !== undefined && other !== undefined && one !== other;
}

/**
 * Decides all pairs together, by one kind of evidence or all. With `oneToOne`, a person is in one link at
 * most; a link that is not ahead of its alternatives by the margin waits for a human, and so do they.
 *
 * @returns one decision for each pair, in the order given.
 */
export function decideBy(
  pairs: readonly DecidablePair[],
  basis: Basis,
  policy: LinkagePolicy,
): BasisDecision[] {
  const odds = Float64Array.from(pairs, (pair) => bitsBy(pair, basis));
  const ids = (side: readonly string[]) => {
    const sorted = [...new Set(side)].sort();
    const position = new Map(sorted.map((id, index) => [id, index]));
    return Int32Array.from(side, (id) => position.get(id) ?? 0);
  };
  const linkBits = bitsOf(policy.linkFrom);
  const adjudicateBits = bitsOf(policy.adjudicateFrom);
  const least = policy.marginBits ?? DEFAULT_MARGIN_BITS;
  const left = ids(pairs.map((pair) => pair.left));
  const right = ids(pairs.map((pair) => pair.right));
  const assignment = policy.oneToOne
    ? assignOneToOne(
        { left, right, odds },
        Math.min(adjudicateBits, linkBits - least),
        (chosen, rival) => isDuplicateRival(pairs[chosen], pairs[rival]) && (odds[rival] ?? 0) >= linkBits,
      )
    : undefined;
  const winnerOfLeft = new Map<number, number>();
  const winnerOfRight = new Map<number, number>();
  for (const [at, chosen] of (assignment?.chosen ?? []).entries()) {
    if (chosen === 0) continue;
    winnerOfLeft.set(left[at] ?? 0, at);
    winnerOfRight.set(right[at] ?? 0, at);
  }
  const winners = (at: number) =>
    [winnerOfLeft.get(left[at] ?? 0), winnerOfRight.get(right[at] ?? 0)].filter((one) => one !== undefined);
  return pairs.map((pair, at) => {
    const bits = odds[at] ?? 0;
    // Strong fingerprints against a contrary biography are for a human, however improbable both together.
    const strange = basis === "all" && isConflict(pair, policy);
    const labels = bits >= adjudicateBits || strange ? cautions(pair, basis, policy) : [];
    let decision: Decision = bits >= linkBits ? "link" : bits >= adjudicateBits ? "adjudicate" : "none";
    if (labels.length > 0 && decision === "link") decision = "adjudicate";
    if (strange) decision = "adjudicate";
    else if (assignment !== undefined && decision !== "none") {
      const close = (assignment.margin[at] ?? 0) < least;
      if (assignment.chosen[at] === 0) {
        const twice =
          bits >= linkBits && winners(at).every((winner) => isDuplicateRival(pairs[winner], pair));
        labels.push(twice ? "possibleDuplicate" : "outranked");
        if (close && !twice) labels.push("ambiguous");
        decision = close || twice ? "adjudicate" : "none";
      } else if (close) {
        labels.push("ambiguous");
        decision = "adjudicate";
      }
    }
    return { left: pair.left, right: pair.right, probability: probabilityOf(bits), decision, labels };
  });
}

/** Decides all pairs by all evidence and says which kind carried each. */
export function decide<Pair extends DecidablePair>(
  pairs: readonly Pair[],
  policy: LinkagePolicy,
): (Pair & PairDecision)[] {
  const linkBits = bitsOf(policy.linkFrom);
  return decideBy(pairs, "all", policy).map(({ decision, labels }, at) => {
    const pair = pairs[at] as Pair;
    const by = (basis: Basis) => bitsBy(pair, basis) >= linkBits;
    const decidedBy = by("biographyWithoutHouseholds")
      ? "biography"
      : by("biography")
        ? "household"
        : by("fingerprints")
          ? "fingerprints"
          : "combined";
    return { ...pair, decision, decidedBy, labels };
  });
}
