import type { PDFFont } from "pdf-lib";

/** A text cut into lines that are no wider than `width` points; a word that is wider alone is cut within. */
export function wrapped(text: string, font: PDFFont, size: number, width: number): readonly string[] {
  return text.split("\n").flatMap((paragraph) => wrappedParagraph(paragraph, font, size, width));
}

function wrappedParagraph(paragraph: string, font: PDFFont, size: number, width: number): string[] {
  const fits = (line: string) => font.widthOfTextAtSize(line, size) <= width;
  const lines: string[] = [];
  let line = "";
  for (const word of paragraph.split(/\s+/).filter((each) => each !== "")) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (fits(longer)) {
      line = longer;
      continue;
    }
    if (line !== "") lines.push(line);
    line = word;
    while (!fits(line) && [...line].length > 1) {
      const characters = [...line];
      let kept = characters.length - 1;
      while (kept > 1 && !fits(characters.slice(0, kept).join(""))) kept--;
      lines.push(characters.slice(0, kept).join(""));
      line = characters.slice(kept).join("");
    }
  }
  lines.push(line);
  return lines;
}
