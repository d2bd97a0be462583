/** A birth date as numbers; `month` and `day` are present only where the date has that precision. */
export interface StandardBirth {
  readonly year: number;
  readonly month: number | undefined;
  readonly day: number | undefined;
  /** `YYYYMMDD` as written, also where month or day cannot be, for counting wrong digits. */
  readonly digits: string | undefined;
  readonly estimated: boolean;
}

/**
 * Reads `YYYY`, `YYYY-MM` or `YYYY-MM-DD`. An estimated date keeps its year only. Returns undefined for
 * anything else, so that a malformed date counts as missing rather than as a disagreement.
 */
export function standardiseBirth(text: string | undefined, estimated: boolean): StandardBirth | undefined {
  const found = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/.exec(text?.trim() ?? "");
  if (found === null) return undefined;
  const year = Number(found[1]);
  if (year < 1850 || year > 2200) return undefined;
  const month = Number(found[2] ?? Number.NaN);
  const day = Number(found[3] ?? Number.NaN);
  const monthValid = month >= 1 && month <= 12;
  const dayValid = monthValid && day >= 1 && day <= 31;
  return {
    year,
    month: !estimated && monthValid ? month : undefined,
    day: !estimated && dayValid ? day : undefined,
    digits: !estimated && found[3] !== undefined ? `${found[1]}${found[2]}${found[3]}` : undefined,
    estimated,
  };
}
