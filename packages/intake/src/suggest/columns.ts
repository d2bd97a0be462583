import { folded, latinDigits, lookup } from "../convert/cell.ts";
import { phoneReader } from "../convert/phone.ts";
import { type DateFormatFinding, dateFormatOf } from "./date-formats.ts";
import { consentOf, HEADER_WORDS, headerScore, type Target } from "./header-words.ts";
import type { FileSample } from "./sample-file.ts";
import {
  CATEGORY_WORDS,
  DECLINED_WORDS,
  LIFE_STATUS_WORDS,
  NOT_KNOWN_WORDS,
  RELATIONSHIP_WORDS,
  SEX_WORDS,
  VULNERABILITY_WORDS,
  YES_NO_WORDS,
} from "./value-words.ts";

/** A column of the sample: its filled cells, without tokens such as UNK. */
export interface SampledColumn {
  readonly column: string;
  readonly filled: number;
  readonly distinct: number;
  readonly texts: readonly string[];
  readonly dates: DateFormatFinding;
}

export interface Candidate {
  readonly column: SampledColumn;
  readonly target: Target;
  readonly confidence: number;
  readonly readable: number;
  readonly reason: string;
}

const TOKENS = new Set([...DECLINED_WORDS, ...NOT_KNOWN_WORDS].map(folded));

export function sampledColumns(sample: FileSample): SampledColumn[] {
  return sample.columns.map((column, index) => {
    const written = sample.rows.map((row) => row[index] ?? "").filter((text) => text !== "");
    const texts = written.filter((text) => !TOKENS.has(folded(text)));
    return {
      column,
      filled: written.length,
      distinct: new Set(written).size,
      texts,
      dates: dateFormatOf(texts, sample.format.kind === "xlsx"),
    };
  });
}

const listed = (values: Readonly<Record<string, unknown>>): ((text: string) => boolean) => {
  const find = lookup(values);
  return (text) => find(text) !== undefined;
};
const isNumber =
  (limit: number) =>
  (text: string): boolean =>
    /^\d{1,3}$/.test(latinDigits(text)) && Number(latinDigits(text)) <= limit;
const readPhone = phoneReader("SS");
const yesNo = listed(YES_NO_WORDS);
const isPcode = (text: string): boolean => /^[A-Z]{2}\d{2}([A-Z0-9]{2,14})?$/i.test(text);
const isAnything = (): boolean => true;

/** Whether a text can be read for a target; dates are judged by the column's format instead. */
const READS: Readonly<Partial<Record<Target, (text: string) => boolean>>> = {
  "person.sex": listed(SEX_WORDS),
  "birthDate.estimated": yesNo,
  "person.age": isNumber(130),
  "location.pcode": isPcode,
  "origin.pcode": isPcode,
  "person.category": listed(CATEGORY_WORDS),
  "person.phone": (text) => readPhone(text) !== undefined,
  "person.disability": yesNo,
  "person.lifeStatus": listed(LIFE_STATUS_WORDS),
  "household.size": isNumber(200),
  "household.vulnerability": listed(VULNERABILITY_WORDS),
  "household.relationship": listed(RELATIONSHIP_WORDS),
  "household.head": yesNo,
  "household.alternate": yesNo,
  protectLocation: yesNo,
  consent: yesNo,
};
/** Never left out for words that are not known: without these columns, who asked for protection would have none. */
const BY_HEADER_ALONE: ReadonlySet<Target> = new Set<Target>(["protectLocation", "consent"]);
const DATED: ReadonlySet<Target> = new Set<Target>(["person.birthDate", "registeredAt"]);

function readableShare(column: SampledColumn, target: Target): number {
  if (column.texts.length === 0) return 1;
  if (DATED.has(target)) return column.dates.share;
  const reads = READS[target] ?? isAnything;
  return column.texts.filter(reads).length / column.texts.length;
}

/** What each column may be for, the surest first. A header that its values contradict counts for little. */
export function candidatesOf(columns: readonly SampledColumn[]): Candidate[] {
  const found: Candidate[] = [];
  const add = (column: SampledColumn, target: Target, score: number, reason: string): void => {
    const share = readableShare(column, target);
    const contradicted = share < 0.5 && !BY_HEADER_ALONE.has(target);
    const confidence = score * (contradicted ? share / 2 : 0.7 + 0.3 * share);
    if (confidence < 0.3) return;
    const rounded = Math.round(confidence * 100) / 100;
    found.push({
      column,
      target,
      confidence: rounded,
      readable: Math.round(share * column.texts.length),
      reason,
    });
  };
  for (const column of columns) {
    if (consentOf(column.column) !== undefined) add(column, "consent", 0.9, "the header speaks of consent");
    for (const target of Object.keys(HEADER_WORDS) as (keyof typeof HEADER_WORDS)[]) {
      const score = headerScore(column.column, target);
      if (score > 0)
        add(column, target, score, score === 1 ? "the header says so" : "the header has the words");
    }
    for (const { target, reason } of fromValues(column)) add(column, target, 0.5, reason);
  }
  return found.sort((a, b) => b.confidence - a.confidence);
}

/** What values alone can tell, for columns whose headers say nothing. */
function fromValues(column: SampledColumn): { target: Target; reason: string }[] {
  const { texts, dates } = column;
  if (texts.length < 5) return [];
  const all = (target: Target): boolean => readableShare(column, target) >= 0.95;
  const found: { target: Target; reason: string }[] = [];
  if (all("person.sex") && column.distinct > 1) {
    found.push({ target: "person.sex", reason: "the values are words for a sex" });
  }
  if (all("person.phone") && texts.every((text) => text.length >= 9) && column.distinct > texts.length / 4) {
    const marked = texts.filter((text) => /^(\+|00|0)/.test(text)).length > texts.length / 2;
    if (marked) found.push({ target: "person.phone", reason: "the values are phone numbers" });
  }
  if (all("location.pcode")) found.push({ target: "location.pcode", reason: "the values are P-codes" });
  if (dates.share >= 0.95 && dates.format !== "YYYY" && spreadYears(texts) >= 25) {
    found.push({ target: "person.birthDate", reason: "the values are dates over many years" });
  }
  if (all("person.category") && column.distinct > 1) {
    found.push({ target: "person.category", reason: "the values are words for a category" });
  }
  if (all("household.relationship") && column.distinct > 2) {
    found.push({ target: "household.relationship", reason: "the values are words for a relationship" });
  }
  return found;
}

function spreadYears(texts: readonly string[]): number {
  const years = texts
    .map((text) => Number(/(?:19|20)\d{2}/.exec(latinDigits(text))?.[0] ?? Number.NaN))
    .filter((year) => !Number.isNaN(year));
  return years.length === 0 ? 0 : Math.max(...years) - Math.min(...years);
}

/** Targets that several columns may serve. */
const SHARED: ReadonlySet<Target> = new Set<Target>(["consent", "location.pcode"]);

/** Gives each column at most one target and each target one column, the surest pairs first. */
export function assigned(candidates: readonly Candidate[]): Candidate[] {
  const columns = new Set<string>();
  const targets = new Set<Target>();
  return candidates.filter(({ column, target }) => {
    if (columns.has(column.column) || (targets.has(target) && !SHARED.has(target))) return false;
    columns.add(column.column);
    targets.add(target);
    return true;
  });
}
