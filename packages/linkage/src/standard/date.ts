import { asciiDigits } from "./digits.ts";
import { withNumberedMonths } from "./months.ts";

/** In which order a column writes day, month and year, where the numbers alone do not tell. */
export type DateOrder = "dayMonthYear" | "monthDayYear" | "yearMonthDay";

/** A date with what is known of it; for a birth the usual case is a year and nothing else. */
export interface StandardDate {
  readonly precision: "day" | "month" | "year" | "estimated";
  readonly year: number;
  /** 1 to 12, from precision `month` on. */
  readonly month: number | undefined;
  /** 1 to 31, at precision `day`. */
  readonly day: number | undefined;
  /** As long as the precision: `1984-05-12`, `1984-05`, `1984`. */
  readonly iso: string;
  /** `YYYYMMDD` as written, also where month or day cannot be, for counting wrong digits. */
  readonly digits: string | undefined;
  /** The same date with day and month changed about, where that is a date too and another one. */
  readonly swapped: string | undefined;
  /** 1 January or 1 July: written by convention where only the year is known. */
  readonly conventional: boolean;
}

export interface DateHints {
  /** `dayMonthYear` where nothing is said. */
  readonly order?: DateOrder;
  /** The date (`YYYY-MM-DD`) at which an age was given; without it an age cannot be read. */
  readonly ageAt?: string;
  /** Two-digit years up to this one's last two digits are of its century, later ones of the one before. */
  readonly latestYear?: number;
  /** True where the column is known to be an estimate: only its year counts. */
  readonly estimated?: boolean;
}

const EARLIEST_YEAR = 1000;
const LATEST_YEAR = 2200;
const DEFAULT_LATEST = 2030;

const ABOUT =
  /(?:^|[\s(])(?:about|around|approx(?:imately)?|circa|cca?|ca|est(?:imated?)?|abt|vers|environ|env|hacia|etwa|um|حوالي|تقريبا|نحو)(?:[\s.)]|$)|[~≈]|\?\s*$|^c\s*\.?\s*(?=\d)/iu;
const DECADE = /^(\d{3})0\s*'?s$/;
const AGE =
  /^(?:aged?|age de|عمر)?\s*:?\s*(\d{1,3})\s*(years?|yrs?|y\.?o?|ans?|anos|jahre|سنة|سنوات|عام|months?|mois|mths?|m|شهر|أشهر)?(?:\s*old)?$/iu;

/**
 * Reads a date as people and systems of many countries write it: ISO 8601 with or without a time, `12/05/1984`,
 * `12.5.84`, `12 May 1984`, `May 1984`, `19840512`, `1984`, `1984-00-00`, `about 1984`, `1980s`, digits of any script;
 * and an age (`34`, `6 months`) where the hints say at what date. Undefined for anything else, so that a malformed date
 * counts as missing rather than as a disagreement.
 */
export function standardiseDate(text: string | undefined, hints: DateHints = {}): StandardDate | undefined {
  const raw = asciiDigits((text ?? "").slice(0, 64).normalize("NFKC"))
    .replace(/[\p{Cf}\p{Cc}]/gu, "")
    .trim();
  if (raw === "" || !/\d/.test(raw)) return undefined;
  const about = ABOUT.test(raw) || hints.estimated === true;
  const plain = withNumberedMonths(raw.replace(ABOUT, " "))
    .replace(/(?<=\d)(?:st|nd|rd|th|er)\b|[,']/g, " ")
    .trim();
  const decade = DECADE.exec(raw);
  if (decade !== null) return dated(Number(`${decade[1]}5`), 0, 0, undefined, true);
  const age = ageOf(plain, hints);
  if (age !== undefined) return dated(age, 0, 0, undefined, true);
  const read = partsOf(
    plain.replace(/[t\s]+\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?\s*(?:am|pm|z|[+-]\d{2}:?\d{2})?$/i, ""),
    hints,
  );
  if (read === undefined) return undefined;
  return dated(read.year, read.month, read.day, read.digits, about);
}

interface Read {
  readonly year: number;
  /** 0 where it is not given. */
  readonly month: number;
  readonly day: number;
  readonly digits: string | undefined;
}

function partsOf(text: string, hints: DateHints): Read | undefined {
  const named = /<(\d+)>/.exec(text);
  if (named !== null) return withNamedMonth(text, Number(named[1]), hints);
  if (/^\d{8}$/.test(text)) return eightDigits(text, hints);
  const numbers = text.split(/[\s./\-_]+/).filter((part) => part !== "");
  if (numbers.length > 3 || numbers.some((part) => !/^\d{1,4}$/.test(part))) return undefined;
  const [a = "", b = "", c = ""] = numbers;
  if (numbers.length === 1) return a.length === 4 ? read(a, "0", "0", hints) : undefined;
  if (numbers.length === 2)
    return a.length === 4 ? read(a, b, "0", hints) : b.length === 4 ? read(b, a, "0", hints) : undefined;
  if (a.length > 2) return Number(b) > 12 && Number(c) <= 12 ? read(a, c, b, hints) : read(a, b, c, hints);
  if (hints.order === "yearMonthDay" && c.length <= 2) return read(a, b, c, hints);
  return dayAndMonth(a, b, c, hints);
}

/** The order is the column's, unless only the other is a date. */
function dayAndMonth(first: string, second: string, year: string, hints: DateHints): Read | undefined {
  const monthFirst = hints.order === "monthDayYear";
  const [month, day] = monthFirst ? [first, second] : [second, first];
  return Number(month) > 12 && Number(day) <= 12
    ? read(year, day, month, hints)
    : read(year, month, day, hints);
}

function withNamedMonth(text: string, month: number, hints: DateHints): Read | undefined {
  const numbers = text
    .replace(/<\d+>/g, " ")
    .split(/[^\d]+/)
    .filter((part) => part !== "");
  const [a = "", b] = numbers;
  if (numbers.length === 1) return a.length === 4 ? read(a, String(month), "0", hints) : undefined;
  if (numbers.length !== 2 || b === undefined) return undefined;
  const yearFirst = a.length > 2 || (hints.order === "yearMonthDay" && b.length <= 2);
  return yearFirst ? read(a, String(month), b, hints) : read(b, String(month), a, hints);
}

/** `19840512`, or `12051984` where it cannot begin with a year. */
function eightDigits(text: string, hints: DateHints): Read | undefined {
  const isYear = (digits: string) => Number(digits) >= 1700 && Number(digits) <= 2100;
  const yearLast = !isYear(text.slice(0, 4)) && isYear(text.slice(4)) && hints.order !== "yearMonthDay";
  return yearLast
    ? dayAndMonth(text.slice(0, 2), text.slice(2, 4), text.slice(4), hints)
    : read(text.slice(0, 4), text.slice(4, 6), text.slice(6), hints);
}

function read(year: string, month: string, day: string, hints: DateHints): Read | undefined {
  const full = year.length <= 2 ? century(Number(year), hints) : Number(year);
  if (full < EARLIEST_YEAR || full > LATEST_YEAR) return undefined;
  const digits = Number(day) > 0 ? `${full}${month.padStart(2, "0")}${day.padStart(2, "0")}` : undefined;
  return {
    year: full,
    month: Number(month),
    day: Number(day),
    digits: digits?.length === 8 ? digits : undefined,
  };
}

function century(twoDigits: number, { latestYear = DEFAULT_LATEST }: DateHints): number {
  const base = latestYear - (latestYear % 100);
  return twoDigits <= latestYear % 100 ? base + twoDigits : base - 100 + twoDigits;
}

function ageOf(text: string, { ageAt }: DateHints): number | undefined {
  const found = AGE.exec(text);
  if (found === null || ageAt === undefined) return undefined;
  const [year = 0, month = 1] = ageAt.split("-").map(Number);
  const months = /^(?:m|شهر|أشهر)/i.test(found[2] ?? "") ? Number(found[1]) : Number(found[1]) * 12;
  if (months > 130 * 12) return undefined;
  return Math.floor((year * 12 + month - 1 - months) / 12);
}

const DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const isDate = (year: number, month: number, day: number): boolean =>
  month >= 1 &&
  month <= 12 &&
  day >= 1 &&
  day <= (DAYS[month - 1] ?? 0) &&
  !(month === 2 && day === 29 && !isLeap(year));
const isLeap = (year: number): boolean => year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
const pad = (value: number): string => String(value).padStart(2, "0");

function dated(
  year: number,
  month: number,
  day: number,
  digits: string | undefined,
  estimated: boolean,
): StandardDate {
  const monthKnown = !estimated && month >= 1 && month <= 12;
  const dayKnown = monthKnown && isDate(year, month, day);
  const swaps = dayKnown && day !== month && isDate(year, day, month);
  return {
    precision: estimated ? "estimated" : dayKnown ? "day" : monthKnown ? "month" : "year",
    year,
    month: monthKnown ? month : undefined,
    day: dayKnown ? day : undefined,
    iso: `${String(year).padStart(4, "0")}${monthKnown ? `-${pad(month)}` : ""}${dayKnown ? `-${pad(day)}` : ""}`,
    digits: estimated ? undefined : digits,
    swapped: swaps ? `${year}-${pad(day)}-${pad(month)}` : undefined,
    conventional: dayKnown && day === 1 && (month === 1 || month === 7),
  };
}

/**
 * The order in which a column's values write day, month and year: what its unambiguous values show, undefined where
 * none of them tells.
 */
export function dateOrderOf(values: Iterable<string>): DateOrder | undefined {
  let [dayFirst, monthFirst, yearFirst] = [0, 0, 0];
  for (const value of values) {
    const found = /^\s*(\d{1,4})[\s./-](\d{1,2})[\s./-](\d{1,4})(?:\D|$)/.exec(asciiDigits(value));
    if (found === null) continue;
    const [a = 0, b = 0, c = 0] = found.slice(1).map(Number);
    if (found[1]?.length === 4 || (a > 31 && c <= 31)) yearFirst++;
    else if (a > 12 && b <= 12) dayFirst++;
    else if (b > 12 && a <= 12) monthFirst++;
  }
  const most = Math.max(dayFirst, monthFirst, yearFirst);
  if (most === 0) return undefined;
  return most === yearFirst ? "yearMonthDay" : most === dayFirst ? "dayMonthYear" : "monthDayYear";
}
