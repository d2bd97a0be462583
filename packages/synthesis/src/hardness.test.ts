import { expect, test } from "vitest";
import { isUsable, population, type RegisteredPerson, register, truth } from "./index.ts";

/**
 * A plain linker by hand-set weights, to see that the population is as hard as it is meant to be: names and birth
 * years alone leave many pairs undecided, households and fingers decide most of them. The fingerprint comparison is
 * taken from the truth with 3% misses; the fingerprints themselves are tested in prints/.
 */
interface Candidate {
  readonly one: RegisteredPerson;
  readonly other: RegisteredPerson;
  readonly isTrue: boolean;
  readonly biography: number;
  fused: number;
}

const ARABIC_SOUNDS: Readonly<Record<string, string>> = Object.fromEntries(
  [..."ابتثجحخدذرزسشصضطظعغفقكلمنهويىأإآةءئؤ"].map((letter, index) => [
    letter,
    [..."abttkhkdtrzskstttagfkklmnhwyaaaahaaa"][index] as string,
  ]),
);

const SCORES = new Map<string, number>();
const people = population({ people: 3000, seed: 11 });
const iom = register(people, { agency: "IOM", seed: 1 });
const wfp = register(people, { agency: "WFP", seed: 1 });
const candidates = compare(personsOf(iom), personsOf(wfp));
const links = truth({ iom, wfp }).links.length;

test("names and birth years alone leave a quarter or more of the true pairs unfound at a precision of 0.995", () => {
  const recall = recallAt(0.995, (candidate) => candidate.biography);
  expect(recall).toBeLessThan(0.75);
  expect(recall).toBeGreaterThan(0.2);
});

test("with household, place and fingerprints a plain linker finds nearly all at the same precision", () => {
  addHouseholdsAndFingers();
  expect(recallAt(0.995, (candidate) => candidate.fused)).toBeGreaterThan(0.95);
});

function personsOf(registry: Iterable<{ members: readonly RegisteredPerson[] }>): RegisteredPerson[] {
  return [...registry].flatMap((household) => household.members);
}

function compare(ones: readonly RegisteredPerson[], others: readonly RegisteredPerson[]): Candidate[] {
  const found: Candidate[] = [];
  for (const one of ones) {
    for (const other of others) {
      const isTrue = one.truePerson === other.truePerson;
      const years = Math.abs(one.birth.year - other.birth.year);
      if (years > 8 && !isTrue) continue;
      const biography = nameScore(one, other) + yearScore(years);
      if (biography > -6 || isTrue) found.push({ one, other, isTrue, biography, fused: biography });
    }
  }
  return found;
}

function yearScore(years: number): number {
  return [2.5, 2, 1, 0, -1, -2, -3, -4, -5][years] ?? -6;
}

function nameScore(one: RegisteredPerson, other: RegisteredPerson): number {
  const { name } = one;
  // Sisters and brothers share the other two parts.
  const given = 1.6 * partScore(name.given, other.name.given);
  const straight =
    given +
    optionalScore(name.father, other.name.father) +
    optionalScore(name.grandfather, other.name.grandfather);
  const turned =
    optionalScore(name.given, other.name.father) + optionalScore(name.father, other.name.given) - 2;
  return Math.max(straight, turned);
}

function optionalScore(one: string | undefined, other: string | undefined): number {
  return one === undefined || other === undefined ? 0 : partScore(one, other);
}

function partScore(one: string, other: string): number {
  const key = `${one} ${other}`;
  let score = SCORES.get(key);
  if (score === undefined) {
    const similarity = dice(skeleton(one), skeleton(other));
    score = one === other ? 4.5 : similarity === 1 ? 4 : similarity > 0.7 ? 2 : similarity > 0.5 ? 0 : -3;
    SCORES.set(key, score);
  }
  return score;
}

/** Consonants as they are confounded in the spellings, vowels as one. */
function skeleton(part: string): string {
  return [...part.toLowerCase()]
    .map((letter) => ARABIC_SOUNDS[letter] ?? letter)
    .join("")
    .replace(/ch|j|c$/g, "k")
    .replace(/dh/g, "d")
    .replace(/th/g, "t")
    .replace(/[cqg]/g, "k")
    .replace(/ph/g, "f")
    .replace(/h/g, "")
    .replace(/[aeiouwy]+/g, "a")
    .replace(/(.)\1/g, "$1")
    .replace(/a$/, "");
}

function dice(one: string, other: string): number {
  if (one === other) return 1;
  const pairs = (text: string) =>
    Array.from({ length: text.length + 1 }, (_, at) => ` ${text} `.slice(at, at + 2));
  const [left, right] = [pairs(one), pairs(other)];
  const shared = left.filter((pair) => right.includes(pair)).length;
  return (2 * shared) / (left.length + right.length);
}

function addHouseholdsAndFingers(): void {
  const byHouseholds = new Map<string, Candidate[]>();
  for (const candidate of candidates) {
    const key = `${candidate.one.household} ${candidate.other.household}`;
    byHouseholds.set(key, [...(byHouseholds.get(key) ?? []), candidate]);
  }
  for (const pairs of byHouseholds.values()) {
    pairs.forEach((candidate, index) => {
      candidate.fused = candidate.biography + closeness(candidate) + fingers(candidate, index);
    });
    // Within two households each person is at most one of the other's.
    const assigned: Candidate[] = [];
    for (const candidate of pairs.toSorted((one, other) => other.fused - one.fused)) {
      const taken = assigned.some(({ one, other }) => one === candidate.one || other === candidate.other);
      if (taken) candidate.fused -= 25;
      else assigned.push(candidate);
    }
    const support = assigned.reduce((sum, { fused }) => sum + worth(fused), 0);
    for (const candidate of assigned) candidate.fused += Math.min(14, support - worth(candidate.fused));
  }
}

function worth(fused: number): number {
  return fused < 9 ? -1 : Math.min(6, fused - 8);
}

function closeness({ one, other }: Candidate): number {
  const place = one.site === other.site ? 2 : one.site.county === other.site.county ? 1 : -5;
  const relationship = one.relationship === other.relationship ? 1 : -0.5;
  return place + relationship + (one.sex === other.sex ? 1 : -5);
}

function fingers({ one, other, isTrue }: Candidate, index: number): number {
  const comparable = one.captures.some(
    (capture) =>
      isUsable(capture) &&
      other.captures.some((taken) => isUsable(taken) && taken.position === capture.position),
  );
  if (!comparable) return 0;
  return isTrue && index % 33 !== 32 ? 30 : -8;
}

/** The largest recall that a threshold on the score reaches with at least this precision. */
function recallAt(precision: number, scoreOf: (candidate: Candidate) => number): number {
  const sorted = [...candidates].sort((one, other) => scoreOf(other) - scoreOf(one));
  let right = 0;
  let best = 0;
  sorted.forEach((candidate, index) => {
    if (candidate.isTrue) right++;
    const next = sorted[index + 1];
    const tied = next !== undefined && scoreOf(next) === scoreOf(candidate);
    if (!tied && right / (index + 1) >= precision) best = Math.max(best, right / links);
  });
  return best;
}
