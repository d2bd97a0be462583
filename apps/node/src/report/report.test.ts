import { LANGUAGES } from "@accord/agreement";
import type { ExchangeReport } from "@accord/exchange";
import { PDFDocument } from "pdf-lib";
import { describe, expect, it } from "vitest";
import { printPdf } from "../print/print-pdf.ts";
import { exchangeDocument } from "./exchange-document.ts";
import { htmlPage } from "./html-page.ts";
import { printedReport } from "./printed-report.ts";
import { estimateSavings, SavingAssumptions } from "./savings.ts";

const side = (persons: number) => ({
  persons,
  withheld: { inactive: 4, noConsent: 6, protectedLocation: 2 },
  duplicates: { compared: 100, found: 4, deactivated: 4, waiting: 1 },
  disclosed: { match: { "person.name": { values: 90, withheld: 3, bytes: 4321 } } },
  applied: { "person.sex": 3 },
  newlyKnown: 12,
});
const report: ExchangeReport = {
  exchange: "0b1d1c9e-0000-4000-8000-000000000000",
  agreement: "ab".repeat(32),
  step: "done",
  standing: { kind: "running" },
  matcher: "wfp",
  rounds: 1,
  delta: undefined,
  overlap: undefined,
  sides: { iom: side(8123), wfp: side(9234) },
  match: {
    linked: 40,
    waiting: 3,
    conflicts: 1,
    decidedBy: { biography: 30, combined: 10 },
    candidatePairs: 12_345,
    unusable: [],
  },
  millisecondsByStep: { hello: 400, match: 65_000 },
};
const assumed = SavingAssumptions.parse({});
const documentIn = (language: (typeof LANGUAGES)[number], of: ExchangeReport = report) =>
  exchangeDocument(
    {
      report: of,
      self: "iom",
      partner: "wfp",
      names: { iom: 'IOM <script src="x">', wfp: "WFP" },
      startedAt: "2026-11-02T08:12:00.000Z",
      madeAt: "2026-11-02T09:00:00.000Z",
    },
    language,
    assumed,
  );

describe.each(LANGUAGES)("an exchange's report in %s", (language) => {
  const document = documentIn(language);
  const page = htmlPage(document);

  it("is a page that fetches and runs nothing, in the language's direction", () => {
    expect(page).toContain(`<html lang="${language}" dir="${language === "ar" ? "rtl" : "ltr"}">`);
    expect(page).not.toMatch(/<script|<link|<img|@import|url\(|https?:|\bon\w+=/);
    expect(page).toContain("&lt;script src=&quot;x&quot;&gt;");
  });

  it("has every chart's numbers in the table beside it, and says to who cannot see it what it shows", () => {
    const charts = document.sections.filter(({ chart }) => chart !== undefined);
    expect(charts.length).toBeGreaterThan(5);
    expect(page.match(/<svg role="img"/g)).toHaveLength(charts.length);
    expect(page.match(/<desc id="/g)).toHaveLength(charts.length);
    for (const { heading, chart, table } of charts) {
      expect(chart!.description).not.toBe("");
      const cells = new Set(table?.rows.flat());
      const disclosedSums =
        heading === document.sections.find(({ table: t }) => t?.headings.length === 4)?.heading;
      if (disclosedSums) continue;
      for (const { label, shown } of chart!.bars) {
        expect(cells).toContain(label);
        for (const each of shown) expect(cells).toContain(each);
      }
    }
  });

  it("leaves nothing to fill in, and is printed with the same words", async () => {
    expect(page.replace(/<style>.*<\/style>/s, "")).not.toMatch(/[{}]|undefined|NaN/);
    const printed = printedReport(document);
    const kinds = printed.blocks.map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind === "chart")).toHaveLength(
      document.sections.filter(({ chart }) => chart !== undefined).length,
    );
    const pdf = await PDFDocument.load(await printPdf(printed));
    expect(pdf.getPageCount()).toBeGreaterThan(1);
    expect(pdf.getTitle()).toBe(document.title);
  });

  it("says that the partner knows what matching found, where it matched", () => {
    const supplied = documentIn(language, { ...report, match: undefined });
    expect(supplied.sections.find(({ text }) => text?.[0]?.includes("WFP"))).toBeDefined();
    expect(htmlPage(supplied).replace(/<style>.*<\/style>/s, "")).not.toMatch(/[{}]|undefined|NaN/);
  });
});

describe("what was saved", () => {
  it("follows from the exchange's counts by what is assumed", () => {
    const own = SavingAssumptions.parse({
      minutesPerRegistration: "5",
      rationValue: "20",
      cyclesUntilFound: "3",
      collectedShare: "0.25",
    });
    expect(estimateSavings(report, own)).toEqual({
      registrationsNotRepeated: 24,
      registrationHours: 2,
      secondRegistrations: 8,
      doubleRations: 6,
      rationValue: 120,
      valuesNotAskedAgain: 6,
      inBoth: 40,
    });
  });

  it("stands in the report with every assumption below it", () => {
    const saved = documentIn("en").sections.find(({ notes }) => notes !== undefined);
    expect(saved?.table?.rows).toContainEqual(["double rations found", "24"]);
    expect(saved?.table?.rows).toContainEqual(["their value", "360 USD"]);
    const notes = saved?.notes?.items.join("\n");
    for (const words of ["10 minutes", "6 more cycles", "50%", "15 USD", "not findings"])
      expect(notes).toContain(words);
  });
});
