import { inflateSync } from "node:zlib";
import { type Agreement, draftAgreement, generateSigningKey, LANGUAGES } from "@accord/agreement";
import { PDFArray, PDFDocument, type PDFPage, PDFRawStream } from "pdf-lib";
import { describe, expect, test } from "vitest";
import { printPdf } from "../print/print-pdf.ts";
import { footOf, printedAgreement } from "./printed-agreement.ts";

const party = (id: string): Agreement["parties"][number] => ({
  id,
  name: id.toUpperCase(),
  kind: "unitedNations",
  role: "jointController",
  signing: { required: 1, signatories: [] },
  signingKey: generateSigningKey().publicKey,
  contact: { dataProtection: "office", breach: "desk" },
});
const agreement = draftAgreement({
  parties: [party("iom"), party("wfp")],
  scope: { places: ["SS07"] },
  validFrom: "2026-01-01",
  impactAssessment: { reference: "DPIA-1", completedOn: "2025-12-01" },
});

/** The strings that a page shows, as glyphs of its fonts in hexadecimal, two bytes each. */
function stringsShown(page: PDFPage): string[] {
  const contents = page.node.Contents();
  const streams =
    contents instanceof PDFArray ? contents.asArray().map((ref) => page.doc.context.lookup(ref)) : [contents];
  return streams.flatMap((stream) => {
    if (!(stream instanceof PDFRawStream)) return [];
    const text = inflateSync(stream.getContents()).toString("latin1");
    return [...text.matchAll(/<([0-9A-F]+)> Tj/g)].map(([, hex]) => hex ?? "");
  });
}

describe.each(LANGUAGES)("the agreement on paper in %s", (language) => {
  test("has its digest on every page, a line for each party to sign on, and all its clauses", async () => {
    const document = printedAgreement(agreement, language, "2026-01-01T00:00:00Z");
    const rows = document.blocks.flatMap((block) => (block.kind === "table" ? block.rows : []));
    expect(rows.map(([id]) => id).sort()).toEqual(agreement.clauses.map(({ id }) => id).sort());
    expect(document.blocks.filter((block) => block.kind === "signature")).toHaveLength(2);
    expect(document.foot).toBe(footOf(agreement));
    const pages = (await PDFDocument.load(await printPdf(document))).getPages();
    expect(pages.length).toBeGreaterThan(2);
    const [first = [], ...others] = pages.map(stringsShown);
    const onEveryPage = first.filter((shown) => others.every((page) => page.includes(shown)));
    // "ff" is one glyph in this font, so that the foot has some glyphs fewer than letters; nothing so long repeats else.
    const longest = Math.max(...onEveryPage.map((shown) => shown.length / 4));
    expect(longest).toBeGreaterThan(document.foot.length - 15);
    expect(longest).toBeLessThanOrEqual(document.foot.length);
  });
});
