import type { SlotFacts } from "../set/key-set.ts";
import { bits } from "./pairs.ts";

/** How many persons are in both, with the interval in which it lies 19 times in 20 if the lists depend on each other by no more than `DEPENDENCE`. */
export interface Estimate {
  readonly persons: number;
  readonly low: number;
  readonly high: number;
}

export interface EstimatedSide {
  readonly persons: number;
  readonly slots: readonly SlotFacts[];
}

export interface EstimateInput {
  readonly bySlots: Readonly<Record<string, number>>;
  /** True for each slot whose key is one person's only, such as a card number; false for a coarse biographic key. */
  readonly exact: readonly boolean[];
  readonly sides: readonly [EstimatedSide, EstimatedSide];
}

/** Quantile of the normal distribution for an interval that holds 95% of it. */
const Z = 1.96;
/**
 * How far the odds of being found by one list may differ between those whom the other finds and those whom it does not
 * (Gerritse, van der Heijden and Bakker 2015): whoever has no number is often whose name is written worst.
 */
const DEPENDENCE = 2;

/**
 * Estimates from pairs that share a key how many persons are in both, also those who share none because a number was
 * never asked for or a name is spelt otherwise. Two lists of keys are two captures of the same persons: of those found
 * by one, the share that the other finds as well is the share it finds of all (Lincoln and Petersen; Chapman's form and
 * Seber's variance; the interval is log-normal, Chao 1987). Pairs that strangers make by chance, sharing a coarse key
 * that is rare in both registries, are taken off first (Good and Turing's estimate of a rare key's mass).
 *
 * With exact keys that everybody has it is the true number, and the interval has no width.
 */
export function estimate(input: EstimateInput): Estimate {
  const { exact, sides } = input;
  const most = Math.min(sides[0].persons, sides[1].persons);
  const cells = Object.entries(input.bySlots).map(([mask, pairs]) => ({ mask: Number(mask), pairs }));
  const chance = chancePairs(input, cells);
  const seen = sum(cells.map(({ pairs }) => pairs)) - chance;
  const lists = listsOf(exact);
  const within = (persons: number) => Math.min(most, Math.max(0, persons));
  if (lists === undefined) return ofOneList(input, seen, chance, within);
  const [first, second] = lists;
  const inList = (list: number) => sum(cells.map(({ mask, pairs }) => ((mask & list) === 0 ? 0 : pairs)));
  const both = sum(
    cells.map(({ mask, pairs }) => ((mask & first) !== 0 && (mask & second) !== 0 ? pairs : 0)),
  );
  const onlyFirst = inList(first) - both;
  const onlySecond = Math.max(0, inList(second) - both - chance);
  // (m1 + 1)(m2 + 1) / (m12 + 1) - 1 counts who is in neither list as well: m1-only times m2-only over m12 + 1.
  const unseen = (onlyFirst * onlySecond) / (both + 1);
  const variance =
    ((onlyFirst + both + 1) * (onlySecond + both + 1) * onlyFirst * onlySecond) /
      ((both + 1) ** 2 * (both + 2)) +
    chance;
  const persons = both + onlyFirst + onlySecond + unseen;
  const surely = both + onlyFirst + Math.max(0, onlySecond - Z * Math.sqrt(chance));
  return rounded(interval(persons, surely, variance), within);
}

/** Log-normal about what is beyond the persons surely seen, who are in both whatever was not. */
function interval(persons: number, surely: number, variance: number): Estimate {
  const beyond = persons - surely;
  if (beyond <= 0 || variance === 0) return { persons, low: persons, high: persons };
  const spread = Math.exp(
    Math.hypot(Z * Math.sqrt(Math.log(1 + variance / beyond ** 2)), Math.log(DEPENDENCE)),
  );
  return { persons, low: surely + beyond / spread, high: surely + beyond * spread };
}

/** One list alone says who was seen. Who was not has no key of it on one side or the other: that bounds it from above. */
function ofOneList(
  { exact, sides }: EstimateInput,
  seen: number,
  chance: number,
  within: (persons: number) => number,
): Estimate {
  const without = sides.map(({ persons, slots }) => persons - (slots[0]?.unique ?? 0));
  const spread = Z * Math.sqrt(chance);
  // A coarse key may differ between the two registries of one person, so that nothing but their sizes is a bound.
  const high = exact[0] === true ? seen + sum(without) : Number.POSITIVE_INFINITY;
  const shares = sides.map(({ persons, slots }) => (persons === 0 ? 1 : (slots[0]?.unique ?? 0) / persons));
  const share = Math.min(...shares);
  return rounded(
    { persons: Math.min(high, share === 0 ? seen : seen / share), low: seen - spread, high: high + spread },
    within,
  );
}

/** Slots as two lists: exact keys and biographic ones; where there is one sort only, the first slot and the others. */
function listsOf(exact: readonly boolean[]): readonly [number, number] | undefined {
  const list = (sort: boolean) =>
    exact.reduce((mask, each, slot) => (each === sort ? mask | (1 << slot) : mask), 0);
  const lists = [list(true), list(false)] as const;
  if (lists[0] !== 0 && lists[1] !== 0) return lists;
  return exact.length < 2 ? undefined : [1, (1 << exact.length) - 2];
}

/**
 * Pairs that strangers make by chance: a key seen twice in one registry is as often seen once in each of two like it. In
 * numbers: keys of two persons, times two, times the share of keys that are unique at the partner, scaled to its size,
 * for those who are not paired already.
 */
function chancePairs(
  { exact, sides }: EstimateInput,
  cells: readonly { mask: number; pairs: number }[],
): number {
  const biographic = exact.reduce((mask, each, slot) => (each ? mask : mask | (1 << slot)), 0);
  let all = 0;
  for (const [slot, isExact] of exact.entries()) {
    if (isExact) continue;
    const alone = sum(
      cells.map(({ mask, pairs }) => (mask === 1 << slot && bits(mask & biographic) === 1 ? pairs : 0)),
    );
    const paired = sum(cells.map(({ mask, pairs }) => ((mask & (1 << slot)) === 0 ? 0 : pairs)));
    const [a, b] = [sides[0].slots[slot], sides[1].slots[slot]];
    if (a === undefined || b === undefined || a.held === 0 || b.held === 0) continue;
    const expected =
      (2 * a.twins * (b.held / a.held) * (b.unique / b.held) +
        2 * b.twins * (a.held / b.held) * (a.unique / a.held)) /
      2;
    all += amongStrangers(expected, alone, paired, [a.held, b.held]);
  }
  return all;
}

/** Whose true pair is found makes none by chance; how many those are depends on the answer, so that it is approached. */
function amongStrangers(
  expected: number,
  alone: number,
  paired: number,
  held: readonly [number, number],
): number {
  let chance = 0;
  for (let turn = 0; turn < 30; turn++) {
    const truly = Math.max(0, paired - chance);
    const strangers = Math.max(0, 1 - truly / held[0]) * Math.max(0, 1 - truly / held[1]);
    chance = Math.min(alone, expected * strangers);
  }
  return chance;
}

function rounded(value: Estimate, within: (persons: number) => number): Estimate {
  return {
    persons: Math.round(within(value.persons)),
    low: Math.floor(within(value.low)),
    high: Math.ceil(within(value.high)),
  };
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0);
