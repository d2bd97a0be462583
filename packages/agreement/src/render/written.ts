/** A party's own text on one line that cannot become a heading, a table cell, a link or markup. */
export function written(text: string): string {
  return text.replace(/\s+/gu, " ").replace(/[\\`*_[\]<>|#]/gu, (character) => `\\${character}`);
}
