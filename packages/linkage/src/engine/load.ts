import type { DuckDBConnection } from "@duckdb/node-api";
import { NAME_PARTS_COMPARED } from "../names/standard-name.ts";
import { identifierKind, type StandardRecord } from "../standardise.ts";
import { type Cell, type ColumnType, fillTable } from "./database.ts";

const POSITIONS = Array.from({ length: NAME_PARTS_COMPARED }, (_, index) => index);

const COLUMNS: Readonly<Record<string, ColumnType>> = {
  idx: "INTEGER",
  ...Object.fromEntries(
    POSITIONS.flatMap((at) => [
      [`sound${at}`, "VARCHAR" as const],
      [`skeleton${at}`, "VARCHAR" as const],
    ]),
  ),
  parts: "INTEGER",
  joined: "VARCHAR",
  sex: "VARCHAR",
  birth_year: "INTEGER",
  birth_month: "INTEGER",
  birth_day: "INTEGER",
  birth_digits: "VARCHAR",
  birth_estimated: "INTEGER",
  site: "VARCHAR",
  county: "VARCHAR",
  state: "VARCHAR",
  origin: "VARCHAR",
  origin_state: "VARCHAR",
  phone: "VARCHAR",
  own_identifiers: "VARCHAR[]",
  own_kinds: "VARCHAR[]",
  household_identifiers: "VARCHAR[]",
  household_kinds: "VARCHAR[]",
  role: "VARCHAR",
  household_size: "INTEGER",
};

const two = (value: number) => String(value).padStart(2, "0");

function rowOf(record: StandardRecord, index: number, sharedKinds: ReadonlySet<string>): Cell[] {
  const { name, birth } = record;
  const full = birth?.month !== undefined && birth.day !== undefined;
  const shared = record.identifiers.filter((one) => sharedKinds.has(identifierKind(one)));
  const own = record.identifiers.filter((one) => !sharedKinds.has(identifierKind(one)));
  const kinds = (identifiers: readonly string[]) => [...new Set(identifiers.map(identifierKind))];
  const list = (values: readonly string[]) => (values.length === 0 ? undefined : values);
  return [
    index,
    ...POSITIONS.flatMap((at) => [name?.sounds[at], name?.skeletons[at]]),
    Math.min(name?.sounds.length ?? 0, NAME_PARTS_COMPARED),
    name?.joined,
    record.sex,
    birth?.year,
    full ? birth.month : undefined,
    full ? birth.day : undefined,
    full ? `${birth.year}${two(birth.month ?? 0)}${two(birth.day ?? 0)}` : undefined,
    birth === undefined ? undefined : Number(birth.estimated),
    record.place,
    record.place?.slice(0, 6),
    record.place?.slice(0, 4),
    record.origin,
    record.origin?.slice(0, 4),
    record.phone,
    list(own),
    list(kinds(own)),
    list(shared),
    list(kinds(shared)),
    record.role,
    record.householdSize,
  ];
}

/** Loads standardised records as a table of ASCII keys; a row's `idx` is its position. */
export async function loadRecords(
  connection: DuckDBConnection,
  table: string,
  records: readonly StandardRecord[],
  sharedKinds: ReadonlySet<string>,
): Promise<void> {
  function* rows() {
    for (const [index, record] of records.entries()) yield rowOf(record, index, sharedKinds);
  }
  await fillTable(connection, table, COLUMNS, rows());
}
