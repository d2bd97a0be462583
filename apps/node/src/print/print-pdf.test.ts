import { PDFDocument } from "pdf-lib";
import { describe, expect, test } from "vitest";
import { directionOf, runsOf } from "./bidi-line.ts";
import { printPdf } from "./print-pdf.ts";

const shown = (line: string, base: "ltr" | "rtl") => runsOf(line, base).map((run) => run.text);

describe("a line of two directions", () => {
  test("shows its runs from left to right as they are read, with numbers kept whole", () => {
    expect(shown("abc عربي def", "ltr")).toEqual(["abc ", "عربي", " def"]);
    expect(shown("عربي IOM 123 نص", "rtl")).toEqual([" نص", "IOM 123", "عربي "]);
    expect(shown("plain", "ltr")).toEqual(["plain"]);
    expect(shown("", "rtl")).toEqual([]);
  });

  test("mirrors brackets of what runs right to left, and puts its end on the left", () => {
    expect(shown("عربي (نص).", "rtl")).toEqual(["عربي )نص(."]);
    expect(shown("IOM.", "rtl")).toEqual([".", "IOM"]);
  });

  test("has the direction of its first letter", () => {
    expect(directionOf("12 عربي abc")).toBe("rtl");
    expect(directionOf("12 abc عربي")).toBe("ltr");
    expect(directionOf("12")).toBe("ltr");
  });
});

describe("a printed document", () => {
  const document = (text: string, times: number) => ({
    title: "Title",
    language: "ar",
    direction: "rtl" as const,
    foot: "sha256 0123",
    madeAt: "2026-01-02T00:00:00Z",
    blocks: Array.from({ length: times }, () => ({ kind: "paragraph" as const, text })),
  });

  test("is the same bytes for the same input, and goes on over pages", async () => {
    const [one, same] = await Promise.all([1, 2].map(() => printPdf(document("نص عربي with Latin.", 3))));
    expect(Buffer.from(one!).equals(Buffer.from(same!))).toBe(true);
    const long = await PDFDocument.load(await printPdf(document("نص طويل جداً ".repeat(60), 30)));
    expect(long.getPageCount()).toBeGreaterThan(3);
    expect(long.getTitle()).toBe("Title");
  });

  test("cuts a word that is wider than the page, and has no glyph that is missing", async () => {
    const bytes = await printPdf({
      ...document("x".repeat(400), 1),
      blocks: [
        { kind: "paragraph", text: "x".repeat(400) },
        { kind: "table", headings: ["الاسم", "Nom"], rows: [["نياكيم", "Nyakim – l’été"]], widths: [1, 2] },
        { kind: "signature", text: "Signature" },
      ],
    });
    expect((await PDFDocument.load(bytes)).getPageCount()).toBe(1);
  });
});
