import {
  type ConsentsByLanguage,
  consentsByLanguage,
  type FairnessRow,
  fairness,
  type RequestsInTime,
  requestsInTime,
  retentionDue,
} from "@accord/registry";
import type { AccordNode } from "../node.ts";
import { type LedgerFigures, ledgerFigures } from "./ledger-figures.ts";
import { SMALLEST_TOLD, suppressSmall, type ToldCount } from "./suppress.ts";

const SOON_MILLISECONDS = 30 * 86_400_000;

/** A row whose counts of persons are as they may be told. */
type Told<Row, Counts extends keyof Row> = Omit<Row, Counts> & { readonly [Field in Counts]: ToldCount };

/** The figures of oversight: nothing in them is small enough to point at somebody. */
export interface GovernanceFigures extends Omit<LedgerFigures, "disclosures" | "readsByRole"> {
  readonly from: string;
  readonly until: string;
  /** Counts of persons below this are held back, and absent. */
  readonly smallestTold: number;
  readonly disclosures: readonly Told<LedgerFigures["disclosures"][number], "persons">[];
  readonly readsByRole: readonly Told<LedgerFigures["readsByRole"][number], "persons">[];
  readonly retentionDue: { readonly now: number; readonly withinThirtyDays: number };
  readonly consentsByLanguage: readonly Told<ConsentsByLanguage, "given" | "refused" | "withdrawn">[];
  readonly requests: readonly Told<RequestsInTime, Exclude<keyof RequestsInTime, "kind">>[];
  readonly fairness: readonly Told<FairnessRow, (typeof COUNTS_OF_PERSONS)[number]>[];
}

export async function governanceFigures(
  node: Pick<AccordNode, "store" | "ledger" | "judge">,
  span: { readonly from: string; readonly until: string },
): Promise<GovernanceFigures> {
  const { store, judge } = node;
  const now = judge.now();
  const soon = new Date(Date.parse(now) + SOON_MILLISECONDS).toISOString();
  const sum = (rows: readonly { readonly values: number }[]) =>
    rows.reduce((all, row) => all + Number(row.values), 0);
  const { disclosures, refusals, readsByRole } = await ledgerFigures(node, span);
  const treated = await fairness(store, { agency: judge.self, now });
  const byGrouping = ["sex", "ageBand", "site"].map((by) => treated.filter((row) => row.by === by));
  return {
    ...span,
    smallestTold: SMALLEST_TOLD,
    disclosures: told(disclosures, ["persons"]),
    refusals,
    readsByRole: told(readsByRole, ["persons"]),
    retentionDue: {
      now: sum(await retentionDue(store, now)),
      withinThirtyDays: sum(await retentionDue(store, soon)),
    },
    consentsByLanguage: told(await consentsByLanguage(store), ["given", "refused", "withdrawn"]),
    requests: told(await requestsInTime(store, now), ["answeredInTime", "answeredLate", "open", "overdue"]),
    fairness: byGrouping.flatMap((rows) => told(rows, COUNTS_OF_PERSONS)),
  };
}

const COUNTS_OF_PERSONS = [
  "persons",
  "links",
  "linksUndone",
  "duplicatesRestored",
  "withoutFingerprint",
  "poorFingerprint",
  "fingerprintRejections",
  "overrides",
  "neverShared",
] as const;

/** Each named column is the parts of one whole, and is suppressed as such. */
function told<Row extends object, Field extends keyof Row>(
  rows: readonly Row[],
  fields: readonly Field[],
): Told<Row, Field>[] {
  const columns = fields.map((field) => suppressSmall(rows.map((row) => Number(row[field]))));
  return rows.map((row, at) => {
    const counts = Object.fromEntries(fields.map((field, column) => [field, columns[column]![at]]));
    return { ...row, ...counts } as Told<Row, Field>;
  });
}
