import { join } from "node:path";
import { type LinkageRecord, personRow, type SourceRow, writeTable } from "@accord/linkage";
import { type Agency, population, type RegisteredPerson, register } from "@accord/synthesis";

const COLUMNS = [
  "id",
  "name",
  "own",
  "father",
  "grandfather",
  "sex",
  "birthDate",
  "birthEstimated",
  "place",
  "origin",
  "phone",
  "card",
  "household",
  "role",
  "householdSize",
] as const;

/** Two registries of one synthetic population as Parquet, and who is who in them. */
export interface SyntheticRegistries {
  readonly left: string;
  readonly right: string;
  readonly entityOf: (id: string, side: "l" | "r") => string | undefined;
  readonly truePairs: number;
  readonly records: readonly [number, number];
}

export async function syntheticRegistries(
  folder: string,
  people: number,
  seed: number,
): Promise<SyntheticRegistries> {
  const everybody = population({ people, seed });
  const write = async (agency: Agency, side: string) => {
    const truth = new Map<string, number>();
    const path = join(folder, `people-${people}-${side}.parquet`);
    const rows = function* () {
      for (const household of register(everybody, { agency, seed }))
        for (const person of household.members) {
          truth.set(person.id, person.truePerson);
          const [own, father, grandfather] = person.name.parts;
          const row: SourceRow = { ...personRow(recordOf(person)), own, father, grandfather };
          yield COLUMNS.map((column) => (row[column] === undefined ? undefined : String(row[column])));
        }
    };
    await writeTable(path, Object.fromEntries(COLUMNS.map((column) => [column, "VARCHAR" as const])), rows());
    return { path, truth };
  };
  const left = await write("IOM", "left");
  const right = await write("WFP", "right");
  const counts = new Map<number, number>();
  for (const person of left.truth.values()) counts.set(person, (counts.get(person) ?? 0) + 1);
  let truePairs = 0;
  for (const person of right.truth.values()) truePairs += counts.get(person) ?? 0;
  return {
    left: left.path,
    right: right.path,
    entityOf: (id, side) => {
      const person = (side === "l" ? left.truth : right.truth).get(id);
      return person === undefined ? undefined : String(person);
    },
    truePairs,
    records: [left.truth.size, right.truth.size],
  };
}

/** What biography a registry holds of a person; no fingerprints. */
export function recordOf(person: RegisteredPerson): LinkageRecord {
  const { birth } = person;
  return {
    id: person.id,
    nameParts: person.name.parts,
    sex: person.sex,
    birthDate: birth.kind === "day" ? birth.date : String(birth.year),
    birthEstimated: birth.kind === "estimated",
    place: person.site.code,
    origin: person.origin?.pcode,
    phone: person.phone,
    identifiers: person.rationCard === undefined ? [] : [`rationCard:${person.rationCard}`],
    household: person.household,
    role: person.role,
    relationship: person.relationship,
    householdSize: person.householdSize,
  };
}
