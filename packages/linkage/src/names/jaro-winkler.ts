const PREFIX_SCALE = 0.1;
const PREFIX_LONGEST = 4;
/** Winkler's prefix bonus is given above this similarity only, as DuckDB does. */
const BOOST_ABOVE = 0.7;

/**
 * Jaro–Winkler similarity of two texts, 0 to 1, over UTF-16 units: for ASCII keys the same value that DuckDB's and
 * Spark's `jaro_winkler_similarity` give (Winkler 1990). Two empty texts are 1.
 */
export function jaroWinkler(one: string, other: string): number {
  if (one === other) return 1;
  if (one === "" || other === "") return 0;
  const reach = Math.max(0, Math.floor(Math.max(one.length, other.length) / 2) - 1);
  const takenOne = new Uint8Array(one.length);
  const takenOther = new Uint8Array(other.length);
  let common = 0;
  for (let i = 0; i < one.length; i++) {
    const last = Math.min(other.length - 1, i + reach);
    for (let j = Math.max(0, i - reach); j <= last; j++) {
      if (takenOther[j] !== 0 || one.charCodeAt(i) !== other.charCodeAt(j)) continue;
      takenOne[i] = 1;
      takenOther[j] = 1;
      common++;
      break;
    }
  }
  if (common === 0) return 0;
  let swapped = 0;
  for (let i = 0, j = 0; i < one.length; i++) {
    if (takenOne[i] === 0) continue;
    while (takenOther[j] === 0) j++;
    if (one.charCodeAt(i) !== other.charCodeAt(j)) swapped++;
    j++;
  }
  const jaro =
    (common / one.length + common / other.length + (common - Math.floor(swapped / 2)) / common) / 3;
  if (jaro <= BOOST_ABOVE) return jaro;
  let prefix = 0;
  while (
    prefix < PREFIX_LONGEST &&
    prefix < Math.min(one.length, other.length) &&
    one[prefix] === other[prefix]
  )
    prefix++;
  return Math.min(1, jaro + prefix * PREFIX_SCALE * (1 - jaro));
}
