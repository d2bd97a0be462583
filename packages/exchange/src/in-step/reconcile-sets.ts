import { createHash } from "node:crypto";

/*
 * Range-based set reconciliation (Aljoscha Meyer, Range-Based Set Reconciliation, SRDS 2023): two parties hold sets of
 * digests in order. One asks for ranges with a fingerprint of what it has in each; the other says that it has the same,
 * or splits the range into parts with a fingerprint each, or lists what it has where that is little. Differences are
 * found in a number of rounds that grows with the logarithm of the set, and in bytes that grow with the differences.
 */

/** A set of digests, lower-case hexadecimal of one length, ascending, each once. */
export type DigestSet = readonly string[];

/** From `low` to below `high`. */
export interface AskedRange {
  readonly low: string;
  readonly high: string;
  readonly fingerprint: string;
}

export type RangeAnswer =
  | { readonly kind: "equal" }
  | { readonly kind: "items"; readonly items: DigestSet }
  /** Parts one after the other: each from the end of the one before to below `high`. */
  | {
      readonly kind: "split";
      readonly parts: readonly { readonly high: string; readonly fingerprint: string }[];
    };

export interface SetDifference {
  readonly ownOnly: DigestSet;
  readonly theirsOnly: DigestSet;
  /** Times that an answer had to be waited for. */
  readonly rounds: number;
  readonly ranges: number;
}

/** Ranges in one question; an answer of as many splits fits in 64 KiB. */
export const RANGES_AT_ONCE = 24;
const PARTS = 16;
/** A range of so few is told whole. */
const LISTED = 24;
const EVERYTHING = { low: "", high: "g" };

/** Where in the set the first digest stands that is not below `bound`. */
function positionOf(set: DigestSet, bound: string): number {
  let [from, to] = [0, set.length];
  while (from < to) {
    const middle = (from + to) >>> 1;
    if (set[middle]! < bound) from = middle + 1;
    else to = middle;
  }
  return from;
}

/** 128 bits over the digests from position `from` to below `to`, and how many they are. */
function fingerprintOf(set: DigestSet, from: number, to: number): string {
  const hash = createHash("sha256").update(`${to - from}\n`);
  for (let at = from; at < to; at++) hash.update(set[at]!);
  return hash.digest("hex").slice(0, 32);
}

/** The other side's part: pure, and nothing is kept between questions. */
export function answerRange(set: DigestSet, asked: AskedRange): RangeAnswer {
  const [from, to] = [positionOf(set, asked.low), positionOf(set, asked.high)];
  if (fingerprintOf(set, from, to) === asked.fingerprint) return { kind: "equal" };
  if (to - from <= LISTED) return { kind: "items", items: set.slice(from, to) };
  const parts: { high: string; fingerprint: string }[] = [];
  for (let part = 0; part < PARTS; part++) {
    const [begin, end] = [part, part + 1].map((at) => from + Math.floor(((to - from) * at) / PARTS));
    const high = part === PARTS - 1 ? asked.high : set[end!]!;
    parts.push({ high, fingerprint: fingerprintOf(set, begin!, end!) });
  }
  return { kind: "split", parts };
}

/**
 * Finds what each side alone has. `ask` carries some ranges, at most {@link RANGES_AT_ONCE}, to the other side and brings
 * an answer for each, in order.
 */
export async function reconcileSets(
  set: DigestSet,
  ask: (ranges: readonly AskedRange[]) => Promise<readonly RangeAnswer[]>,
): Promise<SetDifference> {
  const ownOnly: string[] = [];
  const theirsOnly: string[] = [];
  let rounds = 0;
  let ranges = 0;
  let open: { low: string; high: string }[] = [EVERYTHING];
  while (open.length > 0) {
    const asked = open.slice(0, RANGES_AT_ONCE).map(({ low, high }) => ({
      low,
      high,
      fingerprint: fingerprintOf(set, positionOf(set, low), positionOf(set, high)),
    }));
    open = open.slice(RANGES_AT_ONCE);
    const answers = await ask(asked);
    rounds += 1;
    ranges += asked.length;
    for (const [at, { low, high }] of asked.entries()) {
      const answer = answers[at];
      if (answer === undefined || answer.kind === "equal") continue;
      if (answer.kind === "items") compareItems(set, low, high, answer.items, ownOnly, theirsOnly);
      else open.push(...unequalParts(set, low, answer.parts));
    }
  }
  return { ownOnly: ownOnly.sort(), theirsOnly: theirsOnly.sort(), rounds, ranges };
}

function unequalParts(
  set: DigestSet,
  low: string,
  parts: readonly { readonly high: string; readonly fingerprint: string }[],
): { low: string; high: string }[] {
  let begin = low;
  return parts.flatMap(({ high, fingerprint }) => {
    const range = { low: begin, high };
    begin = high;
    const own = fingerprintOf(set, positionOf(set, range.low), positionOf(set, high));
    return own === fingerprint ? [] : [range];
  });
}

function compareItems(
  set: DigestSet,
  low: string,
  high: string,
  items: DigestSet,
  ownOnly: string[],
  theirsOnly: string[],
): void {
  const own = set.slice(positionOf(set, low), positionOf(set, high));
  const [mine, theirs] = [new Set(own), new Set(items)];
  ownOnly.push(...own.filter((item) => !theirs.has(item)));
  theirsOnly.push(...items.filter((item) => item >= low && item < high && !mine.has(item)));
}
