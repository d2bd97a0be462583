import { chartSvg } from "./chart-svg.ts";
import { escaped } from "./escaped.ts";
import type { ReportDocument, ReportSection, ReportTable } from "./report-document.ts";

/**
 * A report as one HTML page that needs nothing else: no script, nothing fetched, charts within it, each with its table
 * beside it. It reads from right to left where its language does, in the dark, on a telephone and on paper.
 */
export function htmlPage(document: ReportDocument): string {
  const { title, subtitle, language, direction, figures, sections, foot, closing } = document;
  return `<!doctype html>
<html lang="${language}" dir="${direction}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escaped(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<header>
<h1>${escaped(title)}</h1>
${subtitle.map((line) => `<p>${isolated(line)}</p>`).join("\n")}
<dl>
${figures.map(({ label, value }) => `<div><dd>${escaped(value)}</dd><dt>${escaped(label)}</dt></div>`).join("\n")}
</dl>
</header>
<main>
${sections.map((section, at) => sectionOf(section, `s${at + 1}`, direction)).join("\n")}
</main>
<footer>${isolated(foot)}<br>${escaped(closing)}</footer>
</body>
</html>
`;
}

function sectionOf(section: ReportSection, id: string, direction: ReportDocument["direction"]): string {
  const { heading, text = [], chart, table, notes } = section;
  const drawn =
    chart === undefined || chart.bars.length === 0
      ? ""
      : `<figure>${chartSvg(chart, id, heading, direction)}</figure>`;
  const listed = table === undefined ? "" : `<div class="table">${tableOf(table, heading)}</div>`;
  const noted =
    notes === undefined
      ? ""
      : `<aside aria-labelledby="${id}-notes"><h3 id="${id}-notes">${escaped(notes.heading)}</h3><ul>${notes.items.map((item) => `<li>${isolated(item)}</li>`).join("")}</ul></aside>`;
  return `<section aria-labelledby="${id}">
<h2 id="${id}">${escaped(heading)}</h2>
${text.map((line) => `<p>${isolated(line)}</p>`).join("\n")}
<div class="beside">${drawn}${listed}</div>
${noted}
</section>`;
}

function tableOf({ headings, rows }: ReportTable, caption: string): string {
  const numeric = headings.map((_, column) => column > 0 && rows.every((row) => isNumber(row[column] ?? "")));
  const kind = (column: number) => (numeric[column] ? ' class="number"' : "");
  const head = headings.map((heading, at) => `<th scope="col"${kind(at)}>${escaped(heading)}</th>`).join("");
  const body = rows.map(
    ([first = "", ...others]) =>
      `<tr><th scope="row">${escaped(first)}</th>${others.map((cell, at) => `<td${kind(at + 1)}>${isolated(cell)}</td>`).join("")}</tr>`,
  );
  return `<table><caption>${escaped(caption)}</caption><thead><tr>${head}</tr></thead><tbody>${body.join("")}</tbody></table>`;
}

const isNumber = (cell: string): boolean => cell === "" || /^\d[\d\s.,%\u00a0\u202f]*\D{0,6}$/.test(cell);

/**
 * Digests, ids, instants and amounts run left to right in any language, and carry what stands beside them along if they
 * are not set apart.
 */
const isolated = (line: string): string =>
  escaped(line).replaceAll(LEFT_TO_RIGHT, (part) => `<bdi dir="ltr">${part}</bdi>`);

const LEFT_TO_RIGHT =
  /[0-9a-f]{8}-[0-9a-f-]{27}|\b[0-9a-f]{12}\b|\d{4}-\d\d-\d\d \d\d:\d\d UTC|\d[\d,.\u00a0\u202f]* [A-Z]{3}\b/g;

const STYLE = `
:root{color-scheme:light dark;--ink:#1b1f24;--faint:#57606a;--line:#d0d7de;--paper:#fff;--panel:#f6f8fa;--s0:#1f5fa8;--s1:#a4481a}
@media (prefers-color-scheme:dark){:root{--ink:#e6e9ed;--faint:#a2abb5;--line:#3a424c;--paper:#14181d;--panel:#1d232a;--s0:#7ab2f0;--s1:#f0a177}}
*{box-sizing:border-box}
body{margin:0 auto;padding:2rem 1.25rem;max-width:70rem;background:var(--paper);color:var(--ink);font:1rem/1.5 "DejaVu Sans",system-ui,"Segoe UI",Roboto,"Noto Sans","Noto Sans Arabic",Arial,sans-serif}
h1{font-size:1.7rem;line-height:1.25;margin:0 0 .5rem}h2{font-size:1.2rem;margin:0 0 .6rem}h3{font-size:1rem;margin:0 0 .3rem}
header p{margin:.1rem 0;color:var(--faint)}
dl{display:grid;grid-template-columns:repeat(auto-fit,minmax(9.5rem,1fr));gap:.75rem;margin:1.5rem 0 0}
dl div{display:flex;flex-direction:column;background:var(--panel);border:1px solid var(--line);border-radius:.4rem;padding:.7rem .9rem}
dd{margin:0;font-size:1.5rem;font-weight:600;font-variant-numeric:tabular-nums}dt{color:var(--faint);font-size:.85rem;line-height:1.35}
section{margin-top:2.25rem;padding-top:1.25rem;border-top:1px solid var(--line)}
.beside{display:flex;flex-wrap:wrap;gap:1.5rem 2.5rem;align-items:flex-start}
figure{margin:0;flex:1 1 24rem;min-width:0}.table{flex:1 1 22rem;min-width:0;overflow-x:auto}
svg{display:block;width:100%;height:auto}th[scope=row]{min-width:8rem}
svg text{font-size:13px;fill:var(--ink)}svg .value{font-size:12px;fill:var(--faint)}
svg .s0{fill:var(--s0)}svg .s1{fill:var(--s1)}
table{border-collapse:collapse;width:100%;font-size:.9rem}
caption{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
th,td{text-align:start;padding:.3rem .75rem .3rem 0;border-bottom:1px solid var(--line);vertical-align:top;font-weight:400}
[dir=rtl] th,[dir=rtl] td{padding:.3rem 0 .3rem .75rem}
thead th{color:var(--faint);font-size:.85rem}.number{text-align:end;font-variant-numeric:tabular-nums;white-space:nowrap}
aside{margin-top:1rem;background:var(--panel);border-inline-start:4px solid var(--s0);padding:.8rem 1rem;border-radius:.25rem}
ul{margin:0;padding-inline-start:1.2rem}
footer{margin-top:2.5rem;padding-top:1rem;border-top:1px solid var(--line);color:var(--faint);font-size:.8rem}
@media print{:root{--ink:#000;--faint:#444;--line:#bbb;--paper:#fff;--panel:#fff;--s0:#1f5fa8;--s1:#a4481a}body{padding:0;font-size:10pt}section{break-inside:avoid}svg rect{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
`.replaceAll("\n", "");
