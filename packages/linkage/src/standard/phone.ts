import { type CountryCode, isSupportedCountry, parsePhoneNumberFromString } from "libphonenumber-js";
import { asciiDigits } from "./digits.ts";

export interface StandardPhone {
  /** `+211912345678`, where the number can be one of the country or says its own. */
  readonly e164: string | undefined;
  /** Its last nine digits at most: what two writings of one number share whatever the prefix. */
  readonly tail: string;
}

const FEWEST_DIGITS = 6;
const TAIL = 9;
const REMEMBERED = 50_000;
const remembered = new Map<string, string | undefined>();

/**
 * Reads a phone number into E.164. Undefined where the text holds letters or other than one number; a keyed hash of a
 * number is an identifier and is compared as it is.
 *
 * @param country ISO 3166-1 alpha-2, for numbers written without their country; without it only those with `+` or
 *   `00` have an `e164`
 */
export function standardisePhone(text: string | undefined, country?: string): StandardPhone | undefined {
  const digits = asciiDigits((text ?? "").slice(0, 64).normalize("NFKC"))
    .replace(/[\s\p{Cf}().\-/]/gu, "")
    .replace(/^tel:?/i, "")
    .replace(/\.0$/, "");
  if (!/^\+?\d+$/.test(digits)) return undefined;
  const bare = digits.replace(/\D/g, "");
  if (bare.length < FEWEST_DIGITS || bare.length > 17 || /^(\d)\1+$/.test(bare)) return undefined;
  return { e164: e164Of(digits.replace(/^00/, "+"), country), tail: bare.slice(-TAIL) };
}

/** The library takes a tenth of a millisecond a number, and members of a household share one. */
function e164Of(digits: string, country: string | undefined): string | undefined {
  const key = `${country ?? ""} ${digits}`;
  if (remembered.has(key)) return remembered.get(key);
  const known = country !== undefined && isSupportedCountry(country) ? (country as CountryCode) : undefined;
  const parsed = parsePhoneNumberFromString(digits, known === undefined ? {} : { defaultCountry: known });
  const number = parsed?.isPossible() === true ? parsed.number : undefined;
  if (remembered.size >= REMEMBERED) remembered.clear();
  remembered.set(key, number);
  return number;
}
