import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import fontkit from "@pdf-lib/fontkit";
import type { PDFDocument, PDFFont } from "pdf-lib";

/*
 * DejaVu Sans (a free licence, from the package dejavu-fonts-ttf) has Latin, Arabic and many other scripts with the
 * tables that shape them; nothing is fetched, and only the glyphs that are used go into a document.
 */
const require = createRequire(import.meta.url);
const PLAIN = require.resolve("dejavu-fonts-ttf/ttf/DejaVuSans.ttf");
const BOLD = require.resolve("dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf");

export interface Fonts {
  readonly plain: PDFFont;
  readonly bold: PDFFont;
}

let read: Promise<readonly [Buffer, Buffer]> | undefined;

export async function embedFonts(pdf: PDFDocument): Promise<Fonts> {
  read ??= Promise.all([readFile(PLAIN), readFile(BOLD)]);
  const [plain, bold] = await read;
  pdf.registerFontkit(fontkit);
  return {
    plain: await pdf.embedFont(plain, { subset: true }),
    bold: await pdf.embedFont(bold, { subset: true }),
  };
}
