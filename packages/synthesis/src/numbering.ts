import { randomOf } from "./random.ts";

/** The next number of a series, with leading zeros. */
export type Series = () => string;

/**
 * Numbers that do not repeat before all of `digits` digits are used and whose order says nothing of the order of
 * registration, so that no engine can link by position: n ↦ (a·n + b) mod 10^digits with a prime to 10.
 */
export function series(digits: number, ...keys: readonly (number | string)[]): Series {
  const modulus = 10 ** digits;
  const random = randomOf(...keys, "series");
  // a below 10^8 keeps a·n exact in a double for the first 90 million numbers.
  const multiplier =
    10 * (1 + random.int(Math.min(modulus, 100_000_000) / 10 - 2)) + random.pick([1, 3, 7, 9]);
  const offset = random.int(modulus);
  let count = 0;
  return () => String((count++ * multiplier + offset) % modulus).padStart(digits, "0");
}

/** The digit that makes a number pass the Luhn check (ISO/IEC 7812-1). */
export function luhnDigit(digits: string): string {
  let sum = 0;
  for (let index = 0; index < digits.length; index++) {
    const digit = Number(digits.charAt(digits.length - 1 - index)) * (index % 2 === 0 ? 2 : 1);
    sum += digit > 9 ? digit - 9 : digit;
  }
  return String((10 - (sum % 10)) % 10);
}
