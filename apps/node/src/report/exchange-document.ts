import type { Language } from "@accord/agreement";
import type { ExchangeReport } from "@accord/exchange";
import { ATTRIBUTES, EXCHANGE_TIERS, isAttributeName } from "@accord/vocabulary";
import { filled } from "../rights/receipt-words.ts";
import { type Numbers, numbersIn } from "./numbers.ts";
import type { ReportDocument, ReportSection } from "./report-document.ts";
import { REPORT_WORDS, type ReportWords } from "./report-words.ts";
import { savedSection } from "./saved-section.ts";
import type { SavingAssumptions } from "./savings.ts";

/** What a report says beside its counts. */
export interface ReportedExchange {
  readonly report: ExchangeReport;
  readonly self: string;
  readonly partner: string;
  /** Names of agencies by id. */
  readonly names: Readonly<Record<string, string>>;
  /** ISO 8601. */
  readonly startedAt: string;
  readonly madeAt: string;
}

type Side = ExchangeReport["sides"][string];

/** All that the parts of one report are written with. */
interface Pen {
  readonly report: ExchangeReport;
  readonly words: ReportWords;
  readonly numbers: Numbers;
  readonly language: Language;
  readonly nameOf: (agency: string) => string;
  readonly sides: readonly (readonly [string, Side])[];
}

/** Pinned persons whose place stays behind are in the exchange all the same. */
const IN_SCOPE = new Set(["protectedLocation"]);
/** Bars of a chart that are still told apart; its table has all rows. */
const BARS = 12;

/** An exchange's report in one language, ready to be shown or printed. */
export function exchangeDocument(
  exchange: ReportedExchange,
  language: Language,
  assumed: SavingAssumptions,
): ReportDocument {
  const { report, self, partner, names, startedAt, madeAt } = exchange;
  const words = REPORT_WORDS[language];
  const numbers = numbersIn(language);
  const nameOf = (agency: string) => names[agency] ?? agency;
  const pen: Pen = { report, words, numbers, language, nameOf, sides: Object.entries(report.sides) };
  return {
    title: filled(words.title, { self: nameOf(self), partner: nameOf(partner) }),
    subtitle: [
      standing(pen),
      filled(words.underAgreement, {
        digest: report.agreement.slice(0, 12),
        matcher: nameOf(report.matcher),
      }),
      `${filled(words.when, { begun: numbers.instant(startedAt) })} · ${report.exchange}`,
    ],
    language,
    direction: language === "ar" ? "rtl" : "ltr",
    figures: figures(pen),
    sections: [
      persons(pen),
      ...pairs(pen),
      duplicates(pen),
      inStep(pen),
      disclosed(pen),
      savedSection(report, { words, numbers, assumed }),
      time(pen),
    ],
    foot: `${report.exchange} · ${filled(words.madeAt, { date: numbers.instant(madeAt) })}`,
    closing: words.noPersonal,
    madeAt,
  };
}

function standing({ report: { standing: stands, step }, words }: Pen): string {
  if (stands.kind !== "running") {
    return `${filled(words.stands[stands.kind], { step })}: ${stands.code}. ${stands.reason}`;
  }
  return filled(words.stands[step === "done" ? "done" : "running"], { step });
}

function figures({ report: { match }, words, numbers, sides }: Pen): ReportDocument["figures"] {
  const total = (of: (side: Side) => number) => sides.reduce((sum, [, side]) => sum + of(side), 0);
  const figure = (label: string, value: number | undefined) =>
    value === undefined ? [] : [{ label, value: numbers.count(value) }];
  return [
    ...figure(
      words.figures.compared,
      total((side) => side.persons),
    ),
    ...figure(words.figures.inBoth, match?.linked),
    ...figure(words.figures.waiting, match?.waiting),
    ...figure(
      words.figures.newlyKnown,
      total((side) => side.newlyKnown),
    ),
    ...figure(
      words.figures.inStep,
      total((side) => sum(Object.values(side.applied))),
    ),
    ...figure(
      words.figures.secondRegistrations,
      total((side) => side.duplicates.deactivated),
    ),
  ];
}

function persons(pen: Pen): ReportSection {
  const { words, sides } = pen;
  const reasons = [...new Set(sides.flatMap(([, side]) => Object.keys(side.withheld)))];
  const leftOut = reasons.filter((reason) => !IN_SCOPE.has(reason));
  const because = (reason: string) => ({
    label: words.withheld[reason] ?? reason,
    of: (side: Side) => side.withheld[reason] ?? 0,
  });
  return bySide(pen, words.persons, [
    {
      label: words.persons.held,
      of: (side) => side.persons + sum(leftOut.map((r) => side.withheld[r] ?? 0)),
    },
    ...leftOut.map(because),
    { label: words.persons.pinned, of: (side) => side.persons },
    ...reasons.filter((reason) => IN_SCOPE.has(reason)).map(because),
    { label: words.persons.newlyKnown, of: (side) => side.newlyKnown },
  ]);
}

function pairs({ report: { match, matcher }, words, numbers, nameOf }: Pen): readonly ReportSection[] {
  const { pairs: say } = words;
  if (match === undefined) {
    return [{ heading: say.heading, text: [filled(say.unknown, { matcher: nameOf(matcher) })] }];
  }
  const rows: [string, number][] = [
    [say.compared, match.candidatePairs],
    [say.linked, match.linked],
    [say.waiting, match.waiting],
    [say.conflicts, match.conflicts],
  ];
  const evidence = Object.entries(match.decidedBy)
    .sort(([, a], [, b]) => b - a)
    .map(([name, links]): [string, number] => [words.evidence[name] ?? name, links]);
  const section = (heading: string, chart: string, headings: string[], values: [string, number][]) => ({
    heading,
    chart: { description: chart, series: [], bars: values.map((row) => barOf(row, numbers)) },
    table: { headings, rows: values.map(([label, value]) => [label, numbers.count(value)]) },
  });
  const ways = section(
    say.evidenceHeading,
    say.evidenceChart,
    [say.evidence, say.links, say.share],
    evidence,
  );
  return [
    section(say.heading, say.chart, [say.kind, say.pairs], rows),
    ...(evidence.length === 0
      ? []
      : [
          {
            ...ways,
            table: {
              ...ways.table,
              rows: evidence.map(([label, links]) => [
                label,
                numbers.count(links),
                numbers.share(match.linked === 0 ? 0 : links / match.linked),
              ]),
            },
          },
        ]),
  ];
}

function duplicates(pen: Pen): ReportSection {
  const { duplicates: say } = pen.words;
  const section = bySide(pen, say, [
    { label: say.compared, of: (side) => side.duplicates.compared },
    { label: say.deactivated, of: (side) => side.duplicates.deactivated },
    { label: say.waiting, of: (side) => side.duplicates.waiting },
  ]);
  // Beside all that were compared, what was found would be no bar at all.
  const bars = section.chart?.bars.filter(({ label }) => label !== say.compared) ?? [];
  return { ...section, chart: { ...section.chart!, bars } };
}

function inStep(pen: Pen): ReportSection {
  const { words, sides } = pen;
  const { inStep: say } = words;
  const total = (attribute: string) => sum(sides.map(([, side]) => side.applied[attribute] ?? 0));
  const attributes = [...new Set(sides.flatMap(([, side]) => Object.keys(side.applied)))].sort(
    (a, b) => total(b) - total(a),
  );
  if (attributes.length === 0) return { heading: say.heading, text: [say.none] };
  const rows = attributes.map((attribute) => ({
    label: attributeIn(pen, attribute),
    of: (side: Side) => side.applied[attribute] ?? 0,
  }));
  const section = bySide(pen, { ...say, kind: say.attribute }, rows);
  const headings = [
    say.attribute,
    ...sides.map(([agency]) => filled(say.at, { agency: pen.nameOf(agency) })),
  ];
  return { ...section, table: { ...section.table!, headings } };
}

function disclosed(pen: Pen): ReportSection {
  const { words, numbers, sides, nameOf } = pen;
  const { disclosed: say } = words;
  const flows = sides.flatMap(([agency, side]) =>
    EXCHANGE_TIERS.flatMap((tier) => {
      const lines = Object.entries(side.disclosed[tier] ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
      if (lines.length === 0) return [];
      const other = sides.find(([id]) => id !== agency)?.[0];
      const direction = filled(say.to, {
        from: nameOf(agency),
        to: other === undefined ? "…" : nameOf(other),
      });
      return [{ label: `${direction}, ${words.tiers[tier]}`, lines }];
    }),
  );
  if (flows.length === 0) return { heading: say.heading, text: [say.none] };
  return {
    heading: say.heading,
    chart: {
      description: say.chart,
      series: [],
      bars: flows.map(({ label, lines }) =>
        barOf([label, sum(lines.map(([, line]) => line.values))], numbers),
      ),
    },
    table: {
      headings: [say.flow, say.attribute, say.values, say.withheld],
      rows: flows.flatMap(({ label, lines }) =>
        lines.map(([attribute, line], at) => [
          at === 0 ? label : "",
          attributeIn(pen, attribute),
          numbers.count(line.values),
          numbers.count(line.withheld),
        ]),
      ),
    },
  };
}

function time({ report: { millisecondsByStep }, words, numbers }: Pen): ReportSection {
  const { time: say } = words;
  const steps = Object.entries(millisecondsByStep).map(([step, milliseconds]) => ({
    label: words.steps[step] ?? step,
    milliseconds,
    shown: numbers.seconds(milliseconds),
  }));
  const all = sum(steps.map(({ milliseconds }) => milliseconds));
  return {
    heading: say.heading,
    chart: {
      description: say.chart,
      series: [],
      bars: steps.map(({ label, milliseconds, shown }) => ({
        label,
        values: [milliseconds],
        shown: [shown],
      })),
    },
    table: {
      headings: [say.step, say.took],
      rows: [...steps.map(({ label, shown }) => [label, shown]), [say.all, numbers.seconds(all)]],
    },
  };
}

/** A section whose rows have one number for each agency. */
function bySide(
  { sides, numbers, nameOf }: Pen,
  say: { readonly heading: string; readonly chart: string; readonly kind: string },
  rows: readonly { readonly label: string; readonly of: (side: Side) => number }[],
): ReportSection {
  const bars = rows.map(({ label, of }) => {
    const values = sides.map(([, side]) => of(side));
    return { label, values, shown: values.map(numbers.count) };
  });
  const series = sides.map(([agency]) => nameOf(agency));
  return {
    heading: say.heading,
    chart: {
      description: say.chart,
      series,
      bars: bars.filter(({ values }) => values.some((value) => value > 0)).slice(0, BARS),
    },
    table: { headings: [say.kind, ...series], rows: bars.map(({ label, shown }) => [label, ...shown]) },
  };
}

const barOf = ([label, value]: readonly [string, number], numbers: Numbers) => ({
  label,
  values: [value],
  shown: [numbers.count(value)],
});

/** An attribute in words: its catalogue's label, or its name where a newer partner speaks of one unknown here. */
const attributeIn = ({ language }: Pen, attribute: string): string =>
  isAttributeName(attribute) ? ATTRIBUTES[attribute].label[language] : attribute;

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
