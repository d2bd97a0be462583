import { NAME_PARTS_COMPARED, READINGS, type StandardName, standardiseName } from "./standard-name.ts";

/**
 * ASCII columns to compare and block names by in SQL, where similarities count bytes: compare `written` and `readings`
 * with `jaro_winkler_similarity` (the best of several readings), join on the others.
 */
export interface NameKeys {
  /** Parts as written, joined by a space. */
  readonly written: string;
  /** Parts in alphabetical order, for names whose order is not known. */
  readonly sorted: string;
  /** Sound keys of the parts joined by a space. */
  readonly sound: string;
  /** Consonant skeletons of the parts joined by a space. */
  readonly skeleton: string;
  /** Wide consonant classes of the parts joined by a space. */
  readonly coarse: string;
  /** Skeleton of the whole name without spaces. */
  readonly joined: string;
  /** First letters of the parts' sounds. */
  readonly initials: string;
  /** Sounds of the whole name in its likeliest Latin readings, likeliest first; one where it is in Latin letters. */
  readonly readings: readonly string[];
}

/** The keys of a name as written, or of one that is standardised; undefined where it says nothing. */
export function nameKeys(name: string | readonly string[] | StandardName | undefined): NameKeys | undefined {
  const standard = isStandard(name) ? name : standardiseName(name);
  if (standard === undefined) return undefined;
  return {
    written: standard.written.join(" "),
    sorted: standard.folded.split(" ").sort().join(" "),
    sound: standard.sounds.join(" "),
    skeleton: standard.skeletons.join(" "),
    coarse: standard.coarse.join(" "),
    joined: standard.joined,
    initials: standard.sounds.map((sound) => sound[0] ?? "").join(""),
    readings: wholeReadings(standard),
  };
}

function isStandard(name: unknown): name is StandardName {
  return typeof name === "object" && name !== null && "sounds" in name;
}

/** The first readings of all parts together, then the second ones: not every combination. */
function wholeReadings({ readings }: StandardName): string[] {
  const parts = readings.slice(0, NAME_PARTS_COMPARED);
  const whole = Array.from({ length: READINGS }, (_, rank) =>
    parts.map((part) => part[Math.min(rank, part.length - 1)] ?? "").join(" "),
  );
  return [...new Set(whole)];
}
