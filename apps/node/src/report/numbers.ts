import type { Language } from "@accord/agreement";

/** How counts, shares, amounts and times are written in one language; digits are 0 to 9 in all, as on the agencies' forms. */
export interface Numbers {
  readonly count: (value: number) => string;
  readonly share: (value: number) => string;
  /** With what it has after the point, to the hundredth. */
  readonly amount: (value: number) => string;
  readonly money: (value: number, currency: string) => string;
  readonly seconds: (milliseconds: number) => string;
  /** An instant in UTC to the minute. */
  readonly instant: (iso: string) => string;
}

/** LEFT-TO-RIGHT MARK: digits that follow an Arabic letter would else be set in another order at each sign (UAX #9, W2). */
const LEFT_TO_RIGHT_MARK = "\u200e";

export function numbersIn(language: Language): Numbers {
  const mark = language === "ar" ? LEFT_TO_RIGHT_MARK : "";
  const locale = `${language}-u-nu-latn`;
  const whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
  const amount = new Intl.NumberFormat(locale, { maximumFractionDigits: 2 });
  const second = { style: "unit", unit: "second", unitDisplay: "narrow" } as const;
  const tenths = new Intl.NumberFormat(locale, { ...second, maximumFractionDigits: 1 });
  const wholeSeconds = new Intl.NumberFormat(locale, { ...second, maximumFractionDigits: 0 });
  const percent = new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 1 });
  return {
    count: (value) => whole.format(value),
    share: (value) => percent.format(value),
    amount: (value) => amount.format(value),
    money: (value, currency) => `${mark}${(value < 1000 ? amount : whole).format(value)} ${currency}`,
    seconds: (milliseconds) => (milliseconds < 60_000 ? tenths : wholeSeconds).format(milliseconds / 1000),
    instant: (iso) => `${mark}${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`,
  };
}
