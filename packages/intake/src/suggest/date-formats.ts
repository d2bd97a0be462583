import { anyDateReader } from "../convert/read-date.ts";

/** Formats that are tried, the likelier first: the day comes before the month in both countries' registers. */
const CANDIDATES = [
  "YYYY-MM-DD",
  "DD/MM/YYYY",
  "DD.MM.YYYY",
  "DD-MM-YYYY",
  "YYYYMMDD",
  "YYYY",
  "YYYY-MM",
  "MM/YYYY",
  "D/M/YYYY",
  "MM/DD/YYYY",
  "M/D/YYYY",
  "YYYY/MM/DD",
  "DD-MMM-YYYY",
  "D MMM YYYY",
  "iso",
];

export interface DateFormatFinding {
  readonly format: string;
  /** Share of the texts that it reads, 0 to 1. */
  readonly share: number;
  /** True where day and month could be the other way round in every text. */
  readonly ambiguous: boolean;
}

/** The format that reads most of the texts. */
export function dateFormatOf(texts: readonly string[], fromWorkbook: boolean): DateFormatFinding {
  const share = (format: string): number => {
    const read = anyDateReader([format], fromWorkbook);
    return texts.length === 0 ? 0 : texts.filter((text) => read(text) !== undefined).length / texts.length;
  };
  let best: DateFormatFinding = { format: "YYYY-MM-DD", share: 0, ambiguous: false };
  for (const format of CANDIDATES) {
    const found = share(format);
    if (found > best.share) best = { format, share: found, ambiguous: false };
  }
  const swapped = { "DD/MM/YYYY": "MM/DD/YYYY", "D/M/YYYY": "M/D/YYYY" }[best.format];
  return { ...best, ambiguous: swapped !== undefined && share(swapped) === best.share };
}
