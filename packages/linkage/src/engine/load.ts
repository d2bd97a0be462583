import type { DuckDBConnection } from "@duckdb/node-api";
import { identifierKind, plainIdentifier } from "../identifiers.ts";
import { NAME_PARTS_COMPARED } from "../names/standard-name.ts";
import type { StandardRecord } from "../standardise.ts";
import { type Cell, type ColumnType, fillTable } from "./database.ts";

const POSITIONS = Array.from({ length: NAME_PARTS_COMPARED }, (_, index) => index);

const COLUMNS: Readonly<Record<string, ColumnType>> = {
  idx: "INTEGER",
  ...Object.fromEntries(
    POSITIONS.flatMap((at) => [
      [`sound${at}`, "VARCHAR" as const],
      [`skeleton${at}`, "VARCHAR" as const],
      [`coarse${at}`, "VARCHAR" as const],
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
  child: "INTEGER",
  site: "VARCHAR",
  county: "VARCHAR",
  state: "VARCHAR",
  origin: "VARCHAR",
  origin_state: "VARCHAR",
  phone: "VARCHAR",
  own_identifiers: "VARCHAR[]",
  own_kinds: "VARCHAR[]",
  own_plain: "VARCHAR[]",
  household_identifiers: "VARCHAR[]",
  household_kinds: "VARCHAR[]",
  household_plain: "VARCHAR[]",
  initials: "VARCHAR[]",
  role: "VARCHAR",
  role_class: "INTEGER",
  household_size: "INTEGER",
  household: "INTEGER",
};

/** Ages under this are estimated with much smaller errors. */
const CHILDHOOD_YEARS = 15;

/** What the columns of a record depend on beyond the record. */
export interface LoadingContext {
  /** Identifier kinds that members of a household share. */
  readonly sharedKinds: ReadonlySet<string>;
  /** Latest birth year of both registries, as a stand-in for the year of registration. */
  readonly latestBirthYear: number;
  /** The relationship most members have, usually "child": agreement on it says little. */
  readonly commonRole: string | undefined;
}

/** The context of two registries. */
export function loadingContext(
  records: Iterable<StandardRecord>,
  sharedKinds: readonly string[],
): LoadingContext {
  let latestBirthYear = 0;
  const roles = new Map<string, number>();
  for (const { birth, role } of records) {
    if (birth !== undefined && birth.year > latestBirthYear) latestBirthYear = birth.year;
    if (role !== undefined && roleClass(role, undefined) === 2) roles.set(role, (roles.get(role) ?? 0) + 1);
  }
  const [common] = [...roles].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1));
  return { sharedKinds: new Set(sharedKinds), latestBirthYear, commonRole: common?.[0] };
}

/** 0 not the head but nothing more known, 1 head, 2 a relationship, 3 the commonest relationship. */
function roleClass(role: string | undefined, common: string | undefined): number | undefined {
  if (role === undefined) return undefined;
  if (role === "head") return 1;
  if (role === "member" || role === "alternate") return 0;
  return role === common ? 3 : 2;
}

function rowOf(record: StandardRecord, index: number, household: number, context: LoadingContext): Cell[] {
  const { name, birth } = record;
  const full = birth?.month !== undefined && birth.day !== undefined;
  const shared = record.identifiers.filter((one) => context.sharedKinds.has(identifierKind(one)));
  const own = record.identifiers.filter((one) => !context.sharedKinds.has(identifierKind(one)));
  const kinds = (identifiers: readonly string[]) => [...new Set(identifiers.map(identifierKind))];
  const plain = (identifiers: readonly string[]) =>
    identifiers.map(plainIdentifier).filter((one) => one !== undefined);
  const list = (values: readonly string[]) => (values.length === 0 ? undefined : values);
  return [
    index,
    ...POSITIONS.flatMap((at) => [name?.sounds[at], name?.skeletons[at], name?.coarse[at]]),
    Math.min(name?.sounds.length ?? 0, NAME_PARTS_COMPARED),
    name?.joined,
    record.sex,
    birth?.year,
    full ? birth.month : undefined,
    full ? birth.day : undefined,
    birth?.digits,
    birth === undefined ? undefined : Number(birth.estimated),
    birth === undefined ? undefined : Number(birth.year > context.latestBirthYear - CHILDHOOD_YEARS),
    record.place,
    record.place?.slice(0, 6),
    record.place?.slice(0, 4),
    record.origin,
    record.origin?.slice(0, 4),
    record.phone,
    list(own),
    list(kinds(own)),
    list(plain(own)),
    list(shared),
    list(kinds(shared)),
    list(plain(shared)),
    list([...new Set(name?.coarse.map((part) => part.charAt(0)))]),
    record.role,
    roleClass(record.role, context.commonRole),
    record.householdSize,
    household,
  ];
}

/** Loads standardised records as a table of ASCII keys; a row's `idx` is its position. */
export async function loadRecords(
  connection: DuckDBConnection,
  table: string,
  records: readonly StandardRecord[],
  households: Int32Array,
  context: LoadingContext,
): Promise<void> {
  function* rows() {
    for (const [index, record] of records.entries())
      yield rowOf(record, index, households[index] ?? -1, context);
  }
  await fillTable(connection, table, COLUMNS, rows());
}
