import type { DuckDBConnection } from "@duckdb/node-api";
import type { Column } from "../document/linkage-model.ts";
import { rowsOf } from "../engine/database.ts";
import { type RawSide, rawValue } from "../load/standard-table.ts";
import type { ColumnRole } from "./recognise-column.ts";
import type { RecognisedColumn } from "./suggest-model.ts";

/** Records that share more than this many values are a village, a kiosk's phone, a default. */
const LARGEST = 20;
/** Share of all records that must stand in a household with somebody else, and may stand in groups that are too large. */
const LEAST_GROUPED = 0.3;
const MOST_CROWDED = 0.05;
/** Pairs of one household with one name or one birth date; above this the group is one person written several times. */
const MOST_ALIKE = 0.2;

/** Roles whose values the members of a household share, the surest first, alone and with where they live. */
const SHARED: readonly (readonly ColumnRole[])[] = [
  ["householdHead", "pcode"],
  ["householdHead", "place"],
  ["householdHead", "address"],
  ["householdHead"],
  ["identifier"],
  ["address", "number", "place"],
  ["address", "number", "postcode"],
  ["address", "number"],
  ["address", "place"],
  ["address", "postcode"],
  ["address"],
  ["phone"],
];

const OWN_NAME: readonly ColumnRole[] = ["givenName", "fullName"];

/** Headers of each recognised column by role: a column of both sides is one entry with its header or two. */
function headersOf(recognised: readonly RecognisedColumn[], role: ColumnRole): string[][] {
  const columns = new Map<string, string[]>();
  for (const one of recognised)
    if (one.role === role && one.column !== undefined)
      columns.set(one.column, [...(columns.get(one.column) ?? []), one.name]);
  return [...columns.values()];
}

/** Every way to take one column of each role. */
function choices(recognised: readonly RecognisedColumn[], roles: readonly ColumnRole[]): string[][][] {
  return roles.reduce<string[][][]>(
    (taken, role) =>
      headersOf(recognised, role).flatMap((headers) => taken.map((some) => [...some, headers])),
    [[]],
  );
}

interface Grouping {
  readonly records: number;
  readonly grouped: number;
  readonly crowded: number;
  readonly pairs: number;
  readonly alike: number;
}

/** How the values of a column group the records of a side, and how often members of a group look like one person. */
async function groupingBy(
  connection: DuckDBConnection,
  side: RawSide,
  household: Column,
  person: readonly Column[],
): Promise<Grouping | undefined> {
  const value = rawValue(side, household);
  const names = person.flatMap((column) => rawValue(side, column) ?? []);
  if (value === undefined || names.length === 0) return undefined;
  const told = names.map((sql, at) => `lower(${sql}) AS told${at}`);
  const alike = names.map((_, at) => `coalesce(a.told${at} = b.told${at}, false)`);
  const [row] = await rowsOf<Grouping>(
    connection,
    `WITH held AS (SELECT row_number, ${value} AS household, ${told.join(", ")} FROM ${side.table}),
      sizes AS (SELECT household, count(*) AS size FROM held WHERE household IS NOT NULL GROUP BY household),
      drawn AS (SELECT household FROM sizes WHERE size BETWEEN 2 AND ${LARGEST} ORDER BY hash(household) LIMIT 5000),
      members AS (FROM held SEMI JOIN drawn USING (household)),
      pairs AS (SELECT ${alike.join(" OR ")} AS alike FROM members a JOIN members b USING (household)
        WHERE a.row_number < b.row_number)
    SELECT (SELECT count(*) FROM held)::DOUBLE AS records,
      (SELECT coalesce(sum(size) FILTER (size BETWEEN 2 AND ${LARGEST}), 0) FROM sizes)::DOUBLE AS grouped,
      (SELECT coalesce(sum(size) FILTER (size > ${LARGEST}), 0) FROM sizes)::DOUBLE AS crowded,
      (SELECT count(*) FROM pairs)::DOUBLE AS pairs,
      (SELECT count(*) FILTER (alike) FROM pairs)::DOUBLE AS alike`,
  );
  return row;
}

const groups = ({ records, grouped, crowded, pairs, alike }: Grouping) =>
  grouped >= LEAST_GROUPED * records && crowded <= MOST_CROWDED * records && alike <= MOST_ALIKE * pairs;

/**
 * A household column for tables of which none names one: what the members of a household share in such files, a head's
 * name, a ration card, an address, a phone. It must bring a good part of the records of every side together with a few
 * others each, and those must be different people: records that share an address and the name as well are one person
 * registered twice.
 *
 * @returns the column, made of the source columns that serve best, or undefined where none does.
 */
export async function inferHousehold(
  connection: DuckDBConnection,
  sides: readonly RawSide[],
  recognised: readonly RecognisedColumn[],
): Promise<Column | undefined> {
  const asColumn = (name: string, from: readonly (readonly string[])[]): Column => ({
    name,
    from: from.map((headers) => [...headers]),
    standard: "key",
  });
  const person = [...OWN_NAME, "birthDate" as const].flatMap((role) =>
    headersOf(recognised, role)
      .slice(0, 1)
      .map((headers) => asColumn(role.toLowerCase(), [headers])),
  );
  const hasName = OWN_NAME.some((role) => headersOf(recognised, role).length > 0);
  if (!hasName) return undefined;
  let best: Column | undefined;
  let most = 0;
  for (const from of SHARED.flatMap((roles) => choices(recognised, roles))) {
    const household = asColumn("household", from);
    let grouped = 1;
    for (const side of sides) {
      const found = await groupingBy(connection, side, household, person);
      grouped = Math.min(
        grouped,
        found === undefined || !groups(found) ? 0 : found.grouped / Math.max(1, found.records),
      );
    }
    // What stands later is less sure, so that it must bring notably more together.
    if (grouped > most * 1.1) [best, most] = [household, grouped];
  }
  return best;
}
