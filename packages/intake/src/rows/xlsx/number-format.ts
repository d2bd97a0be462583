/** Built-in number formats that show a date or a time (ECMA-376 part 1, section 18.8.30). */
const BUILT_IN_DATES = new Set([14, 15, 16, 17, 18, 19, 20, 21, 22, 27, 30, 36, 45, 46, 47, 50, 57]);

/** True where a number under this format is a date: `code` is the workbook's own format, if it has one for `id`. */
export function isDateFormat(id: number, code: string | undefined): boolean {
  if (code === undefined) return BUILT_IN_DATES.has(id);
  const bare = code.replace(/"[^"]*"|\\.|_.|\*.|\[[^\]]*\]/g, "");
  return /[ymdhs]/i.test(bare) && !/[0#?]/.test(bare.replace(/s\.0+/gi, "s"));
}

const DAY_MILLISECONDS = 86_400_000;

/**
 * A date's serial number as `YYYY-MM-DD`, or with `Thh:mm:ss` where it has a time of day; undefined where it is none.
 * Serial 60 of the 1900 system is the 29 February 1900 that never was; what stands before it is a day off.
 */
export function dateOfSerial(serial: number, since1904: boolean): string | undefined {
  const days = since1904 ? serial + 1462 : serial < 60 ? serial + 1 : serial;
  if (!(days >= 1) || days > 2_958_466) return undefined;
  const instant = new Date(Date.UTC(1899, 11, 30) + Math.round(days * 86_400) * 1000);
  const text = instant.toISOString();
  return instant.getTime() % DAY_MILLISECONDS === 0 ? text.slice(0, 10) : text.slice(0, 19);
}
