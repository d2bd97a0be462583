import { LinkageError } from "../errors.ts";
import { type Households, indexHouseholds } from "../household/collective.ts";
import { identifierKind } from "../identifiers.ts";
import type { Records } from "../record.ts";
import { type Column, type StandardRecord, standardiseRecord } from "../standardise.ts";

/** One registry ready to be linked: records sorted by id, so that nothing depends on the order given. */
export interface RegistrySide {
  readonly records: readonly StandardRecord[];
  readonly positions: ReadonlyMap<string, number>;
  readonly households: Households;
}

/** Reads and standardises a registry. Throws `linkage.duplicate-id` where an id comes twice. */
export async function readSide(records: Records, where: "left" | "right" | "records"): Promise<RegistrySide> {
  const standard: StandardRecord[] = [];
  for await (const record of records) standard.push(standardiseRecord(record));
  standard.sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
  const positions = new Map(standard.map(({ id }, index) => [id, index]));
  if (positions.size !== standard.length) {
    throw new LinkageError("linkage.duplicate-id", {
      message: `${standard.length - positions.size} records repeat the id of another record`,
      where,
      remedy: "give every record of a registry an id of its own",
    });
  }
  return { records: standard, positions, households: indexHouseholds(standard.map((one) => one.household)) };
}

const HAS: Readonly<Record<Column, (record: StandardRecord) => boolean>> = {
  name: ({ name }) => name !== undefined,
  sex: ({ sex }) => sex !== undefined,
  birthDate: ({ birth }) => birth !== undefined,
  place: ({ place }) => place !== undefined,
  origin: ({ origin }) => origin !== undefined,
  phone: ({ phone }) => phone !== undefined,
  identifiers: ({ identifiers }) => identifiers.length > 0,
  household: ({ household }) => household !== undefined,
  role: ({ role }) => role !== undefined,
  householdSize: ({ householdSize }) => householdSize !== undefined,
};

/** Columns that some record of both sides has, of those that may be used. */
export function columnsOf(
  left: RegistrySide,
  right: RegistrySide,
  available: readonly Column[] | undefined,
): ReadonlySet<Column> {
  const all = Object.keys(HAS) as Column[];
  return new Set(
    all.filter(
      (column) =>
        (available?.includes(column) ?? true) &&
        left.records.some(HAS[column]) &&
        right.records.some(HAS[column]),
    ),
  );
}

/** A record without the columns that may not be used. */
export function restrict(record: StandardRecord, columns: ReadonlySet<Column>): StandardRecord {
  const keep = <Value>(column: Column, value: Value) => (columns.has(column) ? value : undefined);
  return {
    id: record.id,
    name: keep("name", record.name),
    sex: keep("sex", record.sex),
    birth: keep("birthDate", record.birth),
    place: keep("place", record.place),
    origin: keep("origin", record.origin),
    phone: keep("phone", record.phone),
    identifiers: keep("identifiers", record.identifiers) ?? [],
    household: keep("household", record.household),
    role: keep("role", record.role),
    householdSize: keep("householdSize", record.householdSize),
  };
}

/** Pairs of different members of one household, at most `limit`, household by household. */
export function matePairs(side: RegistrySide, limit: number): [number, number][] {
  const members = new Map<number, number[]>();
  for (const [index, household] of side.households.of.entries()) {
    if (household < 0) continue;
    const known = members.get(household);
    if (known === undefined) members.set(household, [index]);
    else known.push(index);
  }
  const pairs: [number, number][] = [];
  for (const household of members.values()) {
    const some = household.slice(0, 20);
    for (const [at, one] of some.entries()) for (const other of some.slice(at + 1)) pairs.push([one, other]);
    if (pairs.length >= limit) break;
  }
  return pairs;
}

/** Mean number of further members in a record's household; 0 without households. */
export function meanMates(side: RegistrySide): number {
  let mates = 0;
  for (const household of side.households.of) {
    if (household >= 0) mates += (side.households.sizes[household] ?? 1) - 1;
  }
  return side.records.length === 0 ? 0 : mates / side.records.length;
}

/**
 * Identifier kinds that members of one household have in common (a ration card) rather than each its own:
 * those where more than a fifth of the pairs of mates that both have one share it.
 */
export function sharedIdentifierKinds(sides: readonly RegistrySide[], limit: number): string[] {
  const both = new Map<string, number>();
  const shared = new Map<string, number>();
  for (const side of sides) {
    for (const [one, other] of matePairs(side, limit)) {
      const theirs = side.records[other]?.identifiers ?? [];
      const kinds = new Set(theirs.map(identifierKind));
      for (const identifier of side.records[one]?.identifiers ?? []) {
        const kind = identifierKind(identifier);
        if (!kinds.has(kind)) continue;
        both.set(kind, (both.get(kind) ?? 0) + 1);
        if (theirs.includes(identifier)) shared.set(kind, (shared.get(kind) ?? 0) + 1);
      }
    }
  }
  return [...both].filter(([kind, count]) => (shared.get(kind) ?? 0) > count / 5).map(([kind]) => kind);
}
