/** A date as far as a format reads it; `time` is milliseconds since 1970 in UTC where the format has a time. */
export interface WrittenDate {
  readonly year: number;
  readonly month?: number;
  readonly day?: number;
  readonly instant?: number;
}

const MONTHS: readonly string[][] = [
  ["january", "jan", "janvier", "janv"],
  ["february", "feb", "fevrier", "février", "fev", "fév", "févr"],
  ["march", "mar", "mars"],
  ["april", "apr", "avril", "avr"],
  ["may", "mai"],
  ["june", "jun", "juin"],
  ["july", "jul", "juillet", "juil"],
  ["august", "aug", "aout", "août"],
  ["september", "sep", "sept", "septembre"],
  ["october", "oct", "octobre"],
  ["november", "nov", "novembre"],
  ["december", "dec", "decembre", "décembre", "déc"],
];
const MONTH_NUMBERS = new Map(
  MONTHS.flatMap((names, index) => names.map((name) => [name, index + 1] as const)),
);

const FIELDS: Readonly<Record<string, string>> = {
  YYYY: "(?<year>\\d{4})",
  MMM: "(?<monthName>\\p{L}{3,10})\\.?",
  MM: "(?<month>\\d{2})",
  M: "(?<month>\\d{1,2})",
  DD: "(?<day>\\d{2})",
  D: "(?<day>\\d{1,2})",
  hh: "(?<hour>\\d{2})",
  mm: "(?<minute>\\d{2})",
  ss: "(?<second>\\d{2})",
};

const ISO =
  /^(?<year>\d{4})-(?<month>\d{2})-(?<day>\d{2})(?:[T ](?<hour>\d{2}):(?<minute>\d{2})(?::(?<second>\d{2})(?:\.\d+)?)?(?<zone>Z|[+-]\d{2}:?\d{2})?)?$/;

/** Compiles a format of the mapping (see `DateFormat`) into a reader; undefined where the text is no such date. */
export function dateReader(format: string): (text: string) => WrittenDate | undefined {
  const pattern =
    format === "iso"
      ? ISO
      : new RegExp(
          "^" +
            format.replace(/YYYY|MMM|MM|M|DD|D|hh|mm|ss|[\s\S]/g, (token) =>
              Object.hasOwn(FIELDS, token) ? FIELDS[token]! : token.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&"),
            ) +
            "$",
          "u",
        );
  return (text) => {
    const groups = pattern.exec(text)?.groups;
    return groups === undefined ? undefined : checked(groups);
  };
}

/** True where a format can be compiled and says at least the year. */
export function isDateFormat(format: string): boolean {
  if (format === "iso") return true;
  const tokens = format.match(/YYYY|MMM|MM|M|DD|D|hh|mm|ss/g) ?? [];
  const kinds = tokens.map((token) => (token === "mm" ? "minute" : token[0]));
  return (
    kinds.includes("Y") &&
    new Set(kinds).size === kinds.length &&
    !(kinds.includes("D") && !kinds.includes("M"))
  );
}

function checked(groups: Readonly<Record<string, string | undefined>>): WrittenDate | undefined {
  const year = Number(groups.year);
  const month =
    groups.monthName === undefined
      ? numberOf(groups.month)
      : (MONTH_NUMBERS.get(groups.monthName.toLowerCase()) ?? 0);
  const day = numberOf(groups.day);
  if (year < 1000) return undefined;
  if (month === undefined) return { year };
  if (month < 1 || month > 12) return undefined;
  if (day === undefined) return { year, month };
  if (day < 1 || day > new Date(Date.UTC(year, month, 0)).getUTCDate()) return undefined;
  const hour = numberOf(groups.hour);
  if (hour === undefined) return { year, month, day };
  const minute = numberOf(groups.minute) ?? 0;
  const second = numberOf(groups.second) ?? 0;
  const zone = zoneMinutes(groups.zone);
  if (hour > 23 || minute > 59 || second > 59 || zone === undefined) return undefined;
  return { year, month, day, instant: Date.UTC(year, month - 1, day, hour, minute - zone, second) };
}

function numberOf(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Number(text);
}

function zoneMinutes(zone: string | undefined): number | undefined {
  if (zone === undefined || zone === "Z") return 0;
  const hours = Number(zone.slice(1, 3));
  const minutes = Number(zone.slice(-2));
  if (hours > 14 || minutes > 59) return undefined;
  return (zone.startsWith("-") ? -1 : 1) * (hours * 60 + minutes);
}

/** `YYYY-MM-DD`, or as much of it as is known. */
export function dateText({ year, month, day }: WrittenDate): string {
  return [String(year).padStart(4, "0"), month, day]
    .filter((part) => part !== undefined)
    .map((part) => String(part).padStart(2, "0"))
    .join("-");
}
