/**
 * The consonant skeleton of a folded name part: what survives a clerk's ear. Vowels vanish but for a mark of
 * an initial one; g, k and q, c, ch and sh, s and z are one; ng and ny are single letters (`N`, `Y`).
 * Names in Arabic script have the same skeleton as their Latin spellings.
 */
export function skeletonOf(folded: string): string {
  const letters = folded
    .replace(/ph|v/g, "f")
    .replace(/([td])h/g, "$1")
    .replace(/ch|sh/g, "c")
    .replace(/c(?=k)/g, "")
    .replace(/kh|gh/g, "k")
    .replace(/ng(?![aeiou]?[lr])/g, "N")
    .replace(/nh/g, "n")
    .replace(/n[yi](?=[aeiou])/g, "Y")
    .replace(/^ny(?!$)/, "Y")
    .replace(/[gq]/g, "k")
    .replace(/z/g, "s")
    .replace(/x/g, "ks");
  let skeleton = "";
  for (let index = 0; index < letters.length; index++) {
    const letter = letters[index] ?? "";
    const before = letters[index - 1] ?? "";
    const after = letters[index + 1] ?? "";
    const vowelBefore = /[aeiou]/.test(before);
    const vowelAfter = /[aeiou]/.test(after);
    if (/[aeiou]/.test(letter)) {
      if (index === 0) skeleton += "a";
      continue;
    }
    // w and y are vowels to a clerk unless they open a syllable; an h between consonants is breath.
    if (/[wy]/.test(letter) && index > 0 && !(vowelBefore && vowelAfter)) continue;
    if (letter === "h" && after === "" && vowelBefore) continue;
    if (before === letter) continue;
    skeleton += letter;
  }
  return skeleton === "" ? "a" : skeleton;
}

/**
 * A coarser skeleton, equal for all spellings that are confused at all: g, j, k, c and ch, p, b and f, t and d,
 * m apart but n, ng and ny together; w, y and h are left out. For finding candidates, and as a weak agreement.
 */
export function coarseSkeletonOf(folded: string): string {
  const opened = folded.replace(/^h/, "a");
  const coarse = skeletonOf(opened)
    .replace(/Nk$|nk$|N/g, "n")
    .replace(/Y/g, "n")
    .replace(/[cjkgq]/g, "k")
    .replace(/[pbf]/g, "b")
    .replace(/[td]/g, "t")
    .replace(/[hwy]/g, "")
    .replace(/(.)\1+/g, "$1");
  return coarse === "" ? "a" : coarse;
}
