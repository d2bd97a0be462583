import { type CountryCode, isSupportedCountry, parsePhoneNumberFromString } from "libphonenumber-js";
import { latinDigits } from "./cell.ts";

const REMEMBERED = 20_000;

/** True where numbers without a country can be read as numbers of this country (ISO 3166-1 alpha-2). */
export const isPhoneCountry = (country: string): country is CountryCode => isSupportedCountry(country);

/**
 * A reader of phone numbers into E.164. South Sudan's mobile numbers, nine digits from 9, are read without the
 * library, which takes a hundred times as long; others are remembered, since a household shares a phone.
 */
export function phoneReader(country: string): (text: string) => string | undefined {
  const remembered = new Map<string, string | undefined>();
  const parse = (text: string): string | undefined => {
    const parsed = parsePhoneNumberFromString(text, country as CountryCode);
    return parsed?.isPossible() === true && /^\+[1-9]\d{6,14}$/.test(parsed.number)
      ? parsed.number
      : undefined;
  };
  return (text) => {
    const digits = latinDigits(text).replace(/[\s().\-\u00a0\u200e\u202a-\u202c]/g, "");
    const southSudan = country === "SS" ? /^(?:\+?211|00211|0)?(9\d{8})$/ : /^\+211(9\d{8})$/;
    const mobile = southSudan.exec(digits);
    if (mobile !== null) return `+211${mobile[1]}`;
    // The library finds a number within any text; a cell with words or two numbers in it is no number.
    if (!/^\+?\d{5,17}$/.test(digits)) return undefined;
    if (remembered.has(digits)) return remembered.get(digits);
    const number = parse(digits.startsWith("00") ? `+${digits.slice(2)}` : digits);
    if (remembered.size >= REMEMBERED) remembered.clear();
    remembered.set(digits, number);
    return number;
  };
}
