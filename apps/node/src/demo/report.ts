import { renderExchangeReport } from "../cli/exchange-report.ts";
import type { Accuracy, TruthComparison } from "./compare-with-truth.ts";
import type { DoubleAssistance } from "./double-assistance.ts";
import type { Followed } from "./sharing.ts";

/** The demo's report for machines; the fields are described in docs/reference/reports.md. */
export interface DemoReport {
  readonly population: {
    readonly people: number;
    readonly seed: number;
    readonly registered: { readonly iom: number; readonly wfp: number };
  };
  readonly exchange: Followed;
  readonly truth: TruthComparison;
  readonly ledgers: {
    readonly iom: boolean;
    readonly wfp: boolean;
    readonly entries: readonly number[];
    /** Whether both say the same of the exchange, by proofs that each gave the other. */
    readonly agree: boolean;
    readonly proven: number;
  };
  /** Double rations found before a distribution, against the truth. */
  readonly assistance: DoubleAssistance;
  /** Persons and values planted that must not leave, and where one was found at the partner or in a log. */
  readonly canaries: {
    readonly planted: number;
    readonly scannedBytes: number;
    readonly found: readonly string[];
  };
  readonly milliseconds: number;
}

const number = (value: number): string => value.toLocaleString("en");
const share = (value: number): string => value.toFixed(4);

export function renderDemoReport(report: DemoReport): string {
  const { population, exchange, truth, assistance, ledgers, canaries, milliseconds } = report;
  return [
    renderExchangeReport(exchange),
    "  Against the known truth",
    `    ${number(population.people)} people; registered by IOM ${number(population.registered.iom)} times, by WFP ${number(population.registered.wfp)} times;`,
    `    ${number(truth.peopleInBoth)} are in both and may be shared, ${number(truth.peopleInBothWithPrints)} of them with prints in both.`,
    ...overlapLine(exchange, truth),
    "",
    row("links by", "precision", "recall", "links", "wrong"),
    accuracy("name and birth year", truth.links.nameAndBirthYear),
    accuracy("fingerprints alone", truth.links.fingerprints),
    accuracy("biography alone", truth.links.biography),
    accuracy("both together", truth.links.all),
    "",
    `    ${number(truth.waiting)} pairs wait for a human, ${number(truth.waitingRight)} of them truly one person.`,
    "",
    row("duplicates in", "precision", "recall", "found", "wrong"),
    accuracy("IOM's registry", truth.duplicates.iom),
    accuracy("WFP's registry", truth.duplicates.wfp),
    "",
    assistanceLine(assistance),
    "",
    `  Ledgers: IOM ${ledgers.iom ? "sound" : "BROKEN"} (${ledgers.entries[0]} entries), WFP ${ledgers.wfp ? "sound" : "BROKEN"} (${ledgers.entries[1]} entries), each cosigned by the other.`,
    `  Of this exchange they ${ledgers.agree ? "agree" : "DO NOT AGREE"}: ${number(ledgers.proven)} entries proven to each other.`,
    canaryLine(canaries),
    `  Whole demo: ${(milliseconds / 1000).toFixed(1)} s`,
    "",
  ].join("\n");
}

/** What was told of the overlap before anybody was disclosed, beside what it truly is. */
function overlapLine({ overlap }: Followed, { peopleInBoth }: TruthComparison): string[] {
  const told = overlap?.told;
  if (told === undefined) return [];
  if (told.kind === "fewerThan") return [`    told before disclosure: fewer than ${told.fewerThan} in both.`];
  const off = peopleInBoth === 0 ? 0 : ((told.persons - peopleInBoth) / peopleInBoth) * 100;
  return [
    `    told before disclosure: about ${number(told.persons)} in both (${number(told.low)} to ${number(told.high)}), ${off >= 0 ? "+" : ""}${off.toFixed(1)}% of the truth.`,
  ];
}

function assistanceLine(checked: DoubleAssistance): string {
  const { listed, asked, found, right, double, tellable } = checked;
  return `  Double rations: of ${number(listed)} on WFP's list ${number(double)} truly have IOM's in the same month; of ${number(tellable)} of these both may tell. Asked about ${number(asked)} linked persons, ${number(found)} found before the distribution, ${number(right)} of them truly.`;
}

function canaryLine({ planted, scannedBytes, found }: DemoReport["canaries"]): string {
  const where = `in ${number(scannedBytes)} characters of the partners' registries as searched, reports, ledgers and both logs`;
  return `  Canaries: ${planted} persons and values planted that must not leave; ${found.length === 0 ? `none found ${where}.` : `FOUND ${where}: ${found.join(", ")}.`}`;
}

function accuracy(what: string, { precision, recall, links, wrong }: Accuracy): string {
  return row(what, share(precision), share(recall), number(links), number(wrong));
}

function row(first: string, ...cells: readonly string[]): string {
  return `    ${first.padEnd(22)}${cells.map((cell) => cell.padStart(11)).join("")}`;
}
