/**
 * A seeded stream of random numbers: sfc32 (Chris Doty-Humphrey, PractRand), started from a hash of its keys, so
 * that each household, person and finger has its own stream and can be drawn without drawing the others.
 */
export interface Random {
  /** Uniform in [0, 1). */
  next(): number;
  /** Uniform whole number in [0, below). */
  int(below: number): number;
  chance(probability: number): boolean;
  /** Normal with mean 0 and standard deviation 1 (Box–Muller). */
  normal(): number;
  pick<T>(items: readonly T[]): T;
}

export type Key = number | string;

/** The stream of these keys; the same keys give the same stream on every machine. */
export function randomOf(...keys: readonly Key[]): Random {
  let a = 0x9e3779b9;
  let b = 0x243f6a88;
  let c = 0xb7e15162;
  for (const key of keys) {
    const hashed = typeof key === "number" ? hashNumber(key) : hashText(key);
    a = mix(a ^ hashed);
    b = mix(b + a);
    c = mix(c ^ (b >>> 1));
  }
  let counter = 1;
  const next = (): number => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 4294967296;
  };
  for (let warm = 0; warm < 8; warm++) next();
  return {
    next,
    int: (below) => Math.floor(next() * below),
    chance: (probability) => next() < probability,
    normal: () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
    pick: (items) => items[Math.floor(next() * items.length)] as (typeof items)[number],
  };
}

/** A 32-bit seed of these keys, for handing a stream's start to somebody else. */
export function seedOf(...keys: readonly Key[]): number {
  return Math.floor(randomOf(...keys).next() * 4294967296);
}

/** Draws an index with the given cumulative weights, whose last entry is the total. */
export function drawIndex(random: Random, cumulative: readonly number[]): number {
  const target = random.next() * (cumulative[cumulative.length - 1] ?? 0);
  let low = 0;
  let high = cumulative.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((cumulative[middle] ?? 0) > target) high = middle;
    else low = middle + 1;
  }
  return low;
}

export function cumulate(weights: readonly number[]): number[] {
  let total = 0;
  return weights.map((weight) => {
    total += weight;
    return total;
  });
}

function mix(value: number): number {
  let mixed = value | 0;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}

function hashNumber(value: number): number {
  return mix((value | 0) ^ Math.imul(Math.floor(value / 4294967296) | 0, 0x27d4eb2f));
}

function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return mix(hash);
}
