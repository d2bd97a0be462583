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
    if (skeleton.endsWith(letter)) continue;
    skeleton += letter;
  }
  return skeleton === "" ? "a" : skeleton;
}
