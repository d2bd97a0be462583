import type { BlockingRule, KeyPart } from "../document/blocking-rule.ts";
import { type MeasuredKey, VIRTUAL_MATCHES, virtualMatches } from "./virtual-matches.ts";

/** A conjunction of keys with the pairs it brings and the imagined matches it covers. */
interface Candidate {
  readonly keys: readonly MeasuredKey[];
  readonly covers: Uint8Array;
  readonly share: number;
}

const MOST_RULES = 20;
/** Conjunctions whose pairs are counted, the most promising first. */
const MOST_COUNTED = 180;
/** No rule alone may bring more than this share of the budget. */
const MOST_SHARE = 0.6;
/** A rule that covers less of the matches than this is not worth its pairs. */
const LEAST_GAIN = 0.002;
/** Pairs that a rule seems to cost besides its own, as a share of the budget: many narrow rules are slower than few. */
const RULE_COST = 0.2;

function conjunctions(
  lists: readonly (readonly MeasuredKey[])[],
  flags: readonly (readonly Uint8Array[])[],
): Candidate[] {
  const singles = lists.flatMap((nested, list) =>
    nested.map((key, at) => ({ key, list, covers: flags[list]?.[at] ?? new Uint8Array(0) })),
  );
  const made: Candidate[] = [];
  const together = (one: MeasuredKey, other: MeasuredKey) =>
    !one.excludes.includes(other.attribute) && !other.excludes.includes(one.attribute);
  const and = (one: Uint8Array, other: Uint8Array) => one.map((flag, at) => flag & (other[at] ?? 0));
  const add = (keys: readonly MeasuredKey[], covers: Uint8Array) =>
    made.push({ keys, covers, share: covers.reduce((a, b) => a + b, 0) / VIRTUAL_MATCHES });
  for (const [a, one] of singles.entries()) {
    add([one.key], one.covers);
    for (let b = a + 1; b < singles.length; b++) {
      const two = singles[b];
      if (two === undefined || two.list === one.list || !together(one.key, two.key)) continue;
      const pair = and(one.covers, two.covers);
      add([one.key, two.key], pair);
      for (let c = b + 1; c < singles.length; c++) {
        const three = singles[c];
        if (three === undefined || three.list === one.list || three.list === two.list) continue;
        if (!together(one.key, three.key) || !together(two.key, three.key)) continue;
        add([one.key, two.key, three.key], and(pair, three.covers));
      }
    }
  }
  return made;
}

/**
 * A guess of a conjunction's pairs from those of its keys, as if they were independent; used only to choose which are
 * counted.
 */
function guess(candidate: Candidate, single: ReadonlyMap<MeasuredKey, number>, possible: number): number {
  return candidate.keys.reduce((pairs, key) => pairs * ((single.get(key) ?? possible) / possible), possible);
}

/** Pairs of the records, counted without being compared. */
export interface PairCounter {
  /** Pairs that agree on all parts. */
  count(parts: readonly KeyPart[]): Promise<number>;
  /** Of those, the ones that no rule taken so far brings. */
  countFurther(parts: readonly KeyPart[]): Promise<number>;
  /** Takes a rule. */
  take(parts: readonly KeyPart[]): Promise<void>;
}

interface Counted {
  readonly candidate: Candidate;
  /** Pairs that the rule brings beyond those taken, or more than that where rules were taken since it was counted. */
  pairs: number;
  /** Number of rules taken when it was counted. */
  countedAt: number;
}

const partsOf = ({ keys }: Candidate): KeyPart[] => keys.map(({ part }) => part);

/**
 * Chooses blocking rules for records of which nothing is known but how selective their keys are. Matching pairs are
 * imagined with the errors that such attributes usually have; rules are taken one by one, each time the one that covers
 * most further matches for the further pairs it brings, until the budget of pairs is spent or nearly all are covered.
 * Further pairs become fewer with every rule taken, so that only the best rule must be counted anew (lazy greedy,
 * Minoux 1978).
 *
 * @param lists nested keys by attribute; @param budget distinct pairs that all rules together may bring;
 * @param possible all pairs there are.
 */
export async function suggestBlocking(
  lists: readonly (readonly MeasuredKey[])[],
  counter: PairCounter,
  budget: number,
  possible: number,
): Promise<BlockingRule[]> {
  const flags = virtualMatches(lists);
  const single = new Map<MeasuredKey, number>();
  for (const key of lists.flat()) single.set(key, await counter.count([key.part]));
  const counted: Counted[] = [];
  for (const candidate of mostPromising(conjunctions(lists, flags), single, budget, possible)) {
    const known = candidate.keys.length === 1 ? single.get(candidate.keys[0] as MeasuredKey) : undefined;
    const pairs = known ?? (await counter.count(partsOf(candidate)));
    if (pairs <= MOST_SHARE * budget) counted.push({ candidate, pairs, countedAt: 0 });
  }
  const covered = new Uint8Array(VIRTUAL_MATCHES);
  const rules: BlockingRule[] = [];
  let left = budget;
  while (rules.length < MOST_RULES) {
    const best = bestOf(counted, covered, budget);
    if (best === undefined) break;
    if (best.countedAt < rules.length) {
      best.pairs = await counter.countFurther(partsOf(best.candidate));
      best.countedAt = rules.length;
      continue;
    }
    counted.splice(counted.indexOf(best), 1);
    if (best.pairs > left) continue;
    left -= best.pairs;
    await counter.take(partsOf(best.candidate));
    for (let at = 0; at < VIRTUAL_MATCHES; at++)
      covered[at] = (covered[at] ?? 0) | (best.candidate.covers[at] ?? 0);
    rules.push(ruleOf(best.candidate, lists));
  }
  return rules;
}

/** The conjunctions that are worth being counted, by a guess of their pairs. */
function mostPromising(
  candidates: readonly Candidate[],
  single: ReadonlyMap<MeasuredKey, number>,
  budget: number,
  possible: number,
): Candidate[] {
  const worth = (share: number, pairs: number) => share / (pairs + RULE_COST * budget);
  return candidates
    .filter(({ share }) => share >= LEAST_GAIN)
    .map((candidate) => ({ candidate, guessed: guess(candidate, single, possible) }))
    .filter(({ guessed }) => guessed < budget)
    .sort((a, b) => worth(b.candidate.share, b.guessed) - worth(a.candidate.share, a.guessed))
    .slice(0, MOST_COUNTED)
    .map(({ candidate }) => candidate);
}

function bestOf(counted: readonly Counted[], covered: Uint8Array, budget: number): Counted | undefined {
  let best: Counted | undefined;
  let bestWorth = 0;
  for (const one of counted) {
    let gain = 0;
    for (let at = 0; at < VIRTUAL_MATCHES; at++) {
      if (one.candidate.covers[at] === 1 && covered[at] === 0) gain++;
    }
    if (gain < LEAST_GAIN * VIRTUAL_MATCHES) continue;
    const worth = gain / (one.pairs + RULE_COST * budget);
    if (worth > bestWorth) [best, bestWorth] = [one, worth];
  }
  return best;
}

function ruleOf(candidate: Candidate, lists: readonly (readonly MeasuredKey[])[]): BlockingRule {
  const parts = candidate.keys.map(({ part }) => part);
  // A block that is too large all the same is split by the finest key of another attribute.
  const used = new Set(candidate.keys.map(({ attribute }) => attribute));
  const other = lists.find(
    (nested) => !used.has(nested[0]?.attribute ?? -1) && typeof nested[0]?.part === "string",
  );
  const refineBy = other?.[0]?.part;
  return {
    name: parts.map(describePart).join(" and "),
    on: parts,
    ...(refineBy === undefined ? {} : { refineBy: [refineBy] }),
  };
}

const words = (column: string) => column.replaceAll("__", "'s ").replaceAll("_", " ");

function describePart(part: KeyPart): string {
  if (typeof part === "string") return words(part);
  if ("anyOf" in part) return `any part of ${words(part.anyOf[0]?.split("__")[0] ?? "")}`;
  if ("first" in part) return `two parts of ${words(part.first.split("__")[0] ?? "")} in any order`;
  if ("sorted" in part) return `${part.sorted.map(words).join(" and ")} in any order`;
  if ("itemOf" in part) return `an item of ${words(part.itemOf)}`;
  if ("missing" in part) return `no ${words(part.missing)}`;
  if ("prefix" in part) return `first ${part.prefix} letters of ${words(part.column)}`;
  return `${words(part.column)} within ${part.around}`;
}
