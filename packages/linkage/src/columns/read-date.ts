/** A date as read: `digits` is `YYYYMMDD` as written, also where month or day cannot be, for counting wrong digits. */
export interface ReadDate {
  readonly year: number;
  readonly month: number | undefined;
  readonly day: number | undefined;
  readonly digits: string | undefined;
}

const MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split(" ");

function assemble(year: string, month: string | undefined, day: string | undefined): ReadDate | undefined {
  const numeric = Number(year);
  if (!(numeric >= 1) || numeric > 2200) return undefined;
  const monthNumber = Number(month ?? Number.NaN);
  const dayNumber = Number(day ?? Number.NaN);
  const monthValid = monthNumber >= 1 && monthNumber <= 12;
  const dayValid = monthValid && dayNumber >= 1 && dayNumber <= 31;
  return {
    year: numeric,
    month: monthValid ? monthNumber : undefined,
    day: dayValid ? dayNumber : undefined,
    digits:
      month === undefined || day === undefined
        ? undefined
        : `${year.padStart(4, "0")}${month.padStart(2, "0")}${day.padStart(2, "0")}`,
  };
}

/** Two-digit years are of the last hundred years before this one. */
const NEWEST_TWO_DIGIT_YEAR = 2029;

function fullYear(text: string): string {
  if (text.length === 4) return text;
  const year = 2000 + Number(text);
  return String(year > NEWEST_TWO_DIGIT_YEAR ? year - 100 : year);
}

/**
 * Reads a date as registries write it: `YYYY`, `YYYY-MM`, `YYYY-MM-DD` (also with a time after it), `YYYYMMDD`,
 * `DD/MM/YYYY` or `MM/DD/YYYY` by `dayFirst` where both can be meant, `12 May 1984`. Undefined for anything else, so
 * that a malformed date counts as missing rather than as a disagreement.
 */
export function readDate(text: string, dayFirst = true): ReadDate | undefined {
  const bare = text.trim().replace(/[T ]\d{1,2}:\d{2}.*$/, "");
  const iso = /^(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?$/.exec(bare);
  if (iso !== null) return assemble(iso[1] ?? "", iso[2], iso[3]);
  const compact = /^(\d{4})(\d{2})(\d{2})(?:\.0)?$/.exec(bare);
  if (compact !== null) return assemble(compact[1] ?? "", compact[2], compact[3]);
  const local = /^(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}|\d{2})$/.exec(bare);
  if (local !== null) {
    const [, one = "", other = "", year = ""] = local;
    const dayIsFirst = Number(one) > 12 ? true : Number(other) > 12 ? false : dayFirst;
    return assemble(fullYear(year), dayIsFirst ? other : one, dayIsFirst ? one : other);
  }
  const worded = /^(?:(\d{1,2})[- ])?([a-z]{3})[a-z]*\.?[- ,]+(?:(\d{1,2}),? )?(\d{4})$/i.exec(bare);
  if (worded !== null) {
    const month = MONTHS.indexOf((worded[2] ?? "").toLowerCase()) + 1;
    if (month > 0) return assemble(worded[4] ?? "", String(month), worded[1] ?? worded[3]);
  }
  return undefined;
}
