import type { Block, PrintedDocument } from "../print/print-pdf.ts";
import type { ReportDocument, ReportSection } from "./report-document.ts";

/** A report for paper: the same figures, charts and tables as on its page, in the same order. */
export function printedReport(report: ReportDocument): PrintedDocument {
  const { title, subtitle, language, direction, figures, sections, foot, closing, madeAt } = report;
  return {
    title,
    language,
    direction,
    foot,
    madeAt,
    blocks: [
      ...subtitle.map((text): Block => ({ kind: "paragraph", text })),
      {
        kind: "table",
        headings: ["", ""],
        rows: figures.map(({ label, value }) => [label, value]),
        widths: [3, 1],
      },
      ...sections.flatMap(blocksOf),
      { kind: "paragraph", text: closing },
    ],
  };
}

function blocksOf({ heading, text = [], chart, table, notes }: ReportSection): readonly Block[] {
  return [
    { kind: "heading", text: heading },
    ...text.map((each): Block => ({ kind: "paragraph", text: each })),
    ...(chart === undefined ? [] : [{ kind: "chart", series: chart.series, bars: chart.bars } as const]),
    ...(table === undefined
      ? []
      : [
          {
            kind: "table",
            headings: table.headings,
            rows: table.rows,
            widths: table.headings.map((_, at) => (at === 0 ? 2.5 : 1.2)),
          } as const,
        ]),
    ...(notes === undefined
      ? []
      : [
          { kind: "paragraph", text: notes.heading } as const,
          ...notes.items.map((item): Block => ({ kind: "paragraph", text: `• ${item}` })),
        ]),
  ];
}
