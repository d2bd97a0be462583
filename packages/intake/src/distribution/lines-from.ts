import {
  AccordError,
  type AssistanceCycle,
  type AssistanceKind,
  AssistanceCycle as Cycle,
  parseCycle,
} from "@accord/vocabulary";
import { latinDigits } from "../convert/cell.ts";
import { dateText } from "../convert/date.ts";
import { anyDateReader } from "../convert/read-date.ts";
import type { Problem } from "../problem.ts";
import { bindColumns } from "../rows/header.ts";
import type { FileRow } from "../rows/row.ts";
import type { DistributionMapping } from "./distribution-mapping.ts";

/** A line of a distribution list as its mapping reads it. */
export interface DistributionLine {
  readonly identifiers: readonly {
    readonly issuer?: string | undefined;
    readonly kind?: string | undefined;
    readonly value: string;
  }[];
  readonly kind: AssistanceKind;
  readonly programme: string;
  readonly cycle: AssistanceCycle;
  readonly receivedOn?: string | undefined;
  readonly forHousehold: boolean;
}

export type DistributionOutcome =
  | { readonly kind: "line"; readonly line: number; readonly distribution: DistributionLine }
  | { readonly kind: "reject"; readonly line: number; readonly reject: readonly Problem[] };

/**
 * Turns a list's rows into lines of assistance, each in its place; a row that the mapping cannot read is a reject with
 * every problem it has. Values are never in a problem.
 * @throws AccordError `intake.header_*`
 */
export async function* distributionLines(
  rows: AsyncIterable<FileRow>,
  mapping: DistributionMapping,
): AsyncGenerator<DistributionOutcome> {
  let read: ((line: number, cells: readonly string[]) => DistributionOutcome) | undefined;
  for await (const row of rows) {
    if (row.kind === "header") read = lineReader(bindColumns(row.columns, mapping), mapping);
    else if (row.kind === "unreadable") yield { kind: "reject", line: row.line, reject: row.reject };
    else if (read === undefined)
      throw new AccordError("intake.header_missing", "the rows have no header", {
        remedy: "Hand over the rows as readRows gives them.",
      });
    else yield read(row.line, row.cells);
  }
}

function lineReader(
  columns: ReadonlyMap<string, number>,
  mapping: DistributionMapping,
): (line: number, cells: readonly string[]) => DistributionOutcome {
  const workbook = mapping.format.kind === "xlsx";
  const { cycle, receivedOn } = mapping;
  const readCycleDay = "formats" in cycle ? anyDateReader(cycle.formats, workbook) : undefined;
  const readReceipt = receivedOn === undefined ? undefined : anyDateReader(receivedOn.formats, workbook);
  return (line, cells) => {
    const cell = (column: string): string => (cells[columns.get(column) ?? -1] ?? "").trim();
    const problems: Problem[] = [];
    const fault = (column: string, problem: string, remedy: string): undefined => {
      problems.push({ column, problem, remedy });
      return undefined;
    };
    const day = (column: string, read: ReturnType<typeof anyDateReader>): string | undefined => {
      const written = read(cell(column));
      return written?.day === undefined
        ? fault(
            column,
            "this is no day in the mapping's formats",
            "Mend it, or add its format to the mapping.",
          )
        : dateText(written);
    };
    const word = <T>(source: { column: string; values: Readonly<Record<string, T>> } | { constant: T }) => {
      if ("constant" in source) return source.constant;
      const text = cell(source.column);
      const found = Object.entries(source.values).find(
        ([value]) => value.toLowerCase() === text.toLowerCase(),
      );
      return found === undefined
        ? fault(
            source.column,
            "the mapping does not say what this means",
            "Add the text to the mapping's values.",
          )
        : found[1];
    };
    const readCycle = (): AssistanceCycle | undefined => {
      if ("constant" in cycle) return cycle.constant;
      if ("column" in cycle) {
        return (
          parseCycle(latinDigits(cell(cycle.column))) ??
          fault(cycle.column, "this is no cycle", "Write a month (2026-06), a quarter (2026-Q2) or two days.")
        );
      }
      const from = day(cycle.from, readCycleDay!);
      const until = day(cycle.until, readCycleDay!);
      if (from === undefined || until === undefined) return undefined;
      const parsed = Cycle.safeParse({ from, until });
      return parsed.success
        ? parsed.data
        : fault(cycle.until, "the cycle ends before it begins", "Mend one of its days.");
    };
    const identifiers = mapping.identifiers.flatMap(({ issuer, kind, column }) => {
      const value = latinDigits(cell(column));
      return value === "" ? [] : [{ issuer, kind, value }];
    });
    if (identifiers.length === 0)
      fault(
        mapping.identifiers[0]!.column,
        "no number of the person is filled",
        "Fill one, or remove the line.",
      );
    const kind = word(mapping.kind);
    const forHousehold = word(mapping.forHousehold);
    const programme =
      "constant" in mapping.programme ? mapping.programme.constant : cell(mapping.programme.column);
    if (programme === "" || programme.length > 80)
      fault(
        "column" in mapping.programme ? mapping.programme.column : "",
        "no programme of 1 to 80 characters",
        "Fill it.",
      );
    const lasting = readCycle();
    const received =
      receivedOn === undefined || cell(receivedOn.column) === ""
        ? undefined
        : day(receivedOn.column, readReceipt!);
    if (problems.length > 0 || kind === undefined || forHousehold === undefined || lasting === undefined)
      return { kind: "reject", line, reject: problems };
    const distribution = { identifiers, kind, programme, cycle: lasting, forHousehold };
    return {
      kind: "line",
      line,
      distribution: received === undefined ? distribution : { ...distribution, receivedOn: received },
    };
  };
}
