import type { AccuracyAtThreshold } from "./accuracy.ts";
import type { Completeness } from "./completeness.ts";
import type { GroupErrors } from "./group-errors.ts";
import { levelWeights, type ReportedModel } from "./match-weights.ts";
import type { Reliability } from "./reliability.ts";
import { completenessChart } from "./svg/completeness-chart.ts";
import { escaped } from "./svg/drawing.ts";
import { groupErrorsChart } from "./svg/group-errors-chart.ts";
import { mAndUChart } from "./svg/m-u-chart.ts";
import { matchWeightChart } from "./svg/match-weight-chart.ts";
import { reliabilityChart } from "./svg/reliability-chart.ts";
import { probabilityText, signedBits } from "./svg/scale.ts";
import { thresholdChart } from "./svg/threshold-chart.ts";
import { unlinkablesChart } from "./svg/unlinkables-chart.ts";
import { waterfallChart } from "./svg/waterfall-chart.ts";
import type { UnlinkableShare } from "./unlinkables.ts";
import { percentOf, type WaterfallStep } from "./waterfall.ts";
import type { Share } from "./wilson-interval.ts";

/** What a report shows; what is absent was not measured and is left out. */
export interface ReportContent {
  readonly title: string;
  readonly model: ReportedModel;
  /** Names of the registries, one or two. */
  readonly registries: readonly string[];
  /** Figures of the run, as they are to be read. */
  readonly facts: readonly (readonly [name: string, value: string])[];
  readonly completeness?: readonly Completeness[] | undefined;
  readonly unlinkables?: readonly UnlinkableShare[] | undefined;
  /** Pairs that show how decisions come about; no personal data but the ids. */
  readonly examples?:
    | readonly { readonly title: string; readonly steps: readonly WaterfallStep[] }[]
    | undefined;
  readonly accuracy?: readonly AccuracyAtThreshold[] | undefined;
  readonly reliability?: Reliability | undefined;
  readonly groups?: readonly GroupErrors[] | undefined;
}

interface Section {
  /** Name of the chart's file without its ending. */
  readonly file: string;
  readonly heading: string;
  /** How the chart is read. */
  readonly reading: string;
  readonly svg: string;
  readonly headings: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

const share = ({ value, low, high, count, of }: Share): string =>
  of === 0 ? "no pairs" : `${percentOf(value)} (${percentOf(low)} to ${percentOf(high)}; ${count} of ${of})`;

function sectionsOf(content: ReportContent): Section[] {
  const weights = levelWeights(content.model);
  const sections: Section[] = [
    {
      file: "match-weights",
      heading: "What each outcome weighs",
      reading:
        "Each bar is an outcome of a comparison. To the right it speaks for one person, to the left against; one bit doubles the odds. A comparison whose bars are all short tells nobody apart.",
      svg: matchWeightChart(content.model),
      headings: ["comparison", "outcome", "m", "u", "bits"],
      rows: weights.map((each) => [
        each.comparison,
        each.level,
        probabilityText(each.m),
        probabilityText(each.u),
        signedBits(each.bits),
      ]),
    },
    {
      file: "m-and-u",
      heading: "How often each outcome is seen",
      reading:
        "At the left among pairs of one person (the quality of the data), at the right among random pairs (how many share a value by chance). An m of full agreement under a half means that the column is often wrong, or that training went astray.",
      svg: mAndUChart(content.model),
      headings: ["comparison", "outcome", "m", "u"],
      rows: weights.map((each) => [
        each.comparison,
        each.level,
        probabilityText(each.m),
        probabilityText(each.u),
      ]),
    },
  ];
  for (const [at, { title, steps }] of (content.examples ?? []).entries())
    sections.push({
      file: `waterfall-${at + 1}`,
      heading: title,
      reading:
        "From the prior at the top each piece of evidence moves the odds; the last bar is where the pair ends. Dotted lines mark probabilities.",
      svg: waterfallChart(steps, title),
      headings: ["evidence", "outcome", "bits", "so far"],
      rows: steps.map((step) => [step.label, step.detail, signedBits(step.bits), signedBits(step.to)]),
    });
  if (content.completeness !== undefined && content.completeness.length > 0)
    sections.push({
      file: "completeness",
      heading: "Completeness",
      reading: "How many records have a value. What is missing speaks neither for nor against a pair.",
      svg: completenessChart(content.completeness, content.registries),
      headings: ["column", ...content.registries],
      rows: content.completeness.map(({ column, filled }) => [
        column,
        ...filled.map((each) => percentOf(each)),
      ]),
    });
  if (content.unlinkables !== undefined && content.unlinkables.length > 0)
    sections.push({
      file: "unlinkables",
      heading: "Records that cannot be linked",
      reading:
        "The share of records that stay under a weight even against a perfect copy of themselves. At the weight of your threshold it is the part of the registry that these columns can never link.",
      svg: unlinkablesChart(content.unlinkables),
      headings: ["weight", "probability", "records below it"],
      rows: content.unlinkables.map((each) => [
        signedBits(each.weight),
        percentOf(each.probability),
        percentOf(each.share),
      ]),
    });
  if (content.accuracy !== undefined)
    sections.push({
      file: "threshold",
      heading: "Precision and recall by threshold",
      reading:
        "If every pair from a threshold on were linked: the share of links that are right, and the share of true pairs that are found. Shaded bands are 95% intervals. Decisions of the run may be stricter, since they look at all pairs of a record together.",
      svg: thresholdChart(content.accuracy),
      headings: ["threshold", "precision", "recall", "F1"],
      rows: content.accuracy.map((each) => [
        percentOf(each.threshold),
        share(each.precision),
        share(each.recall),
        Number.isNaN(each.f1) ? "none" : each.f1.toFixed(4),
      ]),
    });
  if (content.reliability !== undefined && content.reliability.bins.length > 0)
    sections.push({
      file: "reliability",
      heading: "Whether probabilities mean what they say",
      reading:
        "On the dashed line, of the pairs said to be 80% likely 80% are one person. Below it the model is too sure of itself, above it too modest.",
      svg: reliabilityChart(content.reliability),
      headings: ["stated", "observed"],
      rows: content.reliability.bins.map(({ stated, observed }) => [percentOf(stated), share(observed)]),
    });
  if (content.groups !== undefined && content.groups.length > 0)
    sections.push({
      file: "groups",
      heading: "Errors by group",
      reading:
        "Whom the model fails. A group whose interval lies apart from the others' needs a lower threshold for review, another comparison or better data, whatever the average says.",
      svg: groupErrorsChart(content.groups),
      headings: ["trait", "group", "true pairs missed", "links that are wrong"],
      rows: content.groups.map((each) => [each.trait, each.group, share(each.missed), share(each.wrong)]),
    });
  return sections;
}

const STYLE = `
body { font: 15px/1.5 system-ui, "Segoe UI", "Noto Sans", sans-serif; color: #1c2329; max-width: 62rem; margin: 2rem auto; padding: 0 1rem }
h1 { font-size: 1.6rem } h2 { font-size: 1.2rem; margin-top: 2.4rem }
table { border-collapse: collapse; font-size: 0.85rem; margin: 0.6rem 0 } th, td { text-align: left; padding: 0.2rem 0.8rem 0.2rem 0; border-bottom: 1px solid #d7dde2; vertical-align: top }
figure { margin: 1rem 0; overflow-x: auto } summary { cursor: pointer; color: #0b6aa8 } svg { max-width: none }
@media print { details > * { display: block } }
`;

function table(caption: string, headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const head = headings.map((each) => `<th scope="col">${escaped(each)}</th>`).join("");
  const body = rows.map((row) => `<tr>${row.map((cell) => `<td>${escaped(cell)}</td>`).join("")}</tr>`);
  return `<table><caption>${escaped(caption)}</caption><thead><tr>${head}</tr></thead><tbody>\n${body.join("\n")}\n</tbody></table>`;
}

/** A report's files by name: `report.html` with everything, `report.json` with the data, and each chart as SVG. */
export function reportFiles(content: ReportContent): ReadonlyMap<string, string> {
  const sections = sectionsOf(content);
  const facts = content.facts.map(
    ([name, value]) => `<tr><th scope="row">${escaped(name)}</th><td>${escaped(value)}</td></tr>`,
  );
  const parts = sections.map(
    ({ heading, reading, svg, headings, rows }) =>
      `<section><h2>${escaped(heading)}</h2><p>${escaped(reading)}</p><figure>${svg}</figure><details><summary>The figures</summary>${table(heading, headings, rows)}</details></section>`,
  );
  const html = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escaped(content.title)}</title><style>${STYLE}</style></head>
<body><main><h1>${escaped(content.title)}</h1><table>${facts.join("\n")}</table>
${parts.join("\n")}
</main></body></html>
`;
  return new Map([
    ["report.html", html],
    ["report.json", `${JSON.stringify(dataOf(content), null, 2)}\n`],
    ...sections.map(({ file, svg }) => [`${file}.svg`, svg] as const),
  ]);
}

/** The report's figures as data; the model itself is a document of its own. */
function dataOf({ model, facts, ...rest }: ReportContent): object {
  return { ...rest, facts: Object.fromEntries(facts), weights: levelWeights(model) };
}
