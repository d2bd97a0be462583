import { useTranslation } from "react-i18next";

/** Western digits in every language: staff compare them with cards and lists that have no others. */
const tagOf = (language: string): string =>
  language === "ar" ? "ar-SS-u-nu-latn" : language === "fr" ? "fr" : "en-GB";

export interface Format {
  readonly language: string;
  number(value: number): string;
  percent(share: number): string;
  day(iso: string): string;
  moment(iso: string): string;
  duration(milliseconds: number): string;
  bytes(count: number): string;
}

export function useFormat(): Format {
  const { i18n } = useTranslation();
  return formatIn(i18n.language);
}

function formatIn(language: string): Format {
  const tag = tagOf(language);
  const unit = (value: number, name: string, digits = 0) =>
    new Intl.NumberFormat(tag, {
      style: "unit",
      unit: name,
      unitDisplay: "short",
      maximumFractionDigits: digits,
    }).format(value);
  return {
    language,
    number: (value) => new Intl.NumberFormat(tag).format(value),
    percent: (share) =>
      new Intl.NumberFormat(tag, { style: "percent", maximumFractionDigits: 1 }).format(share),
    day: (iso) =>
      new Intl.DateTimeFormat(tag, { dateStyle: "medium", timeZone: "UTC" }).format(new Date(iso)),
    moment: (iso) =>
      new Intl.DateTimeFormat(tag, { dateStyle: "medium", timeStyle: "short" }).format(new Date(iso)),
    duration: (milliseconds) => {
      const seconds = milliseconds / 1000;
      if (seconds < 10) return unit(seconds, "second", 1);
      if (seconds < 120) return unit(seconds, "second");
      if (seconds < 7200) return unit(seconds / 60, "minute");
      return unit(seconds / 3600, "hour", 1);
    },
    bytes: (count) => {
      if (count < 1000) return unit(count, "byte");
      if (count < 1e6) return unit(count / 1e3, "kilobyte", 1);
      if (count < 1e9) return unit(count / 1e6, "megabyte", 1);
      return unit(count / 1e9, "gigabyte", 1);
    },
  };
}
