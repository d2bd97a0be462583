import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { DEFAULT_POLICY, type LinkageRecord, link, PERSONS_MODEL, personRow } from "@accord/linkage";
import { population, type RegisteredPerson, register } from "@accord/synthesis";
import { type Bench, count, type Row, seconds, timed } from "./table.ts";

const FEBRL = join(resolve(process.env.ACCORD_DATA ?? "../shared/data"), "febrl");

export const linkage: Bench = async ({ smoke }) => ({
  question: "How well and how fast does biography alone link two registries?",
  rows: [
    ...(smoke ? [] : await febrl()),
    ...(await synthetic(smoke ? 800 : 5_000)),
    ...(smoke ? [] : await synthetic(30_000)),
  ],
});

async function measure(
  what: string,
  left: readonly LinkageRecord[],
  right: readonly LinkageRecord[],
  personOf: (id: string) => string | undefined,
  limit: string,
): Promise<Row[]> {
  const { result, milliseconds } = await timed(() =>
    link(
      { rows: left.map(personRow) },
      { rows: right.map(personRow) },
      { model: PERSONS_MODEL, policy: DEFAULT_POLICY },
    ),
  );
  const links = result.pairs.filter((pair) => pair.decision === "link");
  const right_ = links.filter((pair) => personOf(pair.left) === personOf(pair.right));
  const people = new Set(left.map((record) => personOf(record.id)));
  const both = new Set(right.map((record) => personOf(record.id)).filter((person) => people.has(person)));
  const found = new Set(right_.map((pair) => personOf(pair.left)));
  return [
    {
      what: `${what}: precision / recall of persons`,
      measured: `${(right_.length / links.length).toFixed(4)} / ${([...both].filter((person) => found.has(person)).length / both.size).toFixed(4)}`,
      against: limit,
    },
    {
      what: `${what}: ${count(result.blocking.candidatePairs)} candidate pairs`,
      measured: seconds(milliseconds),
      against: "none set",
    },
  ];
}

/** FEBRL's two-file set; the number in `rec_id` is the truth. */
async function febrl(): Promise<Row[]> {
  if (!existsSync(FEBRL))
    return [{ what: "FEBRL 4", measured: "skipped", against: "the data is not at hand" }];
  const read = (file: string): LinkageRecord[] =>
    readFileSync(join(FEBRL, file), "utf8")
      .split(/\r?\n/)
      .slice(1)
      .filter((line) => line !== "")
      .map((line) => {
        const cells = line.split(",").map((cell) => cell.trim());
        const [id = "", given = "", surname = ""] = cells;
        const birth = /^(\d{4})(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])$/.exec(cells[9] ?? "");
        const parts = [given, surname].flatMap((part) => part.split(/\s+/)).filter((part) => part !== "");
        return {
          id,
          nameParts: parts.length === 0 ? undefined : parts,
          ...(birth === null ? {} : { birthDate: birth.slice(1).join("-") }),
          ...(cells[10] ? { identifiers: [`rationCard:${cells[10]}`] } : {}),
        };
      });
  return measure(
    "FEBRL 4",
    read("dataset4a.csv"),
    read("dataset4b.csv"),
    (id) => id.split("-")[1],
    "limit: 0.999 / 0.995",
  );
}

async function synthetic(people: number): Promise<Row[]> {
  const everybody = population({ people, seed: 4 });
  const truth = new Map<string, string>();
  const records = (agency: "IOM" | "WFP"): LinkageRecord[] =>
    [...register(everybody, { agency, seed: 4 })]
      .flatMap((household) => household.members)
      .map((person) => {
        truth.set(person.id, String(person.truePerson));
        return recordOf(person);
      });
  const [left, right] = [records("IOM"), records("WFP")];
  return measure(
    `synthetic, ${count(people)} people`,
    left,
    right,
    (id) => truth.get(id),
    "none set for biography alone",
  );
}

function recordOf(person: RegisteredPerson): LinkageRecord {
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
