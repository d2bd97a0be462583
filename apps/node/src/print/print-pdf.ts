import { PDFDocument, type PDFFont, type PDFPage, rgb } from "pdf-lib";
import { type Direction, runsOf } from "./bidi-line.ts";
import { embedFonts, type Fonts } from "./fonts.ts";
import { wrapped } from "./wrap.ts";

export type Block =
  | { readonly kind: "heading"; readonly text: string }
  | { readonly kind: "paragraph"; readonly text: string }
  | {
      readonly kind: "table";
      readonly headings: readonly string[];
      readonly rows: readonly (readonly string[])[];
      /** How the width is shared, in any unit; alike where absent. */
      readonly widths?: readonly number[];
    }
  /** Horizontal bars, each label above its own and each value, with its series' name, at its end. */
  | {
      readonly kind: "chart";
      readonly series: readonly string[];
      readonly bars: readonly {
        readonly label: string;
        readonly values: readonly number[];
        readonly shown: readonly string[];
      }[];
    }
  /** A line to sign on, with what stands below it. */
  | { readonly kind: "signature"; readonly text: string };

/** A document for paper: A4, in one language, with the same foot on every page. */
export interface PrintedDocument {
  readonly title: string;
  /** BCP 47. */
  readonly language: string;
  readonly direction: Direction;
  readonly blocks: readonly Block[];
  /** Stands on every page beside its number, such as a digest. */
  readonly foot: string;
  /** ISO 8601; stands in the document's metadata. */
  readonly madeAt: string;
}

const PAGE = { width: 595.28, height: 841.89 };
const MARGIN = 56;
const WIDTH = PAGE.width - 2 * MARGIN;
const SIZE = { title: 16, heading: 12, text: 10, cell: 8.5, foot: 7.5 };
const LEADING = 1.4;
const INK = rgb(0, 0, 0);
const FAINT = rgb(0.45, 0.45, 0.45);
/** Of two series; told apart by their names as well, and by their darkness where there is no colour. */
const SERIES = [rgb(0.12, 0.37, 0.66), rgb(0.85, 0.55, 0.3)];
/** Room at a bar's end for its value. */
const VALUES = 150;
const BAR = 7;

/** The document as PDF 1.7. Scripts that run right to left are shaped and ordered; the same input gives the same pages. */
export async function printPdf(document: PrintedDocument): Promise<Uint8Array> {
  const pdf = await PDFDocument.create();
  pdf.setTitle(document.title, { showInWindowTitleBar: true });
  pdf.setLanguage(document.language);
  pdf.setProducer("Accord");
  pdf.setCreator("Accord");
  pdf.setCreationDate(new Date(document.madeAt));
  pdf.setModificationDate(new Date(document.madeAt));
  const sheet = new Sheet(pdf, await embedFonts(pdf), document.direction);
  sheet.text(document.title, { bold: true, size: SIZE.title });
  for (const block of document.blocks) put(sheet, block);
  sheet.foot(document.foot);
  return pdf.save();
}

function put(sheet: Sheet, block: Block): void {
  switch (block.kind) {
    case "heading":
      sheet.space(SIZE.heading * 0.8);
      return sheet.text(block.text, { bold: true, size: SIZE.heading, withNext: true });
    case "paragraph":
      sheet.text(block.text, { size: SIZE.text });
      return sheet.space(SIZE.text * 0.5);
    case "table":
      return sheet.table(block.headings, block.rows, block.widths ?? block.headings.map(() => 1));
    case "chart":
      return sheet.chart(block.series, block.bars);
    case "signature":
      return sheet.signature(block.text);
  }
}

/** Pages that fill from the top, in one base direction. Lengths in points. */
class Sheet {
  readonly #pdf: PDFDocument;
  readonly #fonts: Fonts;
  readonly #direction: Direction;
  readonly #pages: PDFPage[] = [];
  #y = 0;

  constructor(pdf: PDFDocument, fonts: Fonts, direction: Direction) {
    this.#pdf = pdf;
    this.#fonts = fonts;
    this.#direction = direction;
    this.#newPage();
  }

  space(height: number): void {
    this.#y -= height;
  }

  text(text: string, { size, bold = false, withNext = false }: TextStyle): void {
    const font = bold ? this.#fonts.bold : this.#fonts.plain;
    const lines = wrapped(text, font, size, WIDTH);
    this.#room(size * LEADING * (withNext ? lines.length + 2 : 1));
    for (const line of lines) {
      this.#room(size * LEADING);
      this.#y -= size * LEADING;
      this.#line(line, { font, size, left: MARGIN, width: WIDTH, y: this.#y });
    }
  }

  table(headings: readonly string[], rows: readonly (readonly string[])[], shares: readonly number[]): void {
    const sum = shares.reduce((all, share) => all + share, 0);
    const widths = headings.map((_, column) => (WIDTH * (shares[column] ?? 0)) / sum);
    this.#row(headings, widths, this.#fonts.bold);
    for (const row of rows) this.#row(row, widths, this.#fonts.plain);
    this.space(SIZE.text);
  }

  chart(series: readonly string[], bars: Extract<Block, { kind: "chart" }>["bars"]): void {
    const most = Math.max(1, ...bars.flatMap(({ values }) => values));
    const size = SIZE.cell;
    const rtl = this.#direction === "rtl";
    for (const { label, values, shown } of bars) {
      const lines = wrapped(label, this.#fonts.plain, size, WIDTH);
      this.#room((lines.length + values.length) * size * LEADING + 4);
      for (const line of lines) {
        this.#y -= size * LEADING;
        this.#line(line, { font: this.#fonts.plain, size, left: MARGIN, width: WIDTH, y: this.#y });
      }
      for (const [at, value] of values.entries()) {
        this.#y -= size * LEADING;
        // Something is never drawn as nothing.
        const length = value === 0 ? 0 : Math.max(1.5, (value / most) * (WIDTH - VALUES));
        const x = rtl ? MARGIN + WIDTH - length : MARGIN;
        if (length > 0)
          this.#page().drawRectangle({
            x,
            y: this.#y,
            width: length,
            height: BAR,
            color: SERIES[at % SERIES.length]!,
          });
        const name = series[at];
        const text = name === undefined ? (shown[at] ?? "") : `${name} ${shown[at]}`;
        const room = { left: rtl ? MARGIN : MARGIN + length + 4, width: WIDTH - length - 4 };
        this.#line(text, { font: this.#fonts.plain, size: SIZE.foot, y: this.#y + 1, color: FAINT, ...room });
      }
      this.space(4);
    }
    this.space(SIZE.text * 0.6);
  }

  signature(text: string): void {
    this.#room(60);
    this.#y -= 40;
    const left = this.#direction === "rtl" ? PAGE.width - MARGIN - WIDTH / 2 : MARGIN;
    const page = this.#page();
    page.drawLine({
      start: { x: left, y: this.#y },
      end: { x: left + WIDTH / 2, y: this.#y },
      thickness: 0.7,
      color: INK,
    });
    this.text(text, { size: SIZE.cell });
    this.space(SIZE.text);
  }

  foot(text: string): void {
    for (const [at, page] of this.#pages.entries()) {
      const style = { font: this.#fonts.plain, size: SIZE.foot, y: MARGIN / 2, color: FAINT, page };
      this.#line(text, { ...style, left: MARGIN, width: WIDTH - 60, direction: "ltr" });
      const number = `${at + 1} / ${this.#pages.length}`;
      const width = this.#fonts.plain.widthOfTextAtSize(number, SIZE.foot);
      this.#line(number, { ...style, left: PAGE.width - MARGIN - width, width, direction: "ltr" });
    }
  }

  #row(cells: readonly string[], widths: readonly number[], font: PDFFont): void {
    const size = SIZE.cell;
    const gap = 4;
    const lines = widths.map((width, column) => wrapped(cells[column] ?? "", font, size, width - gap));
    const height = Math.max(...lines.map((each) => each.length)) * size * LEADING;
    this.#room(Math.min(height, PAGE.height - 2 * MARGIN));
    const top = this.#y;
    const ordered = this.#direction === "rtl" ? [...widths.entries()].reverse() : [...widths.entries()];
    let left = MARGIN;
    for (const [column, width] of ordered) {
      let y = top;
      for (const line of lines[column] ?? []) {
        y -= size * LEADING;
        this.#line(line, { font, size, left, width: width - gap, y });
      }
      left += width;
    }
    this.#y = top - height - 2;
    this.#page().drawLine({
      start: { x: MARGIN, y: this.#y },
      end: { x: PAGE.width - MARGIN, y: this.#y },
      thickness: 0.3,
      color: FAINT,
    });
    this.#y -= 1;
  }

  #line(text: string, place: LinePlace): void {
    const { font, size, left, width, y, color = INK, page = this.#page() } = place;
    const direction = place.direction ?? this.#direction;
    const runs = runsOf(text, direction);
    const widths = runs.map((run) => font.widthOfTextAtSize(run.text, size));
    const all = widths.reduce((sum, each) => sum + each, 0);
    let x = direction === "rtl" ? left + width - all : left;
    for (const [at, run] of runs.entries()) {
      page.drawText(run.text, { x, y, size, font, color });
      x += widths[at]!;
    }
  }

  #room(height: number): void {
    if (this.#y - height < MARGIN) this.#newPage();
  }

  #newPage(): void {
    this.#pages.push(this.#pdf.addPage([PAGE.width, PAGE.height]));
    this.#y = PAGE.height - MARGIN;
  }

  #page(): PDFPage {
    return this.#pages.at(-1)!;
  }
}

interface TextStyle {
  readonly size: number;
  readonly bold?: boolean;
  /** Not alone at a page's end. */
  readonly withNext?: boolean;
}

interface LinePlace {
  readonly font: PDFFont;
  readonly size: number;
  readonly left: number;
  readonly width: number;
  readonly y: number;
  readonly color?: ReturnType<typeof rgb>;
  readonly page?: PDFPage;
  readonly direction?: Direction;
}
