import type { ExchangeReport } from "@accord/exchange";
import { ATTRIBUTES, EXCHANGE_TIERS, isAttributeName } from "@accord/vocabulary";
import { bytes, type Cell, count, duration, harmless, heading, shortDigest, table } from "./terminal.ts";

type Side = ExchangeReport["sides"][string];

const STEP_WORDS: Readonly<Record<string, string>> = {
  hello: "nodes meet",
  snapshot: "deduplicate, pin the persons in scope",
  overlap: "how many are in both, before anybody is disclosed",
  match: "find who is the same person",
  adjudicate: "decide the pairs",
  reconcile: "bring linked persons in step",
  receipt: "receipts, ledgers cosigned",
  report: "reports exchanged",
  done: "done",
};

/** Steps in their order. */
export const STEP_NAMES: readonly string[] = Object.keys(STEP_WORDS);

/** What a step does, in a few words. */
export const stepWords = (step: string): string => STEP_WORDS[step] ?? step;

const WITHHELD_WORDS: Readonly<Record<string, string>> = {
  inactive: "not active (duplicate, departed, deceased)",
  notInScope: "outside the agreement's scope",
  noConsent: "no consent to this sharing",
  objected: "said no, object, or their file is restricted",
  excluded: "excluded by the agreement: protected persons, children without a guardian's consent",
  protectedLocation: "in scope, their place withheld to protect them",
};

const EVIDENCE_WORDS: Readonly<Record<string, string>> = {
  biography: "biography alone suffices",
  household: "with the household",
  fingerprints: "with fingerprints",
  combined: "all evidence together",
  person: "a person decided",
};

/** Pinned persons whose place stays behind are in the exchange all the same. */
const IN_SCOPE = new Set(["protectedLocation"]);

/**
 * An exchange's report for people: the funnel of persons, what was withheld and why, links by the evidence that
 * decided, what waits, duplicates, fields brought in step, what was disclosed by attribute, tier and direction, and
 * the time of each step. Counts and names of agencies only.
 */
export function renderExchangeReport(report: ExchangeReport): string {
  const sections = [
    titleLines(report),
    funnel(report),
    overlapSection(report),
    links(report),
    duplicates(report),
    applied(report),
    disclosed(report),
    times(report),
  ];
  return `${sections.filter((section) => section !== "").join("\n\n")}\n`;
}

function titleLines(report: ExchangeReport): string {
  const { exchange, agreement, standing, step, rounds, matcher } = report;
  const lines = [
    heading(`Exchange ${exchange}`),
    `under agreement ${shortDigest(agreement)}; ${harmless(matcher)} matches; ${count(rounds)} ${rounds === 1 ? "round" : "rounds"}; ${standingWords(report)}`,
  ];
  lines.push(kindWords(report));
  if (standing.kind !== "running") {
    lines.push(`${harmless(standing.code)}: ${harmless(standing.reason)} (${harmless(standing.by)})`);
    lines.push(`remedy: ${harmless(standing.remedy)}`);
  } else if (step !== "done") {
    lines.push("Figures are those so far.");
  }
  return indented(lines.join("\n"), "  ");
}

/** Whether the exchange was a whole one or a delta, and what changed on which side. */
function kindWords({ delta, sides }: ExchangeReport): string {
  if (delta === undefined) return "whole: everybody in scope was compared and sent";
  const changed = Object.entries(delta.changes).map(([agency, { fresh, left, words }]) => {
    const persons = sides[agency]?.persons ?? fresh;
    return `${harmless(agency)} ${count(persons)} changed (${count(fresh)} to compare), ${count(left)} left the scope, ${count(words)} decisions`;
  });
  return `delta since ${shortDigest(delta.base)}: ${changed.join("; ")}`;
}

export function standingWords({ step, standing }: Pick<ExchangeReport, "step" | "standing">): string {
  if (standing.kind === "halted") return `stopped in step ${step}`;
  if (standing.kind === "held") return `held in step ${step} until a person has looked`;
  return step === "done" ? "complete" : `under way, step ${step}`;
}

function funnel(report: ExchangeReport): string {
  const sides = Object.entries(report.sides);
  const row = (label: string, value: (side: Side) => number | undefined): Cell[] => [
    label,
    ...sides.map(([, side]) => value(side)),
  ];
  const reasons = [...new Set(sides.flatMap(([, side]) => Object.keys(side.withheld)))];
  const withheldRow = (reason: string) =>
    row(`  ${WITHHELD_WORDS[reason] ?? reason}`, (side) => side.withheld[reason] ?? 0);
  const kept = (side: Side) =>
    Object.entries(side.withheld).reduce(
      (sum, [reason, persons]) => sum + (IN_SCOPE.has(reason) ? 0 : persons),
      0,
    );
  const { match } = report;
  return section(
    "Persons",
    table(
      ["", ...sides.map(([agency]) => agency)],
      [
        row("held", (side) => side.persons + kept(side)),
        ...reasons.filter((reason) => !IN_SCOPE.has(reason)).map(withheldRow),
        row("in the exchange", (side) => side.persons),
        ...reasons.filter((reason) => IN_SCOPE.has(reason)).map(withheldRow),
        ...(match === undefined
          ? []
          : [
              row("found in both registries", () => match.linked),
              row("pairs that wait for a person", () => match.waiting),
            ]),
        row("newly known from the partner", (side) => side.newlyKnown),
      ],
    ),
  );
}

function overlapSection({ overlap, matcher }: ExchangeReport): string {
  if (overlap === undefined) return "";
  const title = "Overlap, before anybody was disclosed";
  return section(title, [...overlapLines(overlap), ...linkedLines(overlap, matcher)].join("\n"));
}

/** What the private set intersection told, with by county where the agreement tells that. */
function overlapLines({ told, confirmed }: NonNullable<ExchangeReport["overlap"]>): string[] {
  if (told === undefined) return ["not known yet"];
  if (told.kind === "fewerThan") return [`fewer than ${count(told.fewerThan)} persons in both registries`];
  const agencies = Object.keys(told.byCounty);
  const counties = [
    ...new Set(agencies.flatMap((agency) => Object.keys(told.byCounty[agency] ?? {}))),
  ].sort();
  return [
    `about ${count(told.persons)} persons in both registries (${count(told.low)} to ${count(told.high)}), estimated from ${count(told.pairs)} that share a key`,
    ...(counties.length < 2
      ? []
      : [
          table(
            ["county", ...agencies.map((agency) => `at ${agency}`)],
            counties.map((county) => [
              county === "" ? "others" : county,
              ...agencies.map((agency) => countyCell(told.byCounty[agency]?.[county])),
            ]),
          ),
        ]),
    ...(confirmed === undefined
      ? []
      : [`gone on from by ${harmless(confirmed.by)}: ${harmless(confirmed.reason)}`]),
  ];
}

const countyCell = (told: { count: number } | { fewerThan: number } | undefined): Cell =>
  told === undefined ? "" : "count" in told ? told.count : `fewer than ${told.fewerThan}`;

function linkedLines({ linked }: NonNullable<ExchangeReport["overlap"]>, matcher: string): string[] {
  return linked === undefined
    ? []
    : [`${count(linked)} pairs with equal identifiers that did not leave, known to ${harmless(matcher)}`];
}

function links({ match, matcher }: ExchangeReport): string {
  if (match === undefined)
    return section("Links", `What decided the links is known to ${harmless(matcher)}, who matched.`);
  const lines = [
    table(
      ["decided by", "links", "share"],
      Object.entries(match.decidedBy)
        .sort(([, a], [, b]) => b - a)
        .map(([evidence, number]) => [
          EVIDENCE_WORDS[evidence] ?? evidence,
          number,
          percent(number, match.linked),
        ]),
    ),
    `${count(match.candidatePairs)} candidate pairs compared; ${count(match.waiting)} wait for a person, ${count(match.conflicts)} of all are in conflict.`,
  ];
  if (match.unusable.length > 0) {
    lines.push(
      `Not used, as no clause grants it or nobody has it: ${match.unusable.map(harmless).join(", ")}`,
    );
  }
  return section("Links", lines.filter((line) => line !== "").join("\n"));
}

function duplicates({ sides }: ExchangeReport): string {
  return section(
    "Duplicates within each registry",
    table(
      ["registry of", "compared", "deactivated", "waiting"],
      Object.entries(sides).map(([agency, { duplicates: found }]) => [
        agency,
        found.compared,
        found.deactivated,
        found.waiting,
      ]),
    ),
  );
}

function applied({ sides }: ExchangeReport): string {
  const agencies = Object.keys(sides);
  const attributes = [...new Set(Object.values(sides).flatMap((side) => Object.keys(side.applied)))];
  const total = agencies.map((agency) => sum(Object.values(sides[agency]?.applied ?? {})));
  return section(
    "Fields brought in step",
    attributes.length === 0
      ? "none"
      : table(
          ["attribute", ...agencies.map((agency) => `at ${agency}`)],
          [
            ...attributes
              .sort()
              .map((attribute) => [
                label(attribute),
                ...agencies.map((agency) => sides[agency]?.applied[attribute] ?? 0),
              ]),
            ["all", ...total],
          ],
        ),
  );
}

function disclosed({ sides }: ExchangeReport): string {
  const agencies = Object.keys(sides);
  const rows: Cell[][] = [];
  let values = 0;
  let withheld = 0;
  let size = 0;
  for (const agency of agencies) {
    const to = agencies.find((other) => other !== agency) ?? "partner";
    for (const tier of EXCHANGE_TIERS) {
      const account = Object.entries(sides[agency]?.disclosed[tier] ?? {}).sort(([a], [b]) =>
        a < b ? -1 : 1,
      );
      for (const [attribute, line] of account) {
        rows.push([
          `${agency} to ${to}`,
          tier,
          label(attribute),
          line.values,
          line.withheld,
          bytes(line.bytes),
        ]);
        values += line.values;
        withheld += line.withheld;
        size += line.bytes;
      }
    }
  }
  return section(
    "Disclosed",
    rows.length === 0
      ? "nothing"
      : table(
          ["direction", "tier", "attribute", "values", "withheld", "size"],
          [...rows, ["all", "", "", values, withheld, bytes(size)]],
        ),
  );
}

function times({ millisecondsByStep }: ExchangeReport): string {
  const steps = Object.entries(millisecondsByStep);
  if (steps.length === 0) return "";
  return section(
    "Time",
    table(
      ["step", "", "took"],
      [
        ...steps.map(([step, milliseconds]) => [step, stepWords(step), duration(milliseconds)]),
        ["all", "", duration(sum(steps.map(([, milliseconds]) => milliseconds)))],
      ],
    ),
  );
}

/** An attribute in words: its catalogue's label, or its name where a newer partner speaks of one unknown here. */
function label(attribute: string): string {
  return isAttributeName(attribute) ? ATTRIBUTES[attribute].label.en : attribute;
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
const percent = (part: number, whole: number): string =>
  whole === 0 ? "" : `${((part / whole) * 100).toFixed(1)}%`;
const indented = (text: string, by: string): string => text.replaceAll(/^(?=.)/gm, by);
const section = (title: string, body: string): string =>
  `${indented(heading(title), "  ")}\n${indented(body, "    ")}`;
