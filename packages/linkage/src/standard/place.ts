import { jaroWinkler } from "../names/jaro-winkler.ts";
import { foldToAscii } from "../names/transliterate.ts";

/** One place of a gazetteer that is handed in, such as OCHA's common operational dataset of a country. */
export interface PlaceRow {
  /** `SS0707`. */
  readonly pcode: string;
  readonly name: string;
  /** P-code of the place that it lies in; by default the longest known code that its own begins with. */
  readonly parent?: string | undefined;
  /** Longitude and latitude of its middle in degrees (WGS 84), for distances. */
  readonly centre?: readonly [longitude: number, latitude: number] | undefined;
}

export interface StandardPlace {
  /** P-code where the place is known by one, else its folded name. */
  readonly code: string;
  /** From the widest to the place itself: `["SS", "SS07", "SS0707"]`; a name alone is its own only level. */
  readonly levels: readonly string[];
}

/** A gazetteer ready for look-ups. */
export interface PlaceTable {
  readonly rows: ReadonlyMap<string, PlaceRow>;
  readonly byName: ReadonlyMap<string, readonly string[]>;
}

/** `SS`, `SS07`, `SS0707`, `SOM01`: two or three letters, then digits and letters. */
const PCODE = /^[A-Z]{2,3}(?:\d[A-Z0-9]{0,15})?$/;
const ADMIN_WORDS =
  /\b(?:county|state|province|region|district|governorate|payam|boma|locality|administrative area)\b/g;
const NEAR_NAME = 0.93;
const EARTH_RADIUS_KILOMETRES = 6371;

export function placeTable(rows: Iterable<PlaceRow>): PlaceTable {
  const byCode = new Map<string, PlaceRow>();
  const byName = new Map<string, string[]>();
  for (const row of rows) {
    const pcode = row.pcode.trim().toUpperCase();
    byCode.set(pcode, { ...row, pcode });
    const name = placeName(row.name);
    byName.set(name, [...(byName.get(name) ?? []), pcode]);
  }
  return { rows: byCode, byName };
}

const placeName = (text: string): string =>
  foldToAscii(text).replace(ADMIN_WORDS, "").replace(/ +/g, " ").trim();

/**
 * A place by its P-code or name. With a table a name is found exactly, else by its likeliest misspelling; one that
 * several places bear is taken only where `within` tells which. Undefined where the text says nothing.
 *
 * @param within P-code of a place that it is known to lie in
 */
export function standardisePlace(
  text: string | undefined,
  table?: PlaceTable,
  within?: string,
): StandardPlace | undefined {
  const plain = (text ?? "").slice(0, 200).normalize("NFKC").trim();
  if (plain === "") return undefined;
  const code = plain.toUpperCase().replace(/\s/g, "");
  if (table?.rows.has(code) === true || (PCODE.test(code) && /\d/.test(code)))
    return { code, levels: levelsOf(code, table) };
  const name = placeName(plain);
  if (name === "") return undefined;
  const found = table === undefined ? undefined : codeOf(name, table, within);
  return found === undefined
    ? { code: name, levels: [name] }
    : { code: found, levels: levelsOf(found, table) };
}

function codeOf(name: string, table: PlaceTable, within: string | undefined): string | undefined {
  const inside = (codes: readonly string[]) =>
    within === undefined
      ? codes
      : codes.filter((code) => code !== within && levelsOf(code, table).includes(within));
  const exact = inside(table.byName.get(name) ?? []);
  // A state and its county of one name (Lakes, Jonglei): the wider is what the text surely says.
  if (exact.length > 0) return commonLevel(exact, table);
  let best: string | undefined;
  let bestLikeness = NEAR_NAME;
  for (const [candidate, codes] of table.byName) {
    if (Math.abs(candidate.length - name.length) > 3 || inside(codes).length !== 1) continue;
    const likeness = jaroWinkler(candidate, name);
    if (likeness > bestLikeness) [best, bestLikeness] = [inside(codes)[0], likeness];
  }
  return best;
}

function commonLevel(codes: readonly string[], table: PlaceTable): string | undefined {
  const shortest = codes.toSorted((a, b) => a.length - b.length || (a < b ? -1 : 1))[0] ?? "";
  return codes.every((code) => levelsOf(code, table).includes(shortest)) ? shortest : undefined;
}

/** A P-code with all that it lies in, the widest first; by the table's parents, else by the code's own beginnings. */
export function levelsOf(pcode: string, table?: PlaceTable): string[] {
  const levels: string[] = [];
  for (
    let code: string | undefined = pcode;
    code !== undefined && levels.length < 8;
    code = parentOf(code, table)
  )
    levels.unshift(code);
  return levels;
}

function parentOf(pcode: string, table: PlaceTable | undefined): string | undefined {
  const row = table?.rows.get(pcode);
  if (row?.parent !== undefined && row.parent !== "" && row.parent !== pcode) return row.parent.toUpperCase();
  const country = /^[A-Z]+/.exec(pcode)?.[0] ?? "";
  if (pcode.length <= country.length) return undefined;
  for (let length = pcode.length - 1; length > country.length; length--)
    if (table?.rows.has(pcode.slice(0, length)) === true) return pcode.slice(0, length);
  // OCHA's codes take two characters a level beside the country.
  const inner = pcode.length - country.length;
  return pcode.slice(0, country.length + (inner > 2 ? inner - (inner % 2 === 0 ? 2 : 1) : 0));
}

/** The narrowest level that two places share, counted from the widest: 0 none, 1 country, 2 state, 3 county. */
export function sharedLevels(one: StandardPlace, other: StandardPlace): number {
  let shared = 0;
  while (shared < one.levels.length && one.levels[shared] === other.levels[shared]) shared++;
  return shared;
}

/**
 * Great-circle distance between two places in kilometres, by their middles or those of the nearest place around them
 * that has one; 0 for the same place, undefined where the table does not say.
 */
export function placeDistanceKilometres(
  one: StandardPlace,
  other: StandardPlace,
  table: PlaceTable,
): number | undefined {
  if (one.code === other.code) return 0;
  const [from, to] = [centreOf(one, table), centreOf(other, table)];
  if (from === undefined || to === undefined) return undefined;
  const radians = (degrees: number) => (degrees * Math.PI) / 180;
  const [latitude, otherLatitude] = [radians(from[1]), radians(to[1])];
  const haversine =
    Math.sin((otherLatitude - latitude) / 2) ** 2 +
    Math.cos(latitude) * Math.cos(otherLatitude) * Math.sin(radians(to[0] - from[0]) / 2) ** 2;
  return 2 * EARTH_RADIUS_KILOMETRES * Math.asin(Math.min(1, Math.sqrt(haversine)));
}

function centreOf({ levels }: StandardPlace, { rows }: PlaceTable): readonly [number, number] | undefined {
  return levels
    .toReversed()
    .map((code) => rows.get(code)?.centre)
    .find((centre) => centre !== undefined);
}
